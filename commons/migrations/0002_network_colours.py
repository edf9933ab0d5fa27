"""Add a network's own colours, all empty. Old code ignores them and makes no new row, so this may ship ahead."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("commons", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name='networksettings',
            name='brand',
            field=models.CharField(blank=True, default='', max_length=7),
        ),
        migrations.AddField(
            model_name='networksettings',
            name='link',
            field=models.CharField(blank=True, default='', max_length=7),
        ),
        migrations.AddField(
            model_name='networksettings',
            name='link_hover',
            field=models.CharField(blank=True, default='', max_length=7),
        ),
        migrations.AddField(
            model_name='networksettings',
            name='look_version',
            field=models.PositiveIntegerField(default=0, help_text='In the address of the colours; 0 with none.'),
        ),
        migrations.AddField(
            model_name='networksettings',
            name='stitch',
            field=models.CharField(blank=True, default='', max_length=7),
        ),
        migrations.AddConstraint(
            model_name='networksettings',
            constraint=models.CheckConstraint(condition=models.Q(('brand__regex', '^(#[0-9a-f]{6})?$')), name='brand_is_a_colour'),
        ),
        migrations.AddConstraint(
            model_name='networksettings',
            constraint=models.CheckConstraint(condition=models.Q(('link__regex', '^(#[0-9a-f]{6})?$')), name='link_is_a_colour'),
        ),
        migrations.AddConstraint(
            model_name='networksettings',
            constraint=models.CheckConstraint(condition=models.Q(('link_hover__regex', '^(#[0-9a-f]{6})?$')), name='link_hover_is_a_colour'),
        ),
        migrations.AddConstraint(
            model_name='networksettings',
            constraint=models.CheckConstraint(condition=models.Q(('stitch__regex', '^(#[0-9a-f]{6})?$')), name='stitch_is_a_colour'),
        ),
    ]
