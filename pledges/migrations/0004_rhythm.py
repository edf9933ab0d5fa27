"""Make the one row of the rhythm. Old code keeps to its own days and never looks here."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("pledges", "0003_pledge_group"),
    ]

    operations = [
        migrations.CreateModel(
            name='Rhythm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month_days', models.PositiveSmallIntegerField(default=30, validators=[django.core.validators.MinValueValidator(14), django.core.validators.MaxValueValidator(120)])),
                ('week_days', models.PositiveSmallIntegerField(default=7, validators=[django.core.validators.MinValueValidator(7), django.core.validators.MaxValueValidator(31)])),
                ('rest_days', models.PositiveSmallIntegerField(default=14, validators=[django.core.validators.MinValueValidator(7), django.core.validators.MaxValueValidator(60)])),
                ('repeat_after', models.PositiveSmallIntegerField(default=5, help_text='Working days.', validators=[django.core.validators.MinValueValidator(3), django.core.validators.MaxValueValidator(20)])),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='one_row_of_rhythm'), models.CheckConstraint(condition=models.Q(('month_days__gte', 14), ('month_days__lte', 120)), name='month_days_is_sensible'), models.CheckConstraint(condition=models.Q(('week_days__gte', 7), ('week_days__lte', 31)), name='week_days_is_sensible'), models.CheckConstraint(condition=models.Q(('rest_days__gte', 7), ('rest_days__lte', 60)), name='rest_days_is_sensible'), models.CheckConstraint(condition=models.Q(('repeat_after__gte', 3), ('repeat_after__lte', 20)), name='repeat_after_is_sensible')],
            },
        ),
    ]
