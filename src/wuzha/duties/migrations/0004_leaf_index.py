"""A leaf of the counts is a doer on a ground: its duties are found by both, not by doer and day."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("duties", "0003_renumbering")]

    operations = [
        migrations.RemoveIndex(model_name="duty", name="duties_duty_doer"),
        migrations.AddIndex(
            model_name="duty",
            index=models.Index(fields=["district_id", "doer_pos", "area_pos"], name="duties_duty_doer"),
        ),
    ]
