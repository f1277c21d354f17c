"""Reminders: the rule, notices of accounts, ways out and what waits to go through them."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from wuzha.database.security import secure


class Migration(migrations.Migration):

    dependencies = [
        ('web', '0004_entry'),
    ]

    operations = [
        migrations.CreateModel(
            name='Outlet',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('district_id', models.BigIntegerField()),
                ('unit_id', models.BigIntegerField(null=True)),
                ('name', models.CharField(max_length=60)),
                ('sealed', models.TextField(help_text="the address, encrypted with the installation's secret")),
                ('created_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'web_outlet',
            },
        ),
        migrations.CreateModel(
            name='Reminding',
            fields=[
                ('district_id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('before', django.contrib.postgres.fields.ArrayField(base_field=models.SmallIntegerField(), help_text='days before the due day', size=None)),
                ('after', django.contrib.postgres.fields.ArrayField(base_field=models.SmallIntegerField(), help_text='days after it', size=None)),
                ('escalate', models.SmallIntegerField(help_text="days after it until the unit's leader hears; none: never", null=True)),
            ],
            options={
                'db_table': 'web_reminding',
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('district_id', models.BigIntegerField()),
                ('occasion', models.CharField(max_length=120)),
                ('kind', models.CharField(max_length=20)),
                ('values', models.JSONField(default=dict, help_text='what its sentence names')),
                ('href', models.CharField(blank=True, max_length=200)),
                ('at', models.DateTimeField()),
                ('read_at', models.DateTimeField(null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'db_table': 'web_notice',
                'indexes': [models.Index(condition=models.Q(('read_at__isnull', True)), fields=['user'], name='web_notice_unread')],
                'constraints': [models.UniqueConstraint(fields=('user', 'occasion'), name='web_notice_once')],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('district_id', models.BigIntegerField()),
                ('occasion', models.CharField(max_length=120)),
                ('title', models.CharField(max_length=120)),
                ('body', models.TextField()),
                ('next_at', models.DateTimeField(help_text='when to try; none: sent or given up', null=True)),
                ('tries', models.SmallIntegerField(default=0)),
                ('sent_at', models.DateTimeField(null=True)),
                ('failure', models.CharField(blank=True, max_length=200)),
                ('outlet', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='web.outlet')),
            ],
            options={
                'db_table': 'web_delivery',
                'indexes': [models.Index(condition=models.Q(('next_at__isnull', False)), fields=['district_id', 'next_at'], name='web_delivery_next')],
                'constraints': [models.UniqueConstraint(fields=('outlet', 'occasion'), name='web_delivery_once')],
            },
        ),
        secure("web_outlet", update=True),
        secure("web_reminding", update=True),
        secure("web_notice", update=True),
        secure("web_delivery", update=True),
    ]
