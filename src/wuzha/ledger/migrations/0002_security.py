"""Who sees which facts; the digest that seals are made of. No UPDATE, no DELETE: facts are append-only."""

from django.db import migrations

from wuzha.database.security import in_range, secure

DIGEST = """
CREATE FUNCTION ledger_digest_v1(f ledger_fact) RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT sha256(convert_to(jsonb_build_array(
        f.district_id, f.id, f.kind,
        to_char(f.occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), f.occurred_on,
        to_char(f.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
        f.actor_id, f.actor_name, f.unit_id, f.unit_pos, f.area_id, f.area_pos, f.target_kind, f.target_id,
        f.outcome, f.grade, f.channel, f.quantity, f.audience, f.material, f.place, f.content, f.note,
        f.detail::text, f.source, f.supersedes
    )::text, 'UTF8'))
$$
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [
        migrations.RunSQL(DIGEST, "DROP FUNCTION ledger_digest_v1(ledger_fact)"),
        secure(
            "ledger_fact",
            in_range("area_pos", "area"),
            in_range("unit_pos", "unit"),
            check=in_range("unit_pos", "own"),
        ),
        secure("ledger_seal"),
        secure("ledger_audit"),
    ]
