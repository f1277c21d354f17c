"""Tables of the reports room: what a unit adds to a month, and the figures as they stood when it was sent."""

from django.db import models


class Report(models.Model):
    """A unit's month: narrative, problems and needs in words; the figures are derived, never typed."""

    id = models.BigAutoField(primary_key=True)
    district_id = models.BigIntegerField()
    unit_id = models.BigIntegerField()
    unit_pos = models.BigIntegerField()
    year = models.IntegerField()
    month = models.IntegerField()
    narrative = models.TextField(blank=True)
    problems = models.TextField(blank=True)
    needs = models.TextField(blank=True)
    updated_at = models.DateTimeField()
    updated_by = models.BigIntegerField()

    class Meta:
        db_table = "reports_report"
        constraints = [
            models.UniqueConstraint(fields=["district_id", "unit_id", "year", "month"], name="reports_report_month")
        ]


class Snapshot(models.Model):
    """The frozen content of a report as it was sent: the same bytes can be made again from it."""

    id = models.BigAutoField(primary_key=True)
    district_id = models.BigIntegerField()
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="snapshots")
    unit_pos = models.BigIntegerField()
    content = models.JSONField()
    fact_id = models.UUIDField(help_text="the ledger's row of the filing")
    made_at = models.DateTimeField()

    class Meta:
        db_table = "reports_snapshot"
