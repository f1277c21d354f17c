"""One-time codes that expire, failed attempts, sessions that can be listed, and the rules for all of it."""

from django.db import migrations, models

from wuzha.database.security import grant


class Migration(migrations.Migration):

    dependencies = [
        ('web', '0003_divided'),
    ]

    operations = [
        migrations.CreateModel(
            name='Attempts',
            fields=[
                ('digest', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('count', models.IntegerField()),
                ('last_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'web_attempts',
            },
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('session_key', models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name='session key')),
                ('session_data', models.TextField(verbose_name='session data')),
                ('expire_date', models.DateTimeField(db_index=True, verbose_name='expire date')),
                ('handle', models.UUIDField(null=True, unique=True)),
                ('user_id', models.BigIntegerField(db_index=True, null=True)),
                ('since', models.DateTimeField(null=True)),
                ('seen_at', models.DateTimeField(null=True)),
                ('address', models.CharField(blank=True, max_length=45)),
                ('device', models.CharField(blank=True, max_length=60)),
            ],
            options={
                'db_table': 'web_session',
            },
        ),
        migrations.AddField(
            model_name='policy',
            name='code_days',
            field=models.PositiveSmallIntegerField(default=7, help_text='how long a one-time code is worth something'),
        ),
        migrations.AddField(
            model_name='policy',
            name='failures',
            field=models.PositiveSmallIntegerField(default=5, help_text='wrong passwords before an account is locked'),
        ),
        migrations.AddField(
            model_name='policy',
            name='idle_minutes',
            field=models.PositiveSmallIntegerField(default=120, help_text='a session unused for so long ends'),
        ),
        migrations.AddField(
            model_name='policy',
            name='lock_minutes',
            field=models.PositiveSmallIntegerField(default=15),
        ),
        migrations.AddField(
            model_name='policy',
            name='session_hours',
            field=models.PositiveSmallIntegerField(default=12, help_text='a session ends after so long, used or not'),
        ),
        migrations.AddField(
            model_name='user',
            name='code_until',
            field=models.DateTimeField(help_text='the password is a one-time code, worth something until then', null=True),
        ),
        grant("web_attempts", "SELECT, INSERT, UPDATE, DELETE"),
        grant("web_session", "SELECT, INSERT, UPDATE, DELETE"),
    ]
