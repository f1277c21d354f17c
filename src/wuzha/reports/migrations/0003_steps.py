"""Steps of a report. What was filed before there were steps was sent in: it gets the steps that it stands for."""

import django.db.models.deletion
from django.db import migrations, models

from wuzha.database.security import in_range, secure

SENT_IN = """
INSERT INTO reports_step (district_id, report_id, unit_pos, number, kind, at, actor_id, actor_name, reason,
    snapshot_id, detail)
SELECT s.district_id, s.report_id, s.unit_pos, row_number() OVER (PARTITION BY s.report_id ORDER BY s.made_at, s.id),
    'submitted', s.made_at, coalesce(f.actor_id, 0), coalesce(f.actor_name, ''), '', s.id, '{}'
FROM reports_snapshot AS s
LEFT JOIN ledger_fact AS f ON f.district_id = s.district_id AND f.id = s.fact_id
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_security"), ("ledger", "0002_security")]

    operations = [
        migrations.AlterField("report", "unit_id", models.BigIntegerField(null=True, help_text="none: the district's own report")),
        migrations.RemoveConstraint("report", "reports_report_month"),
        migrations.AddConstraint(
            "report",
            models.UniqueConstraint(
                fields=("district_id", "unit_id", "year", "month"), name="reports_report_month", nulls_distinct=False
            ),
        ),
        migrations.AlterField(
            "snapshot",
            "fact_id",
            models.UUIDField(null=True, help_text="the ledger's row of the filing; none where the office locked it"),
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("district_id", models.BigIntegerField()),
                ("unit_pos", models.BigIntegerField()),
                ("number", models.IntegerField(help_text="counts from 1 within its report")),
                ("kind", models.CharField(max_length=10)),
                ("at", models.DateTimeField()),
                ("actor_id", models.BigIntegerField()),
                ("actor_name", models.CharField(max_length=80)),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("line", models.DateTimeField(null=True, help_text="of locking: what was recorded up to here is in it")),
                (
                    "detail",
                    models.JSONField(
                        default=dict, help_text="sending in: findings of the self-check, with what was said"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="reports.report"
                    ),
                ),
                (
                    "snapshot",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="reports.snapshot",
                        help_text="of sending in and locking",
                    ),
                ),
            ],
            options={
                "db_table": "reports_step",
                "constraints": [
                    models.UniqueConstraint(fields=("report", "number"), name="reports_step_number"),
                ],
            },
        ),
        migrations.RunSQL(SENT_IN, migrations.RunSQL.noop),
        secure("reports_step", in_range("unit_pos", "own")),
    ]
