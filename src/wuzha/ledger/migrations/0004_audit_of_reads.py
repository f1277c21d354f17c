"""The audit log also tells of reads of personal data; lists and seals walk it in order of time."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_signed_seals")]

    operations = [
        migrations.AddField("Audit", "kind", models.CharField(default="change", max_length=6)),
        migrations.RemoveIndex("Audit", "ledger_audit_at"),
        migrations.AddIndex("Audit", models.Index(fields=["district_id", "at", "id"], name="ledger_audit_order")),
        migrations.AddConstraint(
            "Audit",
            models.CheckConstraint(condition=models.Q(kind__in=["change", "read"]), name="ledger_audit_kind"),
        ),
    ]
