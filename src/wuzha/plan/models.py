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
    """One reading of a plan's document, or a correction of one. Never changed: a correction makes the next version."""

    id = models.BigAutoField(primary_key=True)
    district_id = models.BigIntegerField()
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="versions")
    number = models.IntegerField()
    filename = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    text = models.TextField()
    layout = models.JSONField(default=dict, help_text="tables and headings of the document, as stretches of the text")
    typed = models.JSONField(help_text="the typed plan as `wuzha plan read --json` prints it")
    written = models.BooleanField(default=False, help_text="made in the typed form; the text is written from it")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, help_text="the version this one corrects")
    edit = models.JSONField(null=True, help_text="what was corrected")
    created_at = models.DateTimeField()
    created_by = models.BigIntegerField()
    author = models.CharField(max_length=80, default="")
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.BigIntegerField(null=True)
    confirmer = models.CharField(max_length=80, default="")

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


class Decision(models.Model):
    """What somebody decided about a problem of a plan. Never changed: another decision follows it."""

    id = models.BigAutoField(primary_key=True)
    district_id = models.BigIntegerField()
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="decisions")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, help_text="the version that was looked at")
    key = models.TextField(help_text="what makes the problem the same one in another version")
    state = models.CharField(max_length=10)
    reason = models.CharField(max_length=500, blank=True)
    decided_at = models.DateTimeField()
    decided_by = models.BigIntegerField()
    author = models.CharField(max_length=80)

    class Meta:
        db_table = "plan_decision"
        indexes = [models.Index(fields=["plan", "id"], name="plan_decision_plan")]


class Word(models.Model):
    """A word that an office gave the reader, or took away again. Never changed: the last row of a word stands."""

    id = models.BigAutoField(primary_key=True)
    district_id = models.BigIntegerField()
    list = models.CharField(max_length=40, help_text="which list of the vocabulary, e.g. places.bank")
    word = models.CharField(max_length=24)
    known = models.BooleanField(help_text="whether plans are read with it from here on")
    at = models.DateTimeField()
    by = models.BigIntegerField()
    author = models.CharField(max_length=80)

    class Meta:
        db_table = "plan_word"
        indexes = [models.Index(fields=["district_id", "id"], name="plan_word_district")]
