"""What the web role may do with accounts, sessions and jobs, which all districts share."""

from django.db import migrations

from wuzha.database.security import grant

JOBS = """
DO $$
DECLARE name text;
BEGIN
    FOR name IN SELECT quote_ident(relname) FROM pg_class
        WHERE relname LIKE 'procrastinate\\_%' AND relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace
    LOOP EXECUTE 'GRANT SELECT, INSERT, UPDATE, DELETE ON ' || name || ' TO wuzha_web'; END LOOP;
    FOR name IN SELECT quote_ident(relname) FROM pg_class
        WHERE relname LIKE 'procrastinate\\_%' AND relkind = 'S' AND relnamespace = 'public'::regnamespace
    LOOP EXECUTE 'GRANT USAGE ON SEQUENCE ' || name || ' TO wuzha_web'; END LOOP;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("web", "0001_initial"),
        ("sessions", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("procrastinate", "0041_post_retry_failed_job"),
    ]

    operations = [
        grant("web_user", "SELECT, INSERT, UPDATE"),
        grant("web_api_key", "SELECT, INSERT, UPDATE"),
        grant("django_session", "SELECT, INSERT, UPDATE, DELETE"),
        grant("django_migrations", "SELECT"),
        migrations.RunSQL(JOBS, migrations.RunSQL.noop),
    ]
