"""Tables of the reports room: what a unit adds to a month, and the figures as they stood when it was sent."""

from django.db import models


class Report(models.Model):
    """A unit's month: narrative, problems and needs in words; the figures are derived, never typed."""

    id = models.BigAutoField(primary_key=True)
    district_id = models.BigIntegerField()
    unit_id = models.BigIntegerField(null=True, help_text="none: the district's own report")
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
            models.UniqueConstraint(
                fields=["district_id", "unit_id", "year", "month"], name="reports_report_month", nulls_distinct=False
            )
        ]


class Snapshot(models.Model):
    """The frozen content of a report as it was sent: the same bytes can be made again from it."""

    id = models.BigAutoField(primary_key=True)
    district_id = models.BigIntegerField()
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="snapshots")
    unit_pos = models.BigIntegerField()
    content = models.JSONField()
    fact_id = models.UUIDField(null=True, help_text="the ledger's row of the filing; none where the office locked it")
    made_at = models.DateTimeField()

    class Meta:
        db_table = "reports_snapshot"


class Step(models.Model):
    """What somebody did with a report: sent in, accepted, returned, locked, reopened. Appended, never changed."""

    id = models.BigAutoField(primary_key=True)
    district_id = models.BigIntegerField()
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="steps")
    unit_pos = models.BigIntegerField()
    number = models.IntegerField(help_text="counts from 1 within its report")
    kind = models.CharField(max_length=10)
    at = models.DateTimeField()
    actor_id = models.BigIntegerField()
    actor_name = models.CharField(max_length=80)
    reason = models.CharField(max_length=500, blank=True)
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, null=True, help_text="of sending in and locking")
    line = models.DateTimeField(null=True, help_text="of locking: what was recorded up to here is in it")
    detail = models.JSONField(
        default=dict,
        help_text="sending in: findings of the self-check, with what was said; locking: how its files are made",
    )

    class Meta:
        db_table = "reports_step"
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="reports_step_number")]


class Explanation(models.Model):
    """What a unit says about a finding of its self-check. Appended: the newest word counts, the older ones stay."""

    id = models.BigAutoField(primary_key=True)
    district_id = models.BigIntegerField()
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="explanations")
    unit_pos = models.BigIntegerField()
    code = models.CharField(max_length=10, help_text="the finding's kind")
    count = models.IntegerField(help_text="of how many it spoke then")
    words = models.CharField(max_length=500, help_text="empty: taken back")
    at = models.DateTimeField()
    actor_id = models.BigIntegerField()
    actor_name = models.CharField(max_length=80)

    class Meta:
        db_table = "reports_explanation"


class Template(models.Model):
    """A version of the template of a paper, as it was uploaded. Appended, never changed: locked months name it."""

    id = models.BigAutoField(primary_key=True)
    district_id = models.BigIntegerField()
    layout = models.CharField(max_length=10, help_text="which paper")
    number = models.IntegerField(help_text="counts from 1 within its paper")
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    filename = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    actor_id = models.BigIntegerField()
    actor_name = models.CharField(max_length=80)

    class Meta:
        db_table = "reports_template"
        constraints = [
            models.UniqueConstraint(fields=["district_id", "layout", "number"], name="reports_template_number")
        ]


class TemplateUse(models.Model):
    """Which version a paper is written by from when on. Appended: the newest row counts."""

    id = models.BigAutoField(primary_key=True)
    district_id = models.BigIntegerField()
    layout = models.CharField(max_length=10)
    template = models.ForeignKey(Template, on_delete=models.PROTECT, null=True, help_text="none: the built-in layout")
    at = models.DateTimeField()
    actor_id = models.BigIntegerField()
    actor_name = models.CharField(max_length=80)

    class Meta:
        db_table = "reports_template_use"
