"""Tables of the ledger: facts, seals, keys and the audit log. None is ever updated or deleted from."""

from django.db import models

from wuzha.ledger.core.lines import LineKind


class Fact(models.Model):
    """One piece of work, written once (台账 row). A correction is a newer fact that supersedes an older one.

    ``area_pos`` and ``unit_pos`` are the places in the two trees at the time of recording; places never
    change, so a fact needs no update when the trees grow.
    """

    pk = models.CompositePrimaryKey("district_id", "id")
    district_id = models.BigIntegerField()
    id = models.UUIDField(help_text="UUIDv7 made by the client")
    kind = models.CharField(max_length=20)
    occurred_at = models.DateTimeField()
    occurred_on = models.DateField(help_text="the local day of occurred_at")
    recorded_at = models.DateTimeField(help_text="when the server took it")
    actor_id = models.BigIntegerField(help_text="the account that recorded it")
    actor_name = models.CharField(max_length=80, help_text="the responsible person as printed in the ledger")
    unit_id = models.BigIntegerField(help_text="the unit that did the work")
    unit_pos = models.BigIntegerField()
    area_id = models.BigIntegerField(null=True)
    area_pos = models.BigIntegerField(help_text="the district's own place where the work has no area")
    target_kind = models.CharField(max_length=10)
    target_id = models.BigIntegerField()
    outcome = models.CharField(max_length=14, blank=True)
    grade = models.CharField(max_length=1)
    channel = models.CharField(max_length=20, blank=True)
    quantity = models.IntegerField(default=1)
    audience = models.IntegerField(default=0)
    material = models.CharField(max_length=80, blank=True, help_text="what was handed over, with its version")
    place = models.CharField(max_length=200, blank=True, help_text="the target as printed at that time")
    content = models.CharField(max_length=500, blank=True)
    note = models.CharField(max_length=500, blank=True)
    detail = models.JSONField(default=dict)
    source = models.CharField(max_length=10, help_text="form, sheet, api, machine or resident")
    supersedes = models.UUIDField(null=True)

    class Meta:
        db_table = "ledger_fact"
        indexes = [
            models.Index(fields=["district_id", "target_kind", "target_id"], name="ledger_fact_target"),
            models.Index(fields=["district_id", "unit_pos"], name="ledger_fact_unit"),
            models.Index(fields=["district_id", "recorded_at", "id"], name="ledger_fact_recorded"),
            models.Index(fields=["district_id", "occurred_at", "id"], name="ledger_fact_occurred"),
            models.Index(
                fields=["district_id", "supersedes"],
                name="ledger_fact_supersedes",
                condition=models.Q(supersedes__isnull=False),
            ),
        ]


class Seal(models.Model):
    """One day's seal over every fact recorded up to ``cutoff`` and in no earlier seal; see ``core.seals``."""

    pk = models.CompositePrimaryKey("district_id", "day")
    district_id = models.BigIntegerField()
    day = models.DateField()
    form = models.SmallIntegerField(help_text="1 plain, 2 signed, 3 signed with the audit log")
    cutoff = models.DateTimeField()
    count = models.BigIntegerField()
    entries_digest = models.BinaryField(help_text="empty in a plain seal")
    previous = models.BinaryField()
    sealed_at = models.DateTimeField()
    public = models.BinaryField(help_text="the key that signed; empty in a plain seal")
    root = models.BinaryField()
    signature = models.BinaryField()
    audit_count = models.BigIntegerField(default=0, help_text="lines of the audit log")
    audit_digest = models.BinaryField(default=b"", help_text="empty in a seal without the audit log")

    class Meta:
        db_table = "ledger_seal"


class Part(models.Model):
    """A stretch of a seal's entries (16-byte id + 32-byte digest, in order of id).

    It covers the rows from the end of the part before it up to, not including, (``until_at``, ``until_id``) in the
    order of time and id.
    """

    pk = models.CompositePrimaryKey("district_id", "day", "number")
    district_id = models.BigIntegerField()
    day = models.DateField()
    number = models.IntegerField()
    until_at = models.DateTimeField()
    until_id = models.UUIDField()
    entries = models.BinaryField()

    class Meta:
        abstract = True


class SealPart(Part):
    """Of the facts, in the order of their recording."""

    class Meta:
        db_table = "ledger_seal_part"


class Line(models.Model):
    """A line drawn under the ledger: whatever comes in later is recorded later than this moment."""

    pk = models.CompositePrimaryKey("district_id", "at")
    district_id = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        db_table = "ledger_line"


class AuditPart(Part):
    """Of the lines of the audit log; a line's number stands in place of the id, as 16 bytes."""

    class Meta:
        db_table = "ledger_audit_part"


class Key(models.Model):
    """A public key of the installation. It signs until the next one does; see ``signing``."""

    number = models.IntegerField(primary_key=True)
    public = models.BinaryField()
    since = models.DateTimeField()
    vouched = models.BinaryField(help_text="the key before says that this one follows; empty where it could not")

    class Meta:
        db_table = "ledger_key"


class Audit(models.Model):
    """Who changed what (plans, imports, bindings, accounts), and who looked at whose personal data; one line each."""

    id = models.BigAutoField(primary_key=True)
    district_id = models.BigIntegerField()
    kind = models.CharField(max_length=6, default=LineKind.CHANGE)
    at = models.DateTimeField()
    actor_id = models.BigIntegerField()
    actor_name = models.CharField(max_length=80)
    action = models.CharField(max_length=40)
    subject = models.CharField(max_length=200)
    detail = models.JSONField(default=dict)

    class Meta:
        db_table = "ledger_audit"
        indexes = [models.Index(fields=["district_id", "at", "id"], name="ledger_audit_order")]
        constraints = [models.CheckConstraint(condition=models.Q(kind__in=list(LineKind)), name="ledger_audit_kind")]
