"""The trail. It is append-only by trigger, no matter who is connected; the roles' privileges say the same once more."""

import django.contrib.postgres.fields
from django.db import migrations, models

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
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="SearchTerms",
            fields=[
                ("event_uid", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("sealed", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uid", models.CharField(max_length=32, unique=True)),
                ("at", models.DateTimeField()),
                (
                    "verb",
                    models.CharField(
                        choices=[
                            ("signed-in", "Signed in"),
                            ("sign-in-failed", "Failed to sign in"),
                            ("signed-out", "Signed out"),
                            ("session-ended", "Session ended by the system"),
                            ("searched", "Searched for a child"),
                            ("disclosed", "Was shown a record"),
                            ("refused", "Was refused a record"),
                            ("involvement-started", "Recorded an involvement"),
                            ("involvement-finished", "Ended an involvement"),
                            ("sensitive-involvement-started", "Recorded a sensitive involvement"),
                            ("sensitive-involvement-finished", "Ended a sensitive involvement"),
                            ("consent-withdrawn", "Recorded that consent was taken back"),
                            ("record-proposed", "Proposed a new record"),
                            ("contact-asked", "Asked for brokered contact"),
                            ("contact-opened", "Opened a contact request"),
                            ("contact-answered", "Recorded the outcome of brokered contact"),
                            ("shield-imposed", "Imposed a shield"),
                            ("shield-lift-asked", "Asked for a shield to be lifted"),
                            ("shield-lifted", "Agreed to lift a shield"),
                            ("shield-reviewed", "Reviewed a shield"),
                            ("work-listed", "Read a list of work"),
                            ("account-created", "Created an account"),
                            ("account-accredited", "Wrote down an account's accreditation"),
                            ("account-suspended", "Suspended an account"),
                            ("account-restored", "Restored an account"),
                            ("account-closed", "Closed an account"),
                            ("credentials-issued", "Issued credentials"),
                            ("password-changed", "Changed a password"),
                            ("role-granted", "Granted a role"),
                            ("role-ended", "Ended a role"),
                            ("trail-read", "Read the trail"),
                            ("feed-loaded", "Loaded a file"),
                            ("quarantined", "Set an update aside for a person to decide"),
                            ("quarantine-opened", "Opened an update that was set aside"),
                            ("quarantine-decided", "Decided on an update that was set aside"),
                            (
                                "quarantine-carried-out",
                                "Carried out what an officer had decided on an update",
                            ),
                            ("decision-taken-back", "Took back a decision on an update"),
                            ("transfer-opened", "Asked whether another authority takes a record over"),
                            ("transfer-offered", "Offered a record to another authority"),
                            ("transfer-accepted", "Took a record over from another authority"),
                            ("transfer-refused", "Refused to take a record over"),
                            ("transfer-withdrawn", "Kept a record that another authority was to take over"),
                        ],
                        max_length=40,
                    ),
                ),
                ("account", models.CharField(blank=True, max_length=32)),
                ("name", models.CharField(blank=True, max_length=200)),
                (
                    "roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list, size=None
                    ),
                ),
                ("organisation", models.CharField(blank=True, max_length=200)),
                ("authority", models.CharField(blank=True, max_length=8)),
                ("session", models.CharField(blank=True, max_length=64)),
                ("reference", models.CharField(blank=True, max_length=32)),
                (
                    "shown",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=32), default=list, size=None
                    ),
                ),
                ("subject", models.CharField(blank=True, max_length=64)),
                ("purpose", models.CharField(blank=True, max_length=40)),
                ("reason", models.TextField(blank=True)),
                (
                    "fields",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), default=list, size=None
                    ),
                ),
                ("outcome", models.CharField(blank=True, max_length=60)),
                ("terms_hash", models.CharField(blank=True, max_length=64)),
                ("leaf", models.BinaryField(max_length=32)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["authority", "-at"], name="event_by_authority"),
                    models.Index(fields=["account", "-at"], name="event_by_account"),
                    models.Index(fields=["reference", "-at"], name="event_by_reference"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "verb__in",
                                [
                                    "signed-in",
                                    "sign-in-failed",
                                    "signed-out",
                                    "session-ended",
                                    "searched",
                                    "disclosed",
                                    "refused",
                                    "involvement-started",
                                    "involvement-finished",
                                    "sensitive-involvement-started",
                                    "sensitive-involvement-finished",
                                    "consent-withdrawn",
                                    "record-proposed",
                                    "contact-asked",
                                    "contact-opened",
                                    "contact-answered",
                                    "shield-imposed",
                                    "shield-lift-asked",
                                    "shield-lifted",
                                    "shield-reviewed",
                                    "work-listed",
                                    "account-created",
                                    "account-accredited",
                                    "account-suspended",
                                    "account-restored",
                                    "account-closed",
                                    "credentials-issued",
                                    "password-changed",
                                    "role-granted",
                                    "role-ended",
                                    "trail-read",
                                    "feed-loaded",
                                    "quarantined",
                                    "quarantine-opened",
                                    "quarantine-decided",
                                    "quarantine-carried-out",
                                    "decision-taken-back",
                                    "transfer-opened",
                                    "transfer-offered",
                                    "transfer-accepted",
                                    "transfer-refused",
                                    "transfer-withdrawn",
                                ],
                            )
                        ),
                        name="event_verb_is_of_the_closed_vocabulary",
                    )
                ],
            },
        ),
        migrations.RunSQL(FORBID, ALLOW),
    ]
