"""Accounts and keys. Everything else that a page shows belongs to a room below."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from wuzha.terms import Interval, Role, Scope


class Needs(StrEnum):
    """Who of a district needs a second factor to get in; administrators are the clerks and the divided three."""

    NOBODY = "nobody"
    ADMINISTRATORS = "administrators"
    EVERYBODY = "everybody"


class UserManager(BaseUserManager["User"]):
    """Look-up by log-in name, as the authentication backend expects."""


class User(AbstractBaseUser):
    """A person's account: one role, one unit, one scope. No e-mail is needed."""

    id = models.BigAutoField(primary_key=True)
    username = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    district_id = models.BigIntegerField()
    unit_id = models.BigIntegerField()
    role = models.CharField(max_length=10, choices=[(role.value, role.value) for role in Role])
    area_lo = models.BigIntegerField()
    area_hi = models.BigIntegerField()
    unit_lo = models.BigIntegerField()
    unit_hi = models.BigIntegerField()
    own_lo = models.BigIntegerField()
    own_hi = models.BigIntegerField()
    language = models.CharField(max_length=8, default="zh-hans")
    is_active = models.BooleanField(default=True)
    code_until = models.DateTimeField(
        null=True, help_text="the password is a one-time code, worth something until then"
    )
    glass_until = models.DateTimeField(
        null=True, help_text="until then the password gets in even where another server is the only way"
    )
    prepared_by = models.BigIntegerField(null=True, help_text="who made it, until another administrator grants it")

    hat = ""  # the key of what the account acts as for the moment (``wuzha.web.hats``); never stored

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]
    objects = UserManager()

    class Meta:
        db_table = "web_user"

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the account; what acts as somebody else is none, and must never be written over one."""
        if self.hat:
            raise RuntimeError("an account that stands in for another is not stored")
        super().save(*args, **kwargs)

    @property
    def state(self) -> str:
        """``open``, ``waiting`` for somebody else's grant, or ``closed``."""
        return "open" if self.is_active else "closed" if self.prepared_by is None else "waiting"

    @property
    def scope(self) -> Scope:
        """What this account may see."""
        return Scope(
            self.district_id,
            areas=Interval(self.area_lo, self.area_hi),
            units=Interval(self.unit_lo, self.unit_hi),
            own=Interval(self.own_lo, self.own_hi),
        )


class Policy(models.Model):
    """The rules of one district's office about who gets in. Without a row the defaults hold."""

    district_id = models.BigIntegerField(primary_key=True)
    three_roles = models.BooleanField(default=False, help_text="administration divided into three")

    code_days = models.PositiveSmallIntegerField(default=7, help_text="how long a one-time code is worth something")
    failures = models.PositiveSmallIntegerField(default=5, help_text="wrong passwords before an account is locked")
    lock_minutes = models.PositiveSmallIntegerField(default=15)
    idle_minutes = models.PositiveSmallIntegerField(default=120, help_text="a session unused for so long ends")
    session_hours = models.PositiveSmallIntegerField(default=12, help_text="a session ends after so long, used or not")
    second_factor = models.CharField(
        max_length=16, default=Needs.NOBODY.value, choices=[(one.value, one.value) for one in Needs]
    )

    class Meta:
        db_table = "web_policy"


class Totp(models.Model):
    """The secret that an account shares with an app which shows one-time passwords (RFC 6238). Sealed at rest."""

    user = models.OneToOneField(User, on_delete=models.PROTECT, primary_key=True)
    sealed = models.TextField(help_text="the secret, encrypted with the installation's own")
    last_step = models.BigIntegerField(help_text="of the last code taken; none up to it is taken again")
    since = models.DateTimeField()

    class Meta:
        db_table = "web_totp"


class Passkey(models.Model):
    """The public half of a key pair of a device or a security key (WebAuthn), good for one name of the server."""

    id = models.BigAutoField(primary_key=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT)
    name = models.CharField(max_length=60)
    rp_id = models.CharField(max_length=253, help_text="the server's name that it is bound to")
    credential = models.TextField(help_text="what the device calls it, in base 64")
    public_key = models.BinaryField()
    sign_count = models.BigIntegerField(help_text="how often the device says it was used; many always say 0")
    since = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "web_passkey"
        constraints = [models.UniqueConstraint(fields=["rp_id", "credential"], name="web_passkey_once")]


class RecoveryCode(models.Model):
    """A code for whoever has lost the second factor, worth once. Only its keyed digest is kept."""

    id = models.BigAutoField(primary_key=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT)
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "web_recovery_code"
        constraints = [models.UniqueConstraint(fields=["user", "digest"], name="web_recovery_code_once")]


class Attempts(models.Model):
    """Log-in attempts that failed one after the other, of a log-in name or from an address; kept by a keyed digest,
    because people type passwords into the wrong field."""

    digest = models.CharField(max_length=64, primary_key=True)
    count = models.IntegerField()
    last_at = models.DateTimeField()

    class Meta:
        db_table = "web_attempts"


class Session(AbstractBaseSession):
    """A browser in which somebody is logged in. ``session_key`` is what its cookie holds; pages name ``handle``."""

    handle = models.UUIDField(null=True, unique=True)
    user_id = models.BigIntegerField(null=True, db_index=True)
    since = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    address = models.CharField(max_length=45, blank=True)
    device = models.CharField(max_length=60, blank=True)

    class Meta:
        db_table = "web_session"


