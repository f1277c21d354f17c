"""Who sees a frozen month: the same as the figures of the present. Nothing of it is ever changed or deleted.

The views give the figures of the present (freezing 0) and of every frozen month by one name, so that one statement
reads either. Their policies are those of the tables below.
"""

from django.db import migrations

from wuzha.database.security import grant, in_range, secure

LADDER = (
    "district_id, area_id, area_pos, unit_id, unit_pos, registered, vacant, nonresidential, visited, met, told,"
    " refreshed, refused, told_a, told_b, told_c, told_d"
)
_DUTIES = (
    "district_id, stage_id, unit_id, unit_pos, doer_id, doer_pos, area_pos, period_start, period_end, due, total, done,"
    " done_late, not_counted"
)


def view(name: str, columns: str, present: str, frozen: str) -> migrations.RunSQL:
    """A view over the present leaves and the frozen ones."""
    return migrations.RunSQL(
        f"""
        CREATE VIEW {name} WITH (security_invoker) AS
        SELECT 0::bigint AS freezing, {columns} FROM {present}
        UNION ALL SELECT freezing_id, {columns} FROM {frozen}
        """,
        f"DROP VIEW {name}",
    )


class Migration(migrations.Migration):
    dependencies = [("oversight", "0003_freezing")]

    operations = [
        secure("oversight_freezing"),
        secure("oversight_thaw"),
        secure("oversight_frozen_ladder", in_range("area_pos", "area"), in_range("unit_pos", "unit")),
        secure(
            "oversight_frozen_duties",
            in_range("area_pos", "area"),
            f"({in_range('unit_pos', 'unit')} OR {in_range('doer_pos', 'unit')})",
        ),
        secure("oversight_frozen_places", in_range("area_pos", "area"), in_range("unit_pos", "unit")),
        view("oversight_ladder", LADDER, "oversight_coverage_leaf", "oversight_frozen_ladder"),
        view("oversight_duty_counts", _DUTIES, "oversight_duty_leaf", "oversight_frozen_duties"),
        grant("oversight_ladder", "SELECT"),
        grant("oversight_duty_counts", "SELECT"),
    ]
