"""Accounts and keys. Everything else that a page shows belongs to a room below."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from wuzha.terms import Interval, Role, Scope


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
    prepared_by = models.BigIntegerField(null=True, help_text="who made it, until another administrator grants it")

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]
    objects = UserManager()

    class Meta:
        db_table = "web_user"

    def __str__(self) -> str:
        return self.name

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

    class Meta:
        db_table = "web_policy"


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


class ApiKey(models.Model):
    """A key for programs. Only its SHA-256 is kept; it acts with the rights of its account."""

    id = models.BigAutoField(primary_key=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT)
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "web_api_key"
