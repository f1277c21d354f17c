"""Seals hold the lines of the audit log as well, in parts of their own; a line's text and digest, as facts have them."""

from django.db import migrations, models

from wuzha.database.security import secure

TEXT = """
CREATE FUNCTION ledger_audit_text_v1(a ledger_audit) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT json_build_array(
        a.district_id, a.id, a.kind, to_char(a.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
        a.actor_id, a.actor_name, a.action, a.subject, a.detail::text
    )::text
$$;
CREATE FUNCTION ledger_audit_digest_v1(a ledger_audit) RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT sha256(convert_to(ledger_audit_text_v1(a), 'UTF8'))
$$;
"""
FORGET = "DROP FUNCTION ledger_audit_digest_v1(ledger_audit); DROP FUNCTION ledger_audit_text_v1(ledger_audit)"


class Migration(migrations.Migration):
    dependencies = [("ledger", "0005_line")]

    operations = [
        migrations.RunSQL(TEXT, FORGET),
        migrations.AlterField(
            "Seal", "form", models.SmallIntegerField(help_text="1 plain, 2 signed, 3 signed with the audit log")
        ),
        migrations.AddField("Seal", "audit_count", models.BigIntegerField(default=0, help_text="lines of the audit log")),
        migrations.AddField(
            "Seal",
            "audit_digest",
            models.BinaryField(default=b"", help_text="empty in a seal without the audit log"),
        ),
        migrations.CreateModel(
            name="AuditPart",
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
            options={"db_table": "ledger_audit_part"},
        ),
        secure("ledger_audit_part"),
    ]
