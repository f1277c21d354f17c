"""Tables of the plan room: the document, its versions as read, and the measures that duties refer to."""

from django.db import models


class Plan(models.Model):
    """A work plan (方案) of one year, through all its versions."""

    id = models.BigAutoField(primary_key=True)
    district_id = models.BigIntegerField()
    title = models.CharField(max_length=200)
    year = models.IntegerField()
    created_at = models.DateTimeField()
    created_by = models.BigIntegerField()

    class Meta:
        db_table = "plan_plan"


class Version(models.Model):
    """One reading of a plan's document. Never changed: a correction makes the next version."""

    id = models.BigAutoField(primary_key=True)
    district_id = models.BigIntegerField()
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="versions")
    number = models.IntegerField()
    filename = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    text = models.TextField()
    typed = models.JSONField(help_text="the typed plan as `wuzha plan read --json` prints it")
    created_at = models.DateTimeField()
    created_by = models.BigIntegerField()
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.BigIntegerField(null=True)

    class Meta:
        db_table = "plan_version"
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="plan_version_number")]


class Measure(models.Model):
    """A measure (措施) of one version: a row for pages and figures to refer to."""

    id = models.BigAutoField(primary_key=True)
    district_id = models.BigIntegerField()
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="measures")
    ordinal = models.IntegerField()
    clause = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    spec = models.JSONField(help_text="the measure as in the typed plan")

    class Meta:
        db_table = "plan_measure"
        constraints = [models.UniqueConstraint(fields=["version", "clause", "ordinal"], name="plan_measure_clause")]
