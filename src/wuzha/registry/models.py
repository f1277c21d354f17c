"""Tables of the registry (底册): the two trees, people, and everything that work can be done to."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class District(models.Model):
    """A district (区、县、开发区): the key that every big table begins with."""

    id = models.BigAutoField(primary_key=True)
    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=80)
    asks_deputy = ArrayField(models.CharField(max_length=16), default=list, help_text="kinds of units that name one")
    day = models.DateField(null=True, help_text="the day on which the register stands (registry.day)")

    class Meta:
        db_table = "registry_district"


class Area(models.Model):
    """A node of the area tree (块): street, community, compound, building. ``[lo, hi)`` never changes."""

    id = models.BigAutoField(primary_key=True)
    district_id = models.BigIntegerField()
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True)
    level = models.CharField(max_length=12)
    code = models.CharField(max_length=60)
    name = models.CharField(max_length=80)
    lo = models.BigIntegerField()
    hi = models.BigIntegerField()

    class Meta:
        db_table = "registry_area"
        constraints = [
            models.UniqueConstraint(fields=["district_id", "code"], name="registry_area_code"),
            models.UniqueConstraint(fields=["district_id", "lo", "hi"], name="registry_area_place"),
        ]


class Unit(models.Model):
    """A node of the unit tree (条): office, department, school, community committee, property firm."""

    id = models.BigAutoField(primary_key=True)
    district_id = models.BigIntegerField()
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True)
    kind = models.CharField(max_length=16)
    code = models.CharField(max_length=60)
    name = models.CharField(max_length=80)
    aliases = ArrayField(models.CharField(max_length=80), default=list)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, help_text="the ground that is its own")
    lo = models.BigIntegerField()
    hi = models.BigIntegerField()

    class Meta:
        db_table = "registry_unit"
        constraints = [
            models.UniqueConstraint(fields=["district_id", "code"], name="registry_unit_code"),
            models.UniqueConstraint(fields=["district_id", "lo", "hi"], name="registry_unit_place"),
        ]


class Person(models.Model):
    """A post in a unit: leader, liaison officer, deputy, field worker. Staff only, never residents."""

    id = models.BigAutoField(primary_key=True)
    district_id = models.BigIntegerField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT)
    unit_pos = models.BigIntegerField()
    name = models.CharField(max_length=80)
    phone = models.CharField(max_length=20, blank=True)
    post = models.CharField(max_length=12)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    key = models.CharField(max_length=120, help_text="natural key of the roster row")
    fingerprint = models.BinaryField()

    class Meta:
        db_table = "registry_person"
        constraints = [models.UniqueConstraint(fields=["district_id", "key"], name="registry_person_key")]


class Household(models.Model):
    """A door (户): address, ground, holder. No resident's name, no phone, no ID-card number."""

    pk = models.CompositePrimaryKey("district_id", "id")
    district_id = models.BigIntegerField()
    id = models.BigIntegerField()
    code = models.CharField(max_length=120, help_text="natural key: given code, or area and normalised address")
    address = models.CharField(max_length=160)
    area_id = models.BigIntegerField()
    area_pos = models.BigIntegerField()
    unit_id = models.BigIntegerField(help_text="the unit that holds it")
    unit_pos = models.BigIntegerField()
    status = models.CharField(max_length=16)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    merged_into = models.BigIntegerField(null=True, help_text="the door that this one was decided to be")
    fingerprint = models.BinaryField()

    class Meta:
        db_table = "registry_household"
        constraints = [models.UniqueConstraint(fields=["district_id", "code"], name="registry_household_code")]
        indexes = [
            models.Index(
                fields=["district_id", "merged_into"],
                name="registry_household_merged",
                condition=models.Q(merged_into__isnull=False),
            ),
            models.Index(fields=["district_id", "area_pos", "unit_pos"], name="registry_household_area"),
            models.Index(fields=["district_id", "unit_pos"], name="registry_household_unit"),
        ]


