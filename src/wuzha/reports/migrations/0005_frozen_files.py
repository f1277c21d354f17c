"""A lock keeps how its files are made, and their checksums."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0004_explanations")]

    operations = [
        migrations.AlterField(
            "step",
            "detail",
            models.JSONField(
                default=dict,
                help_text="sending in: findings of the self-check, with what was said; locking: how its files are made",
            ),
        ),
    ]
