"""Tables of personal data: what the office has declared, contacts of households, objections. All values are sealed."""

from django.db import models

from wuzha.privacy.core.words import Relation


class Notice(models.Model):
    """What the office declares of contacts: what for, what residents are told, how long; the newest holds.

    A change is a new row: of every contact it can be told under which declaration it was collected.
    """

    id = models.BigAutoField(primary_key=True)
    district_id = models.BigIntegerField()
    since = models.DateTimeField()
    actor_id = models.BigIntegerField()
    actor_name = models.CharField(max_length=80)
    enabled = models.BooleanField()
    purpose = models.CharField(max_length=200)
    notice = models.CharField(max_length=500, help_text="what residents are told, and where it is shown")
    keep_days = models.IntegerField()

    class Meta:
        db_table = "privacy_notice"
        indexes = [models.Index(fields=["district_id", "-id"], name="privacy_notice_newest")]


class Contact(models.Model):
    """The one contact of a household: name and telephone sealed, each bound to district, household and field.

    ``area_pos`` and ``unit_pos`` are the household's, so that whoever sees the door sees its contact. Never an
    ID-card number.
    """

    pk = models.CompositePrimaryKey("district_id", "household_id")
    district_id = models.BigIntegerField()
    household_id = models.BigIntegerField()
    area_pos = models.BigIntegerField()
    unit_pos = models.BigIntegerField()
    key_id = models.IntegerField(help_text="the key of both envelopes and of the index")
    name = models.BinaryField(null=True)
    phone = models.BinaryField(null=True)
    phone_index = models.BinaryField(null=True, help_text="64 bits of a keyed hash of the normalised number")
    relation = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Relation])
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT)
    collected_on = models.DateField()
    keep_until = models.DateField(help_text="the last day")
    fingerprint = models.BinaryField(help_text="keyed, of all values: the same roster again changes nothing")

    class Meta:
        db_table = "privacy_contact"
        indexes = [
            models.Index(fields=["district_id", "phone_index"], name="privacy_contact_phone"),
            models.Index(fields=["district_id", "area_pos", "household_id"], name="privacy_contact_area"),
            models.Index(fields=["district_id", "keep_until"], name="privacy_contact_keep"),
        ]


class Objection(models.Model):
    """A number that its owner does not want to be kept or called: rosters that bring it again are not believed.

    The number itself is sealed, since the index must follow a change of keys.
    """

    id = models.BigAutoField(primary_key=True)
    district_id = models.BigIntegerField()
    since = models.DateTimeField()
    key_id = models.IntegerField()
    phone = models.BinaryField()
    phone_index = models.BinaryField()

    class Meta:
        db_table = "privacy_objection"
        constraints = [models.UniqueConstraint(fields=["district_id", "phone_index"], name="privacy_objection_phone")]
