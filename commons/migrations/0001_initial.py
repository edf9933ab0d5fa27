"""Make the first tables of commons. Nothing came before them, so no old code is running."""

from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='GoWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', models.SlugField(max_length=30, unique=True)),
                ('path', models.CharField(max_length=300)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name='Heartbeat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, unique=True)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='OldAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(max_length=300, unique=True)),
                ('now_at', models.CharField(max_length=300)),
                ('moved_at', models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('actor', models.UUIDField(help_text="The member's uuid; empty for the clock and for visitors.", null=True)),
                ('action', models.CharField(help_text='A verb with its app, such as stories.publish.', max_length=60)),
                ('kind', models.CharField(help_text='What it was done to: story, member, pledge …', max_length=40)),
                ('target', models.UUIDField(null=True)),
                ('facts', models.JSONField(default=dict, help_text='Codes and ids. No free text, no secrets, no names.')),
            ],
            options={
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['kind', 'target'], name='commons_aud_kind_fcd43c_idx')],
            },
        ),
        migrations.CreateModel(
            name='NetworkSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_light', models.CharField(default='Our', max_length=40)),
                ('name_bold', models.CharField(default='Network', max_length=40)),
                ('area', models.CharField(blank=True, max_length=80)),
                ('phone', models.CharField(blank=True, max_length=30)),
                ('hours', models.CharField(blank=True, max_length=80)),
                ('email', models.EmailField(blank=True, max_length=254)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='one_row_of_network_settings')],
            },
        ),
        migrations.CreateModel(
            name='RateCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=64)),
                ('window_started_at', models.DateTimeField()),
                ('count', models.PositiveIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('key', 'window_started_at'), name='one_count_a_window')],
            },
        ),
    ]
