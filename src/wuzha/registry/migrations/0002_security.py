"""Who sees which part of the registry. Nothing is deleted: what ends gets a last day."""

from django.db import migrations

from wuzha.database.security import grant, identity, in_range, overlaps, secure

BOTH = (in_range("area_pos", "area"), in_range("unit_pos", "unit"))


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_initial")]

    operations = [
        identity("registry_household"),
        identity("registry_place"),
        grant("registry_district", "SELECT, INSERT"),
        secure("registry_area", overlaps("area"), update=True),
        secure("registry_unit", update=True),
        secure("registry_person", in_range("unit_pos", "own"), update=True),
        secure("registry_household", *BOTH, update=True),
        secure("registry_place", *BOTH, update=True),
        secure("registry_import", update=True),
        # After an import the planner must know at once what is there.
        grant("registry_household", "MAINTAIN"),
        grant("registry_place", "MAINTAIN"),
    ]
