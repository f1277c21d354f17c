"""Passkeys: the public halves of key pairs."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from wuzha.database.security import grant


class Migration(migrations.Migration):

    dependencies = [
        ('web', '0007_second_factor'),
    ]

    operations = [
        migrations.CreateModel(
            name='Passkey',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=60)),
                ('rp_id', models.CharField(help_text="the server's name that it is bound to", max_length=253)),
                ('credential', models.TextField(help_text='what the device calls it, in base 64')),
                ('public_key', models.BinaryField()),
                ('sign_count', models.BigIntegerField(help_text='how often the device says it was used; many always say 0')),
                ('since', models.DateTimeField()),
                ('used_at', models.DateTimeField(null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'db_table': 'web_passkey',
                'constraints': [models.UniqueConstraint(fields=('rp_id', 'credential'), name='web_passkey_once')],
            },
        ),
        grant("web_passkey", "SELECT, INSERT, UPDATE, DELETE"),
    ]
