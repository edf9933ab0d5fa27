"""Add who a meeting is for, what kind it is, places online, and who brings whom. Old code reads past the columns."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0002_check_views'),
        ('groups', '0001_initial'),
        ('members', '0019_imports'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='event',
            name='access_lead',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='event',
            name='online_capacity',
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='event',
            name='online_link',
            field=models.URLField(blank=True, db_default='', default='', help_text='Empty for the usual one of the series.', max_length=300),
        ),
        migrations.AddField(
            model_name='event',
            name='online_taken',
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='series',
            name='audience',
            field=models.CharField(choices=[('public', 'Everyone'), ('members', 'Members'), ('group', 'The people in one group'), ('link', 'Whoever has the link')], db_default='public', default='public', max_length=10),
        ),
        migrations.AddField(
            model_name='series',
            name='group',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='groups.group'),
        ),
        migrations.AddField(
            model_name='series',
            name='kind',
            field=models.CharField(choices=[('meet-up', 'Meet-up'), ('conversation', 'Big conversation'), ('workshops', 'Workshops, one after another'), ('house', 'House meeting, one to one')], db_default='meet-up', default='meet-up', max_length=20),
        ),
        migrations.AddField(
            model_name='series',
            name='online_capacity',
            field=models.PositiveIntegerField(db_default=0, default=0, help_text='0 when nobody can join from home.'),
        ),
        migrations.AddField(
            model_name='series',
            name='online_link',
            field=models.URLField(blank=True, db_default='', default='', max_length=300),
        ),
        migrations.AddField(
            model_name='signup',
            name='added_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='signup',
            name='brought_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='brings', to='events.signup'),
        ),
        migrations.AddField(
            model_name='signup',
            name='has_carer',
            field=models.BooleanField(db_default=False, default=False, help_text='A carer comes too, and uses no place.'),
        ),
        migrations.AddField(
            model_name='signup',
            name='way',
            field=models.CharField(choices=[('room', 'in the room'), ('online', 'online')], db_default='room', default='room', max_length=6),
        ),
        migrations.AlterField(
            model_name='series',
            name='capacity',
            field=models.PositiveIntegerField(default=68, help_text='In the room; 0 for online only.'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('online_taken__lte', models.F('online_capacity'))), name='never_oversold_online'),
        ),
        migrations.AddConstraint(
            model_name='series',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('audience', 'group'), ('group__isnull', False)), models.Q(models.Q(('audience', 'group'), _negated=True), ('group', None)), _connector='OR'), name='a_group_meets_among_itself'),
        ),
    ]
