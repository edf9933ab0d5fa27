"""Add Pledge.group, Answer.recorded_by and the visibility “group”, empty at first. Old code ignores them."""
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0002_check_views'),
        ('groups', '0001_initial'),
        ('members', '0001_initial'),
        ('pledges', '0002_check_views'),
        ('stories', '0003_story_is_moderated'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='answer',
            name='recorded_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='pledge',
            name='group',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='groups.group'),
        ),
        migrations.AlterField(
            model_name='pledge',
            name='visibility',
            field=models.CharField(choices=[('partner', 'Only my partner and me'), ('group', 'My group'), ('members', 'Members of this network'), ('public', 'Anyone')], default='members', max_length=8),
        ),
        migrations.AddConstraint(
            model_name='pledge',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('visibility', 'group'), _negated=True), ('group__isnull', False), _connector='OR'), name='a_pledge_for_a_group_names_it'),
        ),
    ]
