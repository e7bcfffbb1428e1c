"""The trail is append-only by trigger, whoever is connected; the roles' privileges say the same once more."""

from django.db import migrations

FORBID = """
CREATE FUNCTION audit_forbid_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The trail is append-only: % on % is refused.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER event_is_append_only BEFORE UPDATE OR DELETE ON audit_event
    FOR EACH ROW EXECUTE FUNCTION audit_forbid_change();
CREATE TRIGGER event_is_never_emptied BEFORE TRUNCATE ON audit_event
    FOR EACH STATEMENT EXECUTE FUNCTION audit_forbid_change();
CREATE TRIGGER search_terms_are_never_changed BEFORE UPDATE ON audit_searchterms
    FOR EACH ROW EXECUTE FUNCTION audit_forbid_change();
"""

ALLOW = """
DROP TRIGGER search_terms_are_never_changed ON audit_searchterms;
DROP TRIGGER event_is_never_emptied ON audit_event;
DROP TRIGGER event_is_append_only ON audit_event;
DROP FUNCTION audit_forbid_change();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_trail")]

    operations = [migrations.RunSQL(FORBID, ALLOW)]
