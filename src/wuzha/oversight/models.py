"""Leaf tables of oversight: what pages sum upward. Derived: they can be thrown away and computed again."""

from django.db import models


class CoverageLeaf(models.Model):
    """The coverage ladder of the households of one leaf area and one holder. Sums along either tree."""

    id = models.BigAutoField(primary_key=True)
    district_id = models.BigIntegerField()
    area_id = models.BigIntegerField()
    area_pos = models.BigIntegerField()
    unit_id = models.BigIntegerField()
    unit_pos = models.BigIntegerField()
    registered = models.IntegerField()
    vacant = models.IntegerField()
    nonresidential = models.IntegerField()
    visited = models.IntegerField()
    met = models.IntegerField()
    told = models.IntegerField()
    refreshed = models.IntegerField()
    refused = models.IntegerField()
    told_a = models.IntegerField(help_text="told, on evidence of grade A; b, c, d likewise")
    told_b = models.IntegerField()
    told_c = models.IntegerField()
    told_d = models.IntegerField()

    class Meta:
        db_table = "oversight_coverage_leaf"
        constraints = [
            models.UniqueConstraint(fields=["district_id", "area_id", "unit_id"], name="oversight_coverage_leaf_key")
        ]
        indexes = [models.Index(fields=["district_id", "area_pos"], name="oversight_coverage_area")]


class DutyLeaf(models.Model):
    """Counts of duties that are alike (stage, accountable unit, doer, leaf area, due day)."""

    id = models.BigAutoField(primary_key=True)
    district_id = models.BigIntegerField()
    stage_id = models.BigIntegerField()
    unit_id = models.BigIntegerField(null=True)
    unit_pos = models.BigIntegerField()
    doer_id = models.BigIntegerField()
    doer_pos = models.BigIntegerField()
    area_pos = models.BigIntegerField()
    period_start = models.DateField()
    period_end = models.DateField()
    due = models.DateField()
    total = models.IntegerField()
    done = models.IntegerField(help_text="reached its expected count by the due day")
    done_late = models.IntegerField(help_text="reached it after the due day")
    not_counted = models.IntegerField(help_text="the target left the denominator (a vacant household)")

    class Meta:
        db_table = "oversight_duty_leaf"
        indexes = [
            models.Index(fields=["district_id", "unit_pos"], name="oversight_duty_unit"),
            models.Index(fields=["district_id", "doer_pos", "area_pos"], name="oversight_duty_doer"),
        ]


class Touched(models.Model):
    """A leaf whose rows have changed since it was last counted; written in the fact's own transaction."""

    id = models.BigAutoField(primary_key=True)
    district_id = models.BigIntegerField()
    target_kind = models.CharField(max_length=10)
    area_pos = models.BigIntegerField()
    doer_pos = models.BigIntegerField()

    class Meta:
        db_table = "oversight_touched"
        indexes = [models.Index(fields=["district_id"], name="oversight_touched_district")]
