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
CREATE FUNCTION audit_open_terms(wanted text, reader text, at timestamptz) RETURNS bytea
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT terms.sealed
    FROM public.audit_searchterms terms
    JOIN public.audit_termsrequest request ON request.event_uid = terms.event_uid
    WHERE request.reference = wanted
        AND request.outcome = 'agreed' AND request.answered_by <> request.asked_by
        AND reader IN (request.asked_by, request.answered_by)
        AND at >= request.answered_at AND at < request.open_until
$$;
"""

ALLOW = """
DROP FUNCTION audit_open_terms(text, text, timestamptz);
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
                            ("recalled", "Was reminded whose record they had open"),
                            ("disclosed", "Was shown a record"),
                            ("refused", "Was refused a record"),
                            ("involvement-started", "Recorded an involvement"),
                            ("involvement-finished", "Ended an involvement"),
                            ("involvement-resumed", "Took back that an involvement had ended"),
                            ("involvement-retracted", "Said that they were never involved"),
                            ("sensitive-involvement-started", "Recorded a sensitive involvement"),
                            ("sensitive-involvement-finished", "Ended a sensitive involvement"),
                            (
                                "sensitive-involvement-resumed",
                                "Took back that a sensitive involvement had ended",
                            ),
                            (
                                "sensitive-involvement-retracted",
                                "Said that their sensitive service was never involved",
                            ),
                            ("involvement-passed-on", "Passed an involvement on to a colleague"),
                            ("consent-withdrawn", "Recorded that consent was taken back"),
                            ("record-proposed", "Proposed a new record"),
                            ("proposal-decided", "Decided on a proposed record"),
                            ("contact-asked", "Asked for brokered contact"),
                            ("contact-opened", "Opened a contact request"),
                            ("contact-answered", "Recorded the outcome of brokered contact"),
                            ("shield-imposed", "Imposed a shield"),
                            ("shield-lift-asked", "Asked for a shield to be lifted"),
                            ("shield-lifted", "Agreed to lift a shield"),
                            ("shield-read", "Read why a record has a shield"),
                            ("shield-reviewed", "Reviewed a shield"),
                            ("work-listed", "Read a list of work"),
                            ("account-created", "Created an account"),
                            ("account-accredited", "Wrote down an account's accreditation"),
                            ("account-suspended", "Suspended an account"),
                            ("account-restored", "Restored an account"),
                            ("account-closed", "Closed an account"),
                            ("account-reopened", "Took back that an account was closed"),
                            ("account-moved", "Moved an account to another service"),
                            ("contact-details-changed", "Changed contact details"),
                            ("credentials-issued", "Issued credentials"),
                            ("password-changed", "Changed a password"),
                            ("role-granted", "Granted a role"),
                            ("role-ended", "Ended a role"),
                            ("number-reported", "Reported a wrong number"),
                            ("number-settled", "Settled a report of a wrong number"),
                            ("trail-read", "Read the trail"),
                            ("trail-exported", "Took a report of the trail away as a file"),
                            ("act-denied", "Said that something under their name was not them"),
                            ("denial-settled", "Looked into what somebody said was not them"),
                            ("terms-asked", "Asked for the terms of a search to be opened"),
                            ("terms-agreed", "Agreed that the terms of a search are opened"),
                            ("terms-declined", "Declined that the terms of a search are opened"),
                            ("terms-opened", "Opened the terms of a search"),
                            ("case-received", "A request, a worry or a complaint came in"),
                            ("case-opened", "Read what somebody asked for"),
                            ("case-moved", "Took a step in a case"),
                            ("survey-made", "Made a survey"),
                            ("survey-moved", "Opened, closed or published a survey"),
                            ("place-added", "Gave a place a password for a survey"),
                            ("sheet-received", "A sheet of a survey came in"),
                            ("comments-read", "Read what was written in a survey"),
                            ("comments-grouped", "Put comments of a survey together"),
                            ("quotation-chosen", "Chose a quotation, or took one back"),
                            ("change-written", "Wrote down what was changed because of a survey"),
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
                                    "recalled",
                                    "disclosed",
                                    "refused",
                                    "involvement-started",
                                    "involvement-finished",
                                    "involvement-resumed",
                                    "involvement-retracted",
                                    "sensitive-involvement-started",
                                    "sensitive-involvement-finished",
                                    "sensitive-involvement-resumed",
                                    "sensitive-involvement-retracted",
                                    "involvement-passed-on",
                                    "consent-withdrawn",
                                    "record-proposed",
                                    "proposal-decided",
                                    "contact-asked",
                                    "contact-opened",
                                    "contact-answered",
                                    "shield-imposed",
                                    "shield-lift-asked",
                                    "shield-lifted",
                                    "shield-read",
                                    "shield-reviewed",
                                    "work-listed",
                                    "account-created",
                                    "account-accredited",
                                    "account-suspended",
                                    "account-restored",
                                    "account-closed",
                                    "account-reopened",
                                    "account-moved",
                                    "contact-details-changed",
                                    "credentials-issued",
                                    "password-changed",
                                    "role-granted",
                                    "role-ended",
                                    "number-reported",
                                    "number-settled",
                                    "trail-read",
                                    "trail-exported",
                                    "act-denied",
                                    "denial-settled",
                                    "terms-asked",
                                    "terms-agreed",
                                    "terms-declined",
                                    "terms-opened",
                                    "case-received",
                                    "case-opened",
                                    "case-moved",
                                    "survey-made",
                                    "survey-moved",
                                    "place-added",
                                    "sheet-received",
                                    "comments-read",
                                    "comments-grouped",
                                    "quotation-chosen",
                                    "change-written",
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
        migrations.CreateModel(
            name="TermsRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(default=ground.references.new, max_length=32, unique=True)),
                ("event_uid", models.CharField(max_length=32)),
                ("authority", models.CharField(max_length=8)),
                ("asked_by", models.CharField(max_length=32)),
                ("asked_by_name", models.CharField(max_length=200)),
                ("asked_at", models.DateTimeField()),
                ("asked_why", models.TextField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("waiting", "Waits for a second auditor"),
                            ("agreed", "Agreed"),
                            ("declined", "Declined"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("answered_by", models.CharField(blank=True, max_length=32)),
                ("answered_by_name", models.CharField(blank=True, max_length=200)),
                ("answered_at", models.DateTimeField(null=True)),
                ("answered_why", models.TextField(blank=True)),
                ("open_until", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("asked_by", ""), _negated=True),
                        name="terms_request_says_who_asked",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answered_at__isnull", True), ("answered_by", ""), ("outcome", "waiting")
                            ),
                            models.Q(
                                ("answered_at__isnull", False),
                                ("outcome__in", ("agreed", "declined")),
                                models.Q(("answered_by", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="terms_answer_has_its_who_and_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("open_until__isnull", False), ("outcome", "agreed")),
                            models.Q(
                                models.Q(("outcome", "agreed"), _negated=True), ("open_until__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="terms_are_open_where_somebody_agreed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("answered_by", models.F("asked_by")), _negated=True),
                        name="terms_are_opened_by_two_people",
                    ),
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
