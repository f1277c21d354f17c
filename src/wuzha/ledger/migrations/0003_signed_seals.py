"""Seals are signed, and their entries lie in parts of bounded size; a fact's text can be had, not only its digest."""

from django.db import migrations, models

from wuzha.database.security import grant, secure

# As jsonb_build_array writes it, byte for byte, without building a jsonb value first.
TEXT = """
CREATE FUNCTION ledger_text_v1(f ledger_fact) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT json_build_array(
        f.district_id, f.id, f.kind,
        to_char(f.occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), f.occurred_on,
        to_char(f.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
        f.actor_id, f.actor_name, f.unit_id, f.unit_pos, f.area_id, f.area_pos, f.target_kind, f.target_id,
        f.outcome, f.grade, f.channel, f.quantity, f.audience, f.material, f.place, f.content, f.note,
        f.detail::text, f.source, f.supersedes
    )::text
$$;
CREATE OR REPLACE FUNCTION ledger_digest_v1(f ledger_fact) RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT sha256(convert_to(ledger_text_v1(f), 'UTF8'))
$$;
"""

# The tables' owner is bound by row-level security as well, for the length of this statement it is not.
MOVE = """
ALTER TABLE ledger_seal NO FORCE ROW LEVEL SECURITY;
INSERT INTO ledger_seal_part (district_id, day, number, until_at, until_id, entries)
SELECT district_id, day, 0, cutoff, '00000000-0000-0000-0000-000000000000', entries FROM ledger_seal;
ALTER TABLE ledger_seal FORCE ROW LEVEL SECURITY;
"""


def added(name: str, field: "models.Field[object, object]") -> migrations.AddField:
    return migrations.AddField("Seal", name, field, preserve_default=False)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_security")]

    operations = [
        migrations.RunSQL(TEXT),
        added("form", models.SmallIntegerField(default=1, help_text="1 plain, 2 signed")),
        added("entries_digest", models.BinaryField(default=b"", help_text="empty in a plain seal")),
        added("public", models.BinaryField(default=b"", help_text="the key that signed; empty in a plain seal")),
        added("signature", models.BinaryField(default=b"")),
        migrations.CreateModel(
            name="SealPart",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "district_id", "day", "number", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("district_id", models.BigIntegerField()),
                ("day", models.DateField()),
                ("number", models.IntegerField()),
                ("until_at", models.DateTimeField()),
                ("until_id", models.UUIDField()),
                ("entries", models.BinaryField()),
            ],
            options={"db_table": "ledger_seal_part"},
        ),
        migrations.CreateModel(
            name="Key",
            fields=[
                ("number", models.IntegerField(primary_key=True, serialize=False)),
                ("public", models.BinaryField()),
                ("since", models.DateTimeField()),
                (
                    "vouched",
                    models.BinaryField(
                        help_text="the key before says that this one follows; empty where it could not"
                    ),
                ),
            ],
            options={"db_table": "ledger_key"},
        ),
        migrations.RunSQL(MOVE),
        migrations.RemoveField("Seal", "entries"),
        secure("ledger_seal_part"),
        grant("ledger_key", "SELECT, INSERT"),
    ]
