"""Add the tables of sign-ins, second addresses and identities elsewhere. Old code never looks at them."""

import django.db.models.deletion
import django.db.models.functions.text
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("members", "0002_member_ends_sessions"),
    ]

    operations = [
        migrations.CreateModel(
            name='OutsideIdentity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('issuer', models.URLField(max_length=255)),
                ('subject', models.CharField(max_length=255)),
                ('linked_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(blank=True, null=True)),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='outside_identities', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['linked_at'],
                'constraints': [models.UniqueConstraint(fields=('issuer', 'subject'), name='one_account_an_outside_identity'), models.UniqueConstraint(fields=('member', 'issuer'), name='one_identity_an_issuer'), models.CheckConstraint(condition=models.Q(models.Q(('issuer', ''), _negated=True), models.Q(('subject', ''), _negated=True)), name='outside_identity_is_whole')],
            },
        ),
        migrations.CreateModel(
            name='SecondAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('email', models.EmailField(max_length=254)),
                ('added_at', models.DateTimeField()),
                ('added_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='second_addresses', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['added_at'],
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='one_account_a_second_address'), models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='second_address_is_small_letters'), models.CheckConstraint(condition=models.Q(('added_by', models.F('member')), _negated=True), name='second_address_not_by_oneself')],
            },
        ),
        migrations.CreateModel(
            name='SignIn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('session_key', models.CharField(max_length=40, unique=True)),
                ('way', models.CharField(choices=[('code', 'with a code by email'), ('passkey', 'with a passkey'), ('sso', 'through another organisation')], max_length=10)),
                ('browser', models.CharField(help_text='Such as Firefox on Windows.', max_length=60)),
                ('begun_with', models.CharField(help_text="The member's session hash on that day.", max_length=128)),
                ('began_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('seen_on', models.DateField()),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sign_ins', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('began_at'))), name='sign_in_ends_after_it_began'), models.CheckConstraint(condition=models.Q(('session_key', ''), _negated=True), name='sign_in_has_a_session')],
            },
        ),
    ]
