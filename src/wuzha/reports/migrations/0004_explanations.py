"""What units say about the findings of their self-check."""

import django.db.models.deletion
from django.db import migrations, models

from wuzha.database.security import in_range, secure


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_steps")]

    operations = [
        migrations.CreateModel(
            name="Explanation",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("district_id", models.BigIntegerField()),
                ("unit_pos", models.BigIntegerField()),
                ("code", models.CharField(help_text="the finding's kind", max_length=10)),
                ("count", models.IntegerField(help_text="of how many it spoke then")),
                ("words", models.CharField(help_text="empty: taken back", max_length=500)),
                ("at", models.DateTimeField()),
                ("actor_id", models.BigIntegerField()),
                ("actor_name", models.CharField(max_length=80)),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="explanations", to="reports.report"
                    ),
                ),
            ],
            options={"db_table": "reports_explanation"},
        ),
        secure("reports_explanation", in_range("unit_pos", "own")),
    ]
