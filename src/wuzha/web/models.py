"""Accounts and keys. Everything else that a page shows belongs to a room below."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
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

    class Meta:
        db_table = "web_policy"


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
