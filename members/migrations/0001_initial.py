"""Make the first tables of members. Nothing came before them, so no old code is running."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('phone', models.CharField(blank=True, max_length=30)),
                ('organisation_typed', models.CharField(blank=True, help_text='As they typed it.', max_length=120)),
                ('email_verified_at', models.DateTimeField(blank=True, null=True)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=100, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('kind', models.CharField(blank=True, max_length=60)),
                ('size', models.CharField(blank=True, choices=[('one', 'just me'), ('informal', 'informal, nobody paid'), ('1-5', '1 to 5 paid'), ('6-25', '6 to 25 paid'), ('26-100', '26 to 100 paid'), ('101-1000', '101 to 1,000 paid'), ('over-1000', 'over 1,000 paid')], max_length=10)),
                ('about', models.TextField(blank=True)),
                ('org_id', models.CharField(blank=True, help_text='Such as GB-CHC-1234567.', max_length=40)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Sector',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(unique=True)),
                ('name', models.CharField(max_length=60)),
                ('short_name', models.CharField(max_length=30)),
                ('cloth', models.CharField(choices=[('council', 'narrow stripe'), ('nhs', 'dots'), ('charity', 'diagonal'), ('police', 'wide stripe'), ('housing', 'check'), ('faith', 'fine diagonal, other way'), ('business', 'lines across'), ('residents', 'lattice'), ('education', 'zigzag'), ('funders', 'cross-stitch')], max_length=20, unique=True)),
                ('order', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'ordering': ['order'],
            },
        ),
        migrations.CreateModel(
            name='Topic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(unique=True)),
                ('name', models.CharField(max_length=60)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Member',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('email', models.EmailField(max_length=254, unique=True)),
                ('roles', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('facilitator', 'host'), ('moderator', 'checker'), ('admin', 'organiser'), ('safeguarding', 'safeguarding lead')], max_length=20), blank=True, default=list)),
                ('is_active', models.BooleanField(default=True, help_text='False while suspended.')),
                ('joined_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('contact', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='member', to='members.contact')),
            ],
        ),
        migrations.AddField(
            model_name='contact',
            name='organisation',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='contacts', to='members.organisation'),
        ),
        migrations.CreateModel(
            name='Place',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(unique=True)),
                ('name', models.CharField(max_length=80)),
                ('kind', models.CharField(max_length=20)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='members.place')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.AddField(
            model_name='organisation',
            name='places',
            field=models.ManyToManyField(related_name='organisations', to='members.place'),
        ),
        migrations.AddField(
            model_name='organisation',
            name='sector',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='organisations', to='members.sector'),
        ),
        migrations.AddField(
            model_name='contact',
            name='sector',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.sector'),
        ),
        migrations.CreateModel(
            name='Profile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('does', models.CharField(blank=True, max_length=120)),
                ('about', models.TextField(blank=True)),
                ('offers', models.CharField(blank=True, max_length=300)),
                ('asks', models.CharField(blank=True, max_length=300)),
                ('patch', models.CharField(blank=True, help_text='In your own words.', max_length=120)),
                ('languages', models.CharField(blank=True, max_length=120)),
                ('how_to_reach', models.CharField(blank=True, max_length=200)),
                ('is_findable', models.BooleanField(default=False)),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('member', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='profile', to=settings.AUTH_USER_MODEL)),
                ('places', models.ManyToManyField(blank=True, related_name='+', to='members.place')),
                ('cares_about', models.ManyToManyField(blank=True, related_name='+', to='members.topic')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='member',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='one_account_an_email'),
        ),
        migrations.AddConstraint(
            model_name='member',
            constraint=models.CheckConstraint(condition=models.Q(('roles__contained_by', ['facilitator', 'moderator', 'admin', 'safeguarding'])), name='roles_are_known'),
        ),
        migrations.AddConstraint(
            model_name='contact',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('email'), condition=models.Q(('email', ''), _negated=True), name='one_contact_an_email'),
        ),
    ]
