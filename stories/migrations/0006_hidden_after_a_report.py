"""Two more outcomes of a decision, hidden and shown. The column stays as it is; old code shows them as they stand."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("stories", "0005_story_group"),
    ]

    operations = [
        migrations.AlterField(
            model_name='decision',
            name='outcome',
            field=models.CharField(choices=[('sent', 'sent'), ('claimed', 'taken in hand'), ('published', 'published'), ('approved', "checked, waiting for the teller's yes"), ('returned', 'sent back'), ('held', 'held'), ('resumed', 'put back to be checked'), ('taken-back', 'taken back to change it'), ('changed', 'changed after the check'), ('withdrawn', 'taken down by its teller'), ('hidden', 'taken down after a report'), ('shown', 'shown again')], max_length=10),
        ),
    ]
