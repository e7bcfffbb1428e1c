"""The trail. It is append-only by trigger, no matter who is connected; the roles' privileges say the same once more."""

import django.contrib.postgres.fields
from django.db import migrations, models

import ground.references

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
                            ("trail-exported", "Took a report of the trail away as a file"),
                            ("act-denied", "Said that something under their name was not them"),
                            ("denial-settled", "Looked into what somebody said was not them"),
                            ("feed-loaded", "Loaded a file"),
                            ("quarantined", "Set an update aside for a person to decide"),
                            ("quarantine-opened", "Opened an update that was set aside"),
                            ("quarantine-decided", "Decided on an update that was set aside"),
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
                                    "trail-exported",
                                    "act-denied",
                                    "denial-settled",
                                    "feed-loaded",
                                    "quarantined",
                                    "quarantine-opened",
                                    "quarantine-decided",
                                ],
                            )
                        ),
                        name="event_verb_is_of_the_closed_vocabulary",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Denial",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(default=ground.references.new, max_length=32, unique=True)),
                ("event_uid", models.CharField(max_length=32, unique=True)),
                ("verb", models.CharField(max_length=40)),
                ("at", models.DateTimeField()),
                ("denied_by", models.CharField(max_length=32)),
                ("name", models.CharField(max_length=200)),
                ("organisation", models.CharField(max_length=200)),
                ("authority", models.CharField(blank=True, max_length=8)),
                ("denied_at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("waiting", "Nobody has looked into it yet"),
                            ("theirs-after-all", "They had done it after all"),
                            ("made-safe", "It was somebody else: the account is made safe"),
                            ("not-explained", "It cannot be explained"),
                        ],
                        default="waiting",
                        max_length=16,
                    ),
                ),
                ("settled_at", models.DateTimeField(null=True)),
                ("settled_by", models.CharField(blank=True, max_length=32)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("outcome", "waiting")),
                        fields=["authority", "denied_at"],
                        name="denial_that_waits",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("outcome", "waiting"), ("settled_at__isnull", True), ("settled_by", "")
                            ),
                            models.Q(
                                models.Q(("outcome", "waiting"), _negated=True),
                                ("settled_at__isnull", False),
                                models.Q(("settled_by", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="denial_settlement_has_its_who_and_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("denied_by", ""), _negated=True), name="denial_says_who_denies"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("settled_by", models.F("denied_by")), _negated=True),
                        name="nobody_settles_their_own_denial",
                    ),
                ],
            },
        ),
        migrations.RunSQL(FORBID, ALLOW),
    ]
