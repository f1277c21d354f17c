"""Who sees which contact: whoever sees its door. Contacts and objections are the only rows that are ever deleted."""

from django.db import migrations

from wuzha.database.security import in_range, secure

BOTH = (in_range("area_pos", "area"), in_range("unit_pos", "unit"))


class Migration(migrations.Migration):
    dependencies = [("privacy", "0001_initial")]

    operations = [
        secure("privacy_notice"),
        secure("privacy_contact", *BOTH, update=True, delete=True),
        secure("privacy_objection", update=True, delete=True),
    ]
