"""Add who is asked, by whom it is agreed and where it went out. New columns are empty or as it was, so old code runs on."""
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('members', '0032_imports_of_cards'),
        ('stories', '0031_story_wait_and_final_texts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='consent',
            name='noted_on',
            field=models.DateField(blank=True, help_text='When they were last asked whether it is all right.', null=True),
        ),
        migrations.AddField(
            model_name='consent',
            name='person',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='consents', to='stories.personinstory'),
        ),
        migrations.AddField(
            model_name='quote',
            name='is_pulled',
            field=models.BooleanField(db_default=True, default=True, help_text='Shown large.'),
        ),
        migrations.AddField(
            model_name='quote',
            name='taken_out_at',
            field=models.DateTimeField(blank=True, help_text='Its speaker took it back; then it goes.', null=True),
        ),
        migrations.AlterField(
            model_name='decision',
            name='outcome',
            field=models.CharField(choices=[('sent', 'sent'), ('claimed', 'taken in hand'), ('published', 'published'), ('approved', "checked, waiting for the teller's yes"), ('returned', 'sent back'), ('held', 'held'), ('resumed', 'put back to be checked'), ('taken-back', 'taken back to change it'), ('changed', 'changed after the check'), ('withdrawn', 'taken down by its teller'), ('part-out', 'a part was taken out'), ('expired', 'hidden, since nobody answered'), ('hidden', 'taken down after a report'), ('shown', 'shown again')], max_length=10),
        ),
        migrations.CreateModel(
            name='ConsentAsk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('asked_at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(null=True)),
                ('said_yes', models.BooleanField(default=False)),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='members.contact')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='asks', to='stories.personinstory')),
                ('quote', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='asks', to='stories.quote')),
                ('story', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='asks', to='stories.story')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('person', None), ('quote__isnull', False)), models.Q(('person__isnull', False), ('quote', None)), _connector='OR'), name='asked_about_one_thing'), models.CheckConstraint(condition=models.Q(('said_yes', False), ('answered_at__isnull', False), _connector='OR'), name='a_yes_has_a_time'), models.UniqueConstraint(condition=models.Q(('answered_at', None)), fields=('person',), name='one_open_ask_a_person'), models.UniqueConstraint(condition=models.Q(('answered_at', None)), fields=('quote',), name='one_open_ask_a_quote')],
            },
        ),
        migrations.CreateModel(
            name='WentOut',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('use', models.CharField(choices=[('members', 'Members of this network can read it'), ('web', 'Anyone on the web can read it'), ('report', 'In the report of an event'), ('slides', 'On slides at a meeting'), ('funder', 'In a report to a funder'), ('social', 'On social media'), ('press', 'In the press')], max_length=8)),
                ('where', models.CharField(max_length=160)),
                ('on', models.DateField()),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('story', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='went_out', to='stories.story')),
            ],
            options={
                'ordering': ['-on', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('story', 'use', 'where', 'on'), name='one_use_once')],
            },
        ),
    ]
