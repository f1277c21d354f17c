"""The office's own templates of papers, as versions, and which of them is used."""

import django.db.models.deletion
from django.db import migrations, models

from wuzha.database.security import secure


class Migration(migrations.Migration):
    dependencies = [("reports", "0005_frozen_files")]

    operations = [
        migrations.CreateModel(
            name="Template",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("district_id", models.BigIntegerField()),
                ("layout", models.CharField(help_text="which paper", max_length=10)),
                ("number", models.IntegerField(help_text="counts from 1 within its paper")),
                ("sha256", models.CharField(max_length=64)),
                ("content", models.BinaryField()),
                ("filename", models.CharField(max_length=200)),
                ("made_at", models.DateTimeField()),
                ("actor_id", models.BigIntegerField()),
                ("actor_name", models.CharField(max_length=80)),
            ],
            options={
                "db_table": "reports_template",
                "constraints": [
                    models.UniqueConstraint(fields=("district_id", "layout", "number"), name="reports_template_number")
                ],
            },
        ),
        migrations.CreateModel(
            name="TemplateUse",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("district_id", models.BigIntegerField()),
                ("layout", models.CharField(max_length=10)),
                ("at", models.DateTimeField()),
                ("actor_id", models.BigIntegerField()),
                ("actor_name", models.CharField(max_length=80)),
                (
                    "template",
                    models.ForeignKey(
                        help_text="none: the built-in layout",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="reports.template",
                    ),
                ),
            ],
            options={"db_table": "reports_template_use"},
        ),
        secure("reports_template"),
        secure("reports_template_use"),
    ]
