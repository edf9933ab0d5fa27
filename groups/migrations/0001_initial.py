"""The tables of groups. Old code knows nothing of them, so this may ship ahead."""
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Group',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('slug', models.SlugField(max_length=80, unique=True)),
                ('name', models.CharField(max_length=80)),
                ('kind', models.CharField(choices=[('doers', 'Thinkers and doers'), ('practice', 'Community of practice'), ('breaker', 'Ground breaker')], default='doers', max_length=10)),
                ('purpose', models.TextField()),
                ('meets', models.CharField(blank=True, help_text='How often, in their words.', max_length=160)),
                ('openness', models.CharField(choices=[('open', 'Anyone here can join'), ('ask', 'People ask first')], default='ask', max_length=4)),
                ('is_public', models.BooleanField(default=False, help_text='Visitors may read its page, without names and notes.')),
                ('next_on', models.DateField(blank=True, null=True)),
                ('next_where', models.CharField(blank=True, help_text='Time and place, in words.', max_length=160)),
                ('made_at', models.DateTimeField()),
                ('form_key', models.UUIDField(help_text='The form it began with: twice sent is once begun.', null=True, unique=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('we_did', models.TextField(blank=True)),
                ('we_learned', models.TextField(blank=True)),
                ('goes_on', models.TextField(blank=True, help_text='Who carries on with what, elsewhere.')),
                ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Agreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('version', models.PositiveSmallIntegerField()),
                ('text', models.TextField()),
                ('proposed_at', models.DateTimeField()),
                ('agreed_at', models.DateTimeField(blank=True, null=True)),
                ('review_on', models.DateField(help_text='When the group looks at it again.')),
                ('proposed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='agreements', to='groups.group')),
            ],
        ),
        migrations.CreateModel(
            name='GroupNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('note', 'A note, for the group'), ('decision', 'A decision, for all members')], default='note', max_length=8)),
                ('words', models.TextField()),
                ('day', models.DateField()),
                ('made_at', models.DateTimeField()),
                ('form_key', models.UUIDField(help_text='The form it came from: twice sent is once written.', null=True, unique=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='groups.group')),
            ],
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('role', models.CharField(choices=[('member', 'member'), ('lead', 'lead'), ('keeper', 'keeps the notes')], default='member', max_length=6)),
                ('state', models.CharField(choices=[('asked', 'asked to join'), ('invited', 'invited'), ('in', 'in the group'), ('declined', 'not this time'), ('left', 'left')], max_length=8)),
                ('turn', models.PositiveSmallIntegerField(default=1, help_text='Goes up with each asking; its emails carry it.')),
                ('message', models.CharField(blank=True, help_text='What they wrote when they asked.', max_length=400)),
                ('asked_at', models.DateTimeField(blank=True, null=True)),
                ('joined_at', models.DateTimeField(blank=True, null=True)),
                ('left_at', models.DateTimeField(blank=True, null=True)),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='groups.group')),
                ('invited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Outcome',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('words', models.CharField(max_length=200)),
                ('sign', models.CharField(blank=True, help_text='How they will know.', max_length=200)),
                ('state', models.CharField(choices=[('hoped', 'Hoped for'), ('begun', 'Begun'), ('seen', 'Seen'), ('let-go', 'Let go')], default='hoped', max_length=6)),
                ('made_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='outcomes', to='groups.group')),
            ],
        ),
        migrations.CreateModel(
            name='OutcomeStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('hoped', 'Hoped for'), ('begun', 'Begun'), ('seen', 'Seen'), ('let-go', 'Let go')], max_length=6)),
                ('line', models.CharField(blank=True, max_length=300)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('outcome', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='groups.outcome')),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Agreed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='yeses', to='groups.agreement')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('agreement', 'member'), name='one_yes_a_person')],
            },
        ),
        migrations.AddIndex(
            model_name='group',
            index=models.Index(condition=models.Q(('closed_at', None)), fields=['name', 'id'], name='group_going_on'),
        ),
        migrations.AddConstraint(
            model_name='group',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('purpose', ''), _negated=True)), name='a_group_says_what_it_is_for'),
        ),
        migrations.AddConstraint(
            model_name='group',
            constraint=models.CheckConstraint(condition=models.Q(('closed_at', None), models.Q(('we_did', ''), _negated=True), _connector='OR'), name='a_closed_group_says_what_it_did'),
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.UniqueConstraint(fields=('group', 'version'), name='one_agreement_a_version'),
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='an_agreement_has_words'),
        ),
        migrations.AddIndex(
            model_name='groupnote',
            index=models.Index(fields=['group', '-day', '-id'], name='note_of_group'),
        ),
        migrations.AddConstraint(
            model_name='groupnote',
            constraint=models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='a_note_has_words'),
        ),
        migrations.AddIndex(
            model_name='membership',
            index=models.Index(fields=['member', 'state', 'group'], name='membership_of_member'),
        ),
        migrations.AddIndex(
            model_name='membership',
            index=models.Index(fields=['group', 'state'], name='membership_of_group'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.UniqueConstraint(fields=('group', 'member'), name='one_membership_a_person'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'in'), _negated=True), models.Q(('joined_at__isnull', False), ('left_at', None)), _connector='OR'), name='who_is_in_has_joined'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'left'), _negated=True), ('left_at__isnull', False), _connector='OR'), name='who_left_says_when'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'in'), ('role', 'member'), _connector='OR'), name='roles_are_for_people_in_it'),
        ),
        migrations.AddConstraint(
            model_name='outcome',
            constraint=models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='an_outcome_says_what'),
        ),
    ]
