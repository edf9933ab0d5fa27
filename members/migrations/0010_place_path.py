"""Keep each place's way from the top, written by the database itself. Old code need not know of it."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models

# Any fixed number: moves wait for one another on it, since two at once could make a ring that neither sees.
LOCK = 7_031_406
WRITE_PATHS = f"""
CREATE FUNCTION members_place_write_path() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE above bigint[];
BEGIN
    PERFORM pg_advisory_xact_lock({LOCK});
    SELECT path INTO above FROM members_place WHERE id = NEW.parent_id;
    IF NEW.id = NEW.parent_id OR NEW.id = ANY(above) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'places_lie_in_no_ring',
            MESSAGE = 'places_lie_in_no_ring: a place cannot lie inside itself';
    END IF;
    NEW.path := above || NEW.id;
    RETURN NEW;
END $$;
CREATE FUNCTION members_place_pass_path_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE members_place SET parent_id = parent_id WHERE parent_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER members_place_path BEFORE INSERT OR UPDATE OF parent_id, path ON members_place
    FOR EACH ROW EXECUTE FUNCTION members_place_write_path();
CREATE TRIGGER members_place_inner_paths AFTER INSERT OR UPDATE OF parent_id, path ON members_place
    FOR EACH ROW EXECUTE FUNCTION members_place_pass_path_on();
UPDATE members_place SET parent_id = NULL WHERE parent_id IS NULL;
"""
FORGET_PATHS = """
DROP TRIGGER members_place_path ON members_place;
DROP TRIGGER members_place_inner_paths ON members_place;
DROP FUNCTION members_place_write_path();
DROP FUNCTION members_place_pass_path_on();
"""


class Migration(migrations.Migration):

    dependencies = [
        ("members", "0009_organisation_found"),
    ]

    operations = [
        migrations.AddField(
            model_name="place",
            name="path",
            field=ArrayField(base_field=models.BigIntegerField(), db_default=[], editable=False),
        ),
        migrations.RunSQL(WRITE_PATHS, FORGET_PATHS),
        migrations.AddIndex(model_name="place", index=GinIndex(fields=["path"], name="members_pla_path_ac254a_gin")),
    ]
