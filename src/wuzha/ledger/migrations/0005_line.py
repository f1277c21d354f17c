"""Lines under the ledger: what a frozen month was counted from."""

from django.db import migrations, models

from wuzha.database.security import secure


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_audit_of_reads")]

    operations = [
        migrations.CreateModel(
            name="Line",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "district_id", "at", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("district_id", models.BigIntegerField()),
                ("at", models.DateTimeField()),
            ],
            options={"db_table": "ledger_line"},
        ),
        secure("ledger_line"),
    ]