class Place(models.Model):
    """A place that carries publicity (点位): screen, counter, banner site, chat group, stairwell and so on."""

    pk = models.CompositePrimaryKey("district_id", "id")
    district_id = models.BigIntegerField()
    id = models.BigIntegerField()
    place_class = models.CharField(max_length=20)
    code = models.CharField(max_length=120)
    name = models.CharField(max_length=120)
    address = models.CharField(max_length=160, blank=True)
    area_id = models.BigIntegerField(null=True)
    area_pos = models.BigIntegerField()
    unit_id = models.BigIntegerField()
    unit_pos = models.BigIntegerField()
    line_unit_id = models.BigIntegerField(null=True, help_text="the line department (条线主管)")
    longitude = models.FloatField(null=True)
    latitude = models.FloatField(null=True)
    detail = models.JSONField(default=dict, help_text="of chat groups: kind and publisher; of vehicles: plate, line")
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    fingerprint = models.BinaryField()

    class Meta:
        db_table = "registry_place"
        constraints = [models.UniqueConstraint(fields=["district_id", "code"], name="registry_place_code")]
        indexes = [
            models.Index(fields=["district_id", "place_class"], name="registry_place_class_idx"),
            models.Index(fields=["district_id", "unit_pos"], name="registry_place_unit"),
        ]


class Import(models.Model):
    """One run of an import: how far it has come, what came in, what changed, what was refused and why.

    Rows are read in batches, each committed with the position behind it; what has been read of households and places
    waits in ``registry_incoming_…`` until all of it is merged at once.
    """

    id = models.BigAutoField(primary_key=True)
    district_id = models.BigIntegerField()
    roster = models.CharField(max_length=12)
    filename = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    token = models.CharField(max_length=22, blank=True, help_text="where an upload waits; empty for the shell")
    layout = models.JSONField(default=dict, help_text="Layout.as_dict; empty where the template's headers are meant")
    state = models.CharField(max_length=10, default="done", help_text="a core.stages.Stage")
    position = models.IntegerField(default=0, help_text="number of the last row that was read and kept")
    expected = models.IntegerField(null=True, help_text="about how many rows there are")
    good = models.IntegerField(default=0, help_text="rows that wait to be merged")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    actor_id = models.BigIntegerField()
    actor_name = models.CharField(max_length=80, default="")
    added = models.IntegerField(default=0)
    changed = models.IntegerField(default=0)
    unchanged = models.IntegerField(default=0)
    bad = models.IntegerField(default=0)
    problems = models.JSONField(default=list, help_text="the first thousand bad rows, as Problem.as_dict")
    areas = models.JSONField(default=list, help_text="numbers of the areas whose doors were in it")
    names = models.JSONField(default=dict, help_text="names of units that nobody knows → in how many rows")

    class Meta:
        db_table = "registry_import"


class Version(models.Model):
    """A version of the denominators: the register as a second person approved it. Never changed afterwards."""

    id = models.BigAutoField(primary_key=True)
    district_id = models.BigIntegerField()
    number = models.IntegerField()
    approved_at = models.DateTimeField()
    approved_by = models.BigIntegerField()
    author = models.CharField(max_length=80)
    reason = models.CharField(max_length=500, blank=True)
    counts = models.JSONField(help_text="by kind of target, by class: how many there are")
    changes = models.JSONField(help_text="by kind of target, by change: how many differ from the version before")

    class Meta:
        db_table = "registry_version"
        constraints = [models.UniqueConstraint(fields=["district_id", "number"], name="registry_version_number")]


class Entry(models.Model):
    """A household or place as approved versions have it: from version ``since`` on, until version ``until`` took it
    out or has it otherwise. What a version counts are the rows that hold for it.
    """

    pk = models.CompositePrimaryKey("district_id", "target_kind", "target_id", "since")
    district_id = models.BigIntegerField()
    target_kind = models.CharField(max_length=10)
    target_id = models.BigIntegerField()
    since = models.IntegerField()
    until = models.IntegerField(null=True)
    sort = models.CharField(max_length=20, help_text="of a household its status, of a place its class")
    area_id = models.BigIntegerField(null=True)
    area_pos = models.BigIntegerField()
    unit_id = models.BigIntegerField()
    unit_pos = models.BigIntegerField()
    valid_from = models.DateField(null=True, help_text="approved with it: from that day on it counts")
    valid_to = models.DateField(null=True, help_text="approved with it: the last day on which it counts")

    class Meta:
        db_table = "registry_entry"
        indexes = [
            models.Index(
                fields=["district_id", "target_kind", "area_pos", "unit_pos"],
                include=["target_id", "since", "until", "sort", "area_id", "unit_id"],
                name="registry_entry_area",
            ),
            models.Index(fields=["district_id", "until"], name="registry_entry_until"),
            models.Index(fields=["district_id", "since"], name="registry_entry_since"),
        ]


