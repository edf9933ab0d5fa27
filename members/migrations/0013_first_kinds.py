"""Load the kinds of organisation that a network begins with. Old code does not read them."""

from django.db import migrations
from django.utils.text import slugify

KINDS = """
city or borough council
county or district council
combined authority
town or parish council
NHS trust
GP practice or primary care network
integrated care system
school or college
university
housing association
housing co-operative
charity
social enterprise
council for voluntary service
community centre
residents’ association
mutual aid or social media group
club or shed
church, mosque, gurdwara, temple, synagogue
shop, pub or hotel
transport operator
sports foundation
police or fire service
trust or foundation
network or alliance
one person
"""


def rows():
    return {slugify(name)[:50]: name for name in KINDS.strip().splitlines()}


def load(apps, schema_editor):
    Kind = apps.get_model("members", "OrganisationKind")
    Kind.objects.using(schema_editor.connection.alias).bulk_create(
        [Kind(slug=slug, name=name) for slug, name in rows().items()], ignore_conflicts=True
    )


def unload(apps, schema_editor):
    Kind = apps.get_model("members", "OrganisationKind")
    Kind.objects.using(schema_editor.connection.alias).filter(slug__in=rows()).delete()



class Migration(migrations.Migration):

    dependencies = [
        ("members", "0012_organisation_kinds"),
    ]

    operations = [
        migrations.RunPython(load, unload),
    ]
