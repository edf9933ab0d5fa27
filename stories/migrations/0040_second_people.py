"""Add who passes a story on, the state before a decision, and saved replies. Old code writes none of it and reads none."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('stories', '0032_people_and_quotes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SavedReply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(choices=[('not-agreed', 'Someone named has not agreed'), ('at-risk', 'It could identify a person at risk'), ('not-kind', 'It is not kind'), ('advertising', 'It is advertising or party politics'), ('not-about-this', 'It is not about working together'), ('small-fix', 'It needs a small fix')], max_length=16, unique=True)),
                ('sentence', models.TextField()),
            ],
            options={
                'verbose_name_plural': 'saved replies',
            },
        ),
        migrations.AddField(
            model_name='decision',
            name='before',
            field=models.CharField(blank=True, db_default='', default='', help_text='The state it was in, for an undo.', max_length=14),
        ),
        migrations.AddField(
            model_name='story',
            name='passed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='decision',
            name='outcome',
            field=models.CharField(choices=[('sent', 'sent'), ('claimed', 'taken in hand'), ('published', 'published'), ('approved', "checked, waiting for the teller's yes"), ('returned', 'sent back'), ('declined', 'not for this site'), ('passed-on', 'given to a second person'), ('appealed', 'another person was asked for'), ('undone', 'undone'), ('fixed', 'a slip was put right'), ('held', 'held'), ('resumed', 'put back to be checked'), ('taken-back', 'taken back to change it'), ('changed', 'changed after the check'), ('withdrawn', 'taken down by its teller'), ('part-out', 'a part was taken out'), ('expired', 'hidden, since nobody answered'), ('hidden', 'taken down after a report'), ('shown', 'shown again')], max_length=10),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'declined'), _negated=True), models.Q(models.Q(('reason', ''), _negated=True), models.Q(('sentence', ''), _negated=True)), _connector='OR'), name='declined_stories_say_why'),
        ),
    ]
