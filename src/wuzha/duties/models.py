"""Tables of the duties room: bindings of plan names to units, applied stages, and the duties themselves."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Binding(models.Model):
    """The answer to "who is meant by this name of the plan": given once, used by every plan."""

    id = models.BigAutoField(primary_key=True)
    district_id = models.BigIntegerField()
    name = models.CharField(max_length=120)
    unit_ids = ArrayField(models.BigIntegerField(), default=list)
    ignored = models.BooleanField(default=False, help_text="the office decided that nobody is meant")
    answered_at = models.DateTimeField()
    answered_by = models.BigIntegerField()

    class Meta:
        db_table = "duties_binding"
        constraints = [models.UniqueConstraint(fields=["district_id", "name"], name="duties_binding_name")]


class Stage(models.Model):
    """One applied stage of a plan: what is asked, of what kind of target, by what rule, in what period."""

    id = models.BigAutoField(primary_key=True)
    district_id = models.BigIntegerField()
    version_id = models.BigIntegerField(help_text="plan_version")
    measure_id = models.BigIntegerField(null=True, help_text="plan_measure; none for the plan's own reports")
    fingerprint = models.CharField(max_length=64)
    ordinal = models.IntegerField()
    clause = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    channel = models.CharField(max_length=20, blank=True)
    target_kind = models.CharField(max_length=10)
    fact_kinds = ArrayField(models.CharField(max_length=20), help_text="the kinds of work that count")
    outcomes = ArrayField(models.CharField(max_length=14), default=list, help_text="of visits, those that count")
    needs_material = models.BooleanField(default=False, help_text="a record counts only if it names a material")
    channels = ArrayField(models.CharField(max_length=20), default=list, help_text="the channels that count")
    by_month = models.BooleanField(default=False, help_text="a record counts for the month it names, not its day")
    detail = models.JSONField(default=dict, help_text="what a record's detail must hold to count")
    spec = models.JSONField(default=dict)
    applied_at = models.DateTimeField()
    applied_by = models.BigIntegerField()
    retired_at = models.DateTimeField(null=True, help_text="a newer version of the plan no longer asks for it")

    class Meta:
        db_table = "duties_stage"
        constraints = [models.UniqueConstraint(fields=["district_id", "fingerprint"], name="duties_stage_fingerprint")]


class Duty(models.Model):
    """One thing to be done: a target, in a period, by a doer (块) on account of a unit (条)."""

    pk = models.CompositePrimaryKey("district_id", "id")
    district_id = models.BigIntegerField()
    id = models.BigIntegerField()
    stage_id = models.BigIntegerField()
    target_kind = models.CharField(max_length=10)
    target_id = models.BigIntegerField()
    unit_id = models.BigIntegerField(null=True, help_text="the accountable unit; none where the plan names nobody")
    unit_pos = models.BigIntegerField()
    doer_id = models.BigIntegerField(help_text="the unit that holds the target")
    doer_pos = models.BigIntegerField()
    area_id = models.BigIntegerField(null=True)
    area_pos = models.BigIntegerField()
    period_start = models.DateField()
    period_end = models.DateField()
    nominal_due = models.DateField(help_text="the day as the plan says it")
    due = models.DateField(help_text="after the rule for weekends and holidays")
    expected = models.SmallIntegerField(default=1)

    class Meta:
        db_table = "duties_duty"
        constraints = [
            models.UniqueConstraint(
                fields=["district_id", "stage_id", "target_id", "period_start"], name="duties_duty_once"
            )
        ]
        indexes = [
            models.Index(fields=["district_id", "doer_pos", "area_pos"], name="duties_duty_doer"),
            models.Index(fields=["district_id", "unit_pos", "due"], name="duties_duty_unit"),
            models.Index(fields=["district_id", "target_kind", "target_id"], name="duties_duty_target"),
        ]
