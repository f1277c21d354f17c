"""Leaf tables of oversight: what pages sum upward. The present ones are derived and can be thrown away and computed
again; those of a frozen month are kept as they stood.
"""

from django.db import models


class Ladder(models.Model):
    """The coverage ladder of the households of one leaf area and one holder. Sums along either tree."""

    id = models.BigAutoField(primary_key=True)
    district_id = models.BigIntegerField()
    area_id = models.BigIntegerField()
    area_pos = models.BigIntegerField()
    unit_id = models.BigIntegerField()
    unit_pos = models.BigIntegerField()
    registered = models.IntegerField()
    vacant = models.IntegerField()
    found_vacant = models.IntegerField(help_text="of the vacant, those found so at the door, not by the roster")
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
        abstract = True


class CoverageLeaf(Ladder):
    """The ladder of a leaf as it stands."""

    class Meta:
        db_table = "oversight_coverage_leaf"
        constraints = [
            models.UniqueConstraint(fields=["district_id", "area_id", "unit_id"], name="oversight_coverage_leaf_key")
        ]
        indexes = [models.Index(fields=["district_id", "area_pos"], name="oversight_coverage_area")]


class DutyCounts(models.Model):
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
        abstract = True


class DutyLeaf(DutyCounts):
    """The counts as they stand."""

    class Meta:
        db_table = "oversight_duty_leaf"
        indexes = [
            models.Index(fields=["district_id", "unit_pos"], name="oversight_duty_unit"),
            models.Index(fields=["district_id", "doer_pos", "area_pos"], name="oversight_duty_doer"),
        ]


class Freezing(models.Model):
    """A report month whose figures are frozen, and what they were counted from.

    A month is frozen again after it was thawed: the newest freezing holds, the older ones stay.
    """

    id = models.BigAutoField(primary_key=True)
    district_id = models.BigIntegerField()
    year = models.IntegerField()
    month = models.IntegerField()
    number = models.IntegerField()
    start = models.DateField(help_text="first day of the report month")
    end = models.DateField(help_text="its last day")
    day = models.DateField(help_text="the day on which it was judged what is late")
    cutoff = models.DateTimeField(help_text="counted are the facts recorded up to this moment")
    version = models.IntegerField(null=True, help_text="of the denominators; none before the first was approved")
    frozen_at = models.DateTimeField()
    frozen_by = models.BigIntegerField()
    author = models.CharField(max_length=80)

    class Meta:
        db_table = "oversight_freezing"
        constraints = [
            models.UniqueConstraint(fields=["district_id", "year", "month", "number"], name="oversight_freezing_number")
        ]

    @property
    def key(self) -> str:
        """The month as reports name it: ``2026-05``."""
        return f"{self.year}-{self.month:02d}"


class Thaw(models.Model):
    """A freezing that holds no more, and why: the month's figures are the present ones until it is frozen again."""

    freezing = models.OneToOneField(Freezing, on_delete=models.PROTECT, primary_key=True)
    district_id = models.BigIntegerField()
    reason = models.CharField(max_length=500)
    thawed_at = models.DateTimeField()
    thawed_by = models.BigIntegerField()
    author = models.CharField(max_length=80)

    class Meta:
        db_table = "oversight_thaw"


class FrozenLadder(Ladder):
    """The ladder of a leaf as it stood when a month was frozen."""

    freezing = models.ForeignKey(Freezing, on_delete=models.PROTECT, db_index=False)

    class Meta:
        db_table = "oversight_frozen_ladder"
        indexes = [models.Index(fields=["freezing", "area_pos"], name="oversight_frozen_ladder_area")]


class FrozenDuties(DutyCounts):
    """The counts of duties due in a frozen month, as they stood."""

    freezing = models.ForeignKey(Freezing, on_delete=models.PROTECT, db_index=False)

    class Meta:
        db_table = "oversight_frozen_duties"
        indexes = [models.Index(fields=["freezing", "unit_pos"], name="oversight_frozen_duties_unit")]


class FrozenPlaces(models.Model):
    """How many places of a class a leaf area and a holder had when a month was frozen."""

    id = models.BigAutoField(primary_key=True)
    district_id = models.BigIntegerField()
    freezing = models.ForeignKey(Freezing, on_delete=models.PROTECT, db_index=False)
    place_class = models.CharField(max_length=20)
    area_pos = models.BigIntegerField()
    unit_pos = models.BigIntegerField()
    places = models.IntegerField()

    class Meta:
        db_table = "oversight_frozen_places"
        indexes = [models.Index(fields=["freezing", "area_pos"], name="oversight_frozen_places_area")]


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