EVERY_LIST, RECORDING = "read", "record"


def everything() -> list[str]:
    """The reach of a key that is not narrowed."""
    return [EVERY_LIST, RECORDING]


class ApiKey(models.Model):
    """A key for programs; see ``wuzha.web.keys``. Only its SHA-256 is kept."""

    id = models.BigAutoField(primary_key=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT)
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    reach = ArrayField(models.CharField(max_length=20), default=everything, help_text="read, record, or names of lists")
    area_id = models.BigIntegerField(null=True, help_text="the ground that it is narrowed to")
    area_lo = models.BigIntegerField(null=True)
    area_hi = models.BigIntegerField(null=True)
    expires_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "web_api_key"


class Reminding(models.Model):
    """The district's rule for reminders. Without a row the default holds (``wuzha.reports.core.reminders.Rule``)."""

    district_id = models.BigIntegerField(primary_key=True)
    before = ArrayField(models.SmallIntegerField(), help_text="days before the due day")
    after = ArrayField(models.SmallIntegerField(), help_text="days after it")
    escalate = models.SmallIntegerField(null=True, help_text="days after it until the unit's leader hears; none: never")

    class Meta:
        db_table = "web_reminding"


class Notice(models.Model):
    """Something an account is told, once for each occasion; it is shown until it is read."""

    id = models.BigAutoField(primary_key=True)
    district_id = models.BigIntegerField()
    user = models.ForeignKey(User, on_delete=models.PROTECT)
    occasion = models.CharField(max_length=120)
    kind = models.CharField(max_length=20)
    values = models.JSONField(default=dict, help_text="what its sentence names")
    href = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "web_notice"
        constraints = [models.UniqueConstraint(fields=["user", "occasion"], name="web_notice_once")]
        indexes = [
            models.Index(fields=["user"], name="web_notice_unread", condition=models.Q(read_at__isnull=True)),
        ]


class Outlet(models.Model):
    """A way out for reminders (a chat group's robot, a mail box): an Apprise address, sealed at rest.

    Of a unit it carries that unit's reminders, of none those of the whole district.
    """

    id = models.BigAutoField(primary_key=True)
    district_id = models.BigIntegerField()
    unit_id = models.BigIntegerField(null=True)
    name = models.CharField(max_length=60)
    sealed = models.TextField(help_text="the address, encrypted with the installation's secret")
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "web_outlet"


class Delivery(models.Model):
    """One message for one outlet, once for each occasion: it waits until it is sent or given up."""

    id = models.BigAutoField(primary_key=True)
    district_id = models.BigIntegerField()
    outlet = models.ForeignKey(Outlet, on_delete=models.PROTECT, related_name="deliveries")
    occasion = models.CharField(max_length=120)
    title = models.CharField(max_length=120)
    body = models.TextField()
    next_at = models.DateTimeField(null=True, help_text="when to try; none: sent or given up")
    tries = models.SmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "web_delivery"
        constraints = [models.UniqueConstraint(fields=["outlet", "occasion"], name="web_delivery_once")]
        indexes = [
            models.Index(
                fields=["district_id", "next_at"], name="web_delivery_next", condition=models.Q(next_at__isnull=False)
            ),
        ]


class Deputation(models.Model):
    """Somebody acts for somebody absent, from one day to another; both days count, and it ends by itself."""

    id = models.BigAutoField(primary_key=True)
    district_id = models.BigIntegerField()
    absent = models.ForeignKey(User, on_delete=models.PROTECT, related_name="absences")
    deputy = models.ForeignKey(User, on_delete=models.PROTECT, related_name="deputations")
    first = models.DateField()
    last = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.BigIntegerField()
    author = models.CharField(max_length=80)
    ended_at = models.DateTimeField(null=True, help_text="taken back before its last day")

    class Meta:
        db_table = "web_deputation"


class Sight(models.Model):
    """An account sees an area besides its own scope, up to a day; it enters nothing there that it could not before."""

    id = models.BigAutoField(primary_key=True)
    district_id = models.BigIntegerField()
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="sights")
    area_id = models.BigIntegerField()
    area = models.CharField(max_length=200, help_text="its path, as it was given")
    lo = models.BigIntegerField()
    hi = models.BigIntegerField()
    last = models.DateField()
    reason = models.CharField(max_length=200)
    given_at = models.DateTimeField()
    given_by = models.BigIntegerField()
    author = models.CharField(max_length=80)
    ended_at = models.DateTimeField(null=True, help_text="taken back before its last day")

    class Meta:
        db_table = "web_sight"


class Proof(models.Model):
    """A proof of the ledger that was asked for on a page; see ``wuzha.web.proofs``."""

    id = models.BigAutoField(primary_key=True)
    district_id = models.BigIntegerField()
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    audit = models.BooleanField(default=False, help_text="with the audit log of these days")
    asked_by = models.BigIntegerField()
    asker = models.CharField(max_length=80)
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    head = models.CharField(max_length=200, blank=True)
    size = models.BigIntegerField(default=0, help_text="bytes")
    failure = models.CharField(max_length=10, blank=True, help_text="the code of the problem")

    class Meta:
        db_table = "web_proof"