class Pending(models.Model):
    """Where the working register differs from the newest version. Derived: compared anew after every import."""

    pk = models.CompositePrimaryKey("district_id", "target_kind", "target_id")
    district_id = models.BigIntegerField()
    target_kind = models.CharField(max_length=10)
    target_id = models.BigIntegerField()
    change = models.CharField(max_length=8)
    sort = models.CharField(max_length=20, help_text="as the working register has it; of what is gone as it was")
    area_id = models.BigIntegerField(null=True)
    area_pos = models.BigIntegerField()
    unit_id = models.BigIntegerField()
    unit_pos = models.BigIntegerField()
    was_sort = models.CharField(max_length=20, blank=True)
    was_area_pos = models.BigIntegerField(null=True)
    was_unit_pos = models.BigIntegerField(null=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    class Meta:
        db_table = "registry_pending"


class IncomingHousehold(models.Model):
    """A row of a roster of households that waits to be merged."""

    pk = models.CompositePrimaryKey("import_id", "number")
    district_id = models.BigIntegerField()
    import_id = models.BigIntegerField()
    number = models.IntegerField(help_text="row number in the sheet")
    code = models.CharField(max_length=120)
    address = models.CharField(max_length=160)
    area_id = models.BigIntegerField()
    area_pos = models.BigIntegerField()
    unit_id = models.BigIntegerField()
    unit_pos = models.BigIntegerField()
    status = models.CharField(max_length=16)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    fingerprint = models.BinaryField()
    contact = models.BinaryField(null=True, help_text="whom to ask for, sealed for the way (privacy.taking)")

    class Meta:
        db_table = "registry_incoming_household"


class IncomingPlace(models.Model):
    """A row of a roster of places that waits to be merged."""

    pk = models.CompositePrimaryKey("import_id", "number")
    district_id = models.BigIntegerField()
    import_id = models.BigIntegerField()
    number = models.IntegerField(help_text="row number in the sheet")
    place_class = models.CharField(max_length=20)
    code = models.CharField(max_length=120)
    name = models.CharField(max_length=120)
    address = models.CharField(max_length=160, blank=True)
    area_id = models.BigIntegerField(null=True)
    area_pos = models.BigIntegerField()
    unit_id = models.BigIntegerField()
    unit_pos = models.BigIntegerField()
    line_unit_id = models.BigIntegerField(null=True)
    longitude = models.FloatField(null=True)
    latitude = models.FloatField(null=True)
    detail = models.JSONField(default=dict)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    fingerprint = models.BinaryField()

    class Meta:
        db_table = "registry_incoming_place"


class ColumnMap(models.Model):
    """Somebody's own columns of a roster, remembered by the fingerprint of their header (core.layout)."""

    id = models.BigAutoField(primary_key=True)
    district_id = models.BigIntegerField()
    roster = models.CharField(max_length=12)
    fingerprint = models.CharField(max_length=32)
    headers = ArrayField(models.CharField(max_length=200))
    columns = models.JSONField(help_text="name of the template's column → position from 0")
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)

    class Meta:
        db_table = "registry_column_map"
        constraints = [
            models.UniqueConstraint(fields=["district_id", "roster", "fingerprint"], name="registry_column_map_header")
        ]


class Alias(models.Model):
    """Another key or name of a row of the registry, by decision or correction: rosters that use it meet that row."""

    id = models.BigAutoField(primary_key=True)
    district_id = models.BigIntegerField()
    roster = models.CharField(max_length=12, help_text="households, places, people or units")
    key = models.CharField(max_length=120, help_text="a natural key; of units a name as names.name_key gives it")
    target_id = models.BigIntegerField(null=True, help_text="none: decided to mean nobody that is known")
    written = models.CharField(max_length=160, help_text="as it was written")
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        db_table = "registry_alias"
        constraints = [models.UniqueConstraint(fields=["district_id", "roster", "key"], name="registry_alias_key")]


class Likeness(models.Model):
    """Two doors that may be one, and what was decided; ``other`` is the younger, ``kept`` the one that stays."""

    id = models.BigAutoField(primary_key=True)
    district_id = models.BigIntegerField()
    one_id = models.BigIntegerField()
    other_id = models.BigIntegerField()
    area_pos = models.BigIntegerField()
    reason = models.CharField(max_length=12, help_text="a core.likeness.Reason")
    state = models.CharField(max_length=10, default="open", help_text="open, same or different")
    kept_id = models.BigIntegerField(null=True)
    ended = models.DateField(null=True, help_text="last day of the merged door before the merge, to be given back")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=80, blank=True)

    class Meta:
        db_table = "registry_likeness"
        constraints = [
            models.UniqueConstraint(fields=["district_id", "one_id", "other_id"], name="registry_likeness_pair")
        ]
        indexes = [models.Index(fields=["district_id", "state", "area_pos"], name="registry_likeness_open")]
