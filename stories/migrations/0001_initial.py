"""Make the first tables of stories. Nothing came before them, so no old code is running."""

import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('members', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Story',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('slug', models.SlugField(max_length=120, unique=True)),
                ('title', models.CharField(blank=True, max_length=120)),
                ('standfirst', models.CharField(blank=True, max_length=300)),
                ('kind', models.CharField(choices=[('ours', 'A story of ours'), ('elsewhere', 'An example from elsewhere'), ('sequel', 'What came next'), ('persona', 'An invented person')], default='ours', max_length=10)),
                ('is_invented', models.BooleanField(default=False, help_text='Labelled so, wherever it is read.')),
                ('who_was_there', models.TextField(blank=True)),
                ('what_was_wrong', models.TextField(blank=True)),
                ('what_we_did', models.TextField(blank=True)),
                ('what_changed', models.TextField(blank=True)),
                ('what_we_would_tell', models.TextField(blank=True)),
                ('took', models.JSONField(blank=True, default=list)),
                ('words_explained', models.JSONField(blank=True, default=list)),
                ('content_note', models.CharField(blank=True, max_length=200)),
                ('place_text', models.CharField(blank=True, max_length=160)),
                ('when_text', models.CharField(blank=True, max_length=80)),
                ('boxes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('leadership', 'How things are decided'), ('practice', 'What it is like for people'), ('conditions', 'The rules, money and data'), ('workforce', 'How it is to work here')], max_length=12), blank=True, default=list)),
                ('made_possible', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), blank=True, default=list)),
                ('why_chosen', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), blank=True, default=list)),
                ('picture', models.ImageField(blank=True, upload_to='stories/')),
                ('picture_alt', models.CharField(blank=True, max_length=300)),
                ('picture_credit', models.CharField(blank=True, max_length=120)),
                ('picture_focus_x', models.PositiveSmallIntegerField(default=50)),
                ('picture_focus_y', models.PositiveSmallIntegerField(default=50)),
                ('form_key', models.UUIDField(help_text='The form it began with: twice sent is once begun.', null=True, unique=True)),
                ('state', models.CharField(choices=[('draft', 'not sent yet'), ('submitted', 'waiting for a check'), ('in-review', 'being checked'), ('changes-asked', 'back with you'), ('approved', 'checked, waiting for your yes'), ('declined', 'not for this site'), ('held', 'held'), ('published', 'published'), ('hidden', 'hidden'), ('withdrawn', 'taken down'), ('expired', 'asked again, no answer')], default='draft', max_length=14)),
                ('version', models.PositiveIntegerField(default=1)),
                ('moderated_version', models.PositiveIntegerField(blank=True, null=True)),
                ('claimed_at', models.DateTimeField(blank=True, null=True)),
                ('begun_at', models.DateTimeField(auto_now_add=True)),
                ('submitted_at', models.DateTimeField(blank=True, null=True)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('pledge_count', models.PositiveIntegerField(default=0, help_text='Kept by the pledges app.')),
                ('claimed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('lead_sector', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.sector')),
                ('moderated_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisations', models.ManyToManyField(blank=True, related_name='+', to='members.organisation')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.place')),
                ('sectors', models.ManyToManyField(blank=True, related_name='+', to='members.sector')),
                ('teller', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.contact')),
                ('topics', models.ManyToManyField(blank=True, related_name='+', to='members.topic')),
            ],
            options={
                'verbose_name_plural': 'stories',
            },
        ),
        migrations.CreateModel(
            name='Quote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('words', models.TextField()),
                ('naming', models.CharField(choices=[('name-role-organisation', 'Name, role and organisation'), ('role-sector', 'Role and sector, no name'), ('place', 'Place only'), ('made-up', 'A made-up name'), ('none', 'Nothing')], default='none', max_length=24)),
                ('shown_as', models.CharField(blank=True, max_length=160)),
                ('after', models.CharField(default='what_we_did', help_text='The answer it stands below.', max_length=20)),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('sector', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.sector')),
                ('story', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='quotes', to='stories.story')),
            ],
            options={
                'ordering': ['order', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='PersonInStory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('shown_as', models.CharField(max_length=120)),
                ('detail', models.CharField(blank=True, max_length=160)),
                ('settled', models.CharField(choices=[('open', 'not asked yet'), ('agreed', 'asked, and agreed'), ('disguised', 'disguised'), ('public-role', 'named in a public role only'), ('not-needed', 'cannot be recognised')], default='open', max_length=12)),
                ('is_shown', models.BooleanField(default=True)),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('sector', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.sector')),
                ('story', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='people', to='stories.story')),
            ],
            options={
                'verbose_name_plural': 'people in stories',
                'ordering': ['order', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('outcome', models.CharField(choices=[('sent', 'sent'), ('claimed', 'taken in hand'), ('published', 'published'), ('approved', "checked, waiting for the teller's yes"), ('returned', 'sent back'), ('held', 'held'), ('resumed', 'put back to be checked'), ('taken-back', 'taken back to change it'), ('changed', 'changed after the check'), ('withdrawn', 'taken down by its teller')], max_length=10)),
                ('version', models.PositiveIntegerField()),
                ('at', models.DateTimeField()),
                ('reason', models.CharField(blank=True, choices=[('not-agreed', 'Someone named has not agreed'), ('at-risk', 'It could identify a person at risk'), ('not-kind', 'It is not kind'), ('advertising', 'It is advertising or party politics'), ('not-about-this', 'It is not about working together'), ('small-fix', 'It needs a small fix')], max_length=16)),
                ('sentence', models.TextField(blank=True, help_text='What the teller reads.')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('story', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to='stories.story')),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('basis', models.CharField(choices=[('person', 'a person agreed'), ('source', 'retold from a published source')], default='person', max_length=6)),
                ('source_title', models.CharField(blank=True, max_length=200)),
                ('source_publisher', models.CharField(blank=True, max_length=200)),
                ('source_year', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('source_url', models.URLField(blank=True)),
                ('uses', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('members', 'Members of this network can read it'), ('web', 'Anyone on the web can read it'), ('report', 'In the report of an event'), ('slides', 'On slides at a meeting'), ('funder', 'In a report to a funder'), ('social', 'On social media'), ('press', 'In the press')], max_length=8), default=list)),
                ('naming', models.CharField(choices=[('name-role-organisation', 'Name, role and organisation'), ('role-sector', 'Role and sector, no name'), ('place', 'Place only'), ('made-up', 'A made-up name'), ('none', 'Nothing')], default='name-role-organisation', max_length=24)),
                ('wording', models.PositiveSmallIntegerField(default=1)),
                ('how', models.CharField(blank=True, help_text='On this site, on paper, by phone …', max_length=80)),
                ('given_at', models.DateTimeField()),
                ('released_at', models.DateTimeField(blank=True, help_text='Their yes to the final text.', null=True)),
                ('review_on', models.DateField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('is_replaced', models.BooleanField(db_default=False, default=False, help_text='The same person agreed anew, in other ways.')),
                ('contact', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='members.contact')),
                ('recorded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('quote', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='stories.quote')),
                ('story', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='stories.story')),
            ],
        ),
        migrations.CreateModel(
            name='Byline',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('shown_as', models.CharField(max_length=120)),
                ('detail', models.CharField(blank=True, help_text='Role, organisation or place.', max_length=160)),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('sector', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.sector')),
                ('story', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='byline', to='stories.story')),
            ],
            options={
                'ordering': ['order', 'pk'],
            },
        ),
        migrations.AddIndex(
            model_name='story',
            index=models.Index(condition=models.Q(('state', 'published')), fields=['-published_at', '-id'], name='story_published'),
        ),
        migrations.AddIndex(
            model_name='story',
            index=models.Index(condition=models.Q(('state__in', ['submitted', 'in-review'])), fields=['submitted_at'], name='story_to_check'),
        ),
        migrations.AddConstraint(
            model_name='story',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), models.Q(('moderated_version__isnull', False), ('published_at__isnull', False), ('title__gt', '')), _connector='OR'), name='published_stories_were_checked'),
        ),
        migrations.AddConstraint(
            model_name='story',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('claimed_at', None), ('claimed_by', None)), models.Q(('claimed_at__isnull', False), ('claimed_by__isnull', False)), _connector='OR'), name='claims_say_who_and_when'),
        ),
        migrations.AddConstraint(
            model_name='personinstory',
            constraint=models.UniqueConstraint(fields=('story', 'shown_as'), name='one_row_a_person_in_a_story'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'returned'), _negated=True), models.Q(models.Q(('reason', ''), _negated=True), models.Q(('sentence', ''), _negated=True)), _connector='OR'), name='returned_stories_say_why'),
        ),
        migrations.AddIndex(
            model_name='consent',
            index=models.Index(condition=models.Q(('is_replaced', False), ('quote', None)), fields=['story'], name='consent_said_last'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('basis', 'person'), ('contact__isnull', False), ('source_title', '')), models.Q(('basis', 'source'), ('contact', None), ('quote', None), models.Q(('source_title', ''), _negated=True)), _connector='OR'), name='consent_has_one_basis'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.UniqueConstraint(condition=models.Q(('contact__isnull', False), ('ended_at', None), ('quote', None)), fields=('story', 'contact'), name='one_open_agreement_a_person'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(condition=models.Q(('basis', 'source'), ('review_on__isnull', False), _connector='OR'), name='agreement_is_asked_again'),
        ),
    ]
