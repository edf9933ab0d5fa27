"""Keep why a held pledge went back to its maker. A new table: old code neither reads nor writes it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('pledges', '0034_shared_pledges_hold'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SentBack',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(choices=[('not-agreed', 'Someone named has not agreed'), ('at-risk', 'It could identify a person at risk'), ('not-kind', 'It is not kind'), ('advertising', 'It is advertising or party politics'), ('not-about-this', 'It is not about working together'), ('small-fix', 'It needs a small fix')], max_length=16)),
                ('at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('pledge', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sent_back', to='pledges.pledge')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('pledge',), name='one_return_at_a_time')],
            },
        ),
    ]
