"""Who sees versions: entries as the rows they are made of. A version is never changed; an entry only ever ends."""

from django.db import migrations

from wuzha.database.security import grant, in_range, secure

_BOTH = (in_range("area_pos", "area"), in_range("unit_pos", "unit"))


class Migration(migrations.Migration):
    dependencies = [("registry", "0003_versions")]

    operations = [
        secure("registry_version"),
        secure("registry_entry", *_BOTH),
        grant("registry_entry", "UPDATE (until), MAINTAIN"),
        secure("registry_pending", *_BOTH, delete=True),
    ]
