"""People, where they work and their roles, and the separation of duties, which the database keeps as well.

The pairs of roles that nobody holds together are worked out in ``access.roles``; a test holds the list in here to them.
"""

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import access.models
import ground.references

APART = """
CREATE FUNCTION access_roles_are_apart(one text, other text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT EXISTS (SELECT FROM (VALUES
        ('account-administrator', 'local-auditor'),
        ('account-administrator', 'national-auditor'),
        ('data-quality-officer', 'local-auditor'),
        ('data-quality-officer', 'national-auditor'),
        ('local-auditor', 'mediator'),
        ('local-auditor', 'national-auditor'),
        ('local-auditor', 'override-practitioner'),
        ('local-auditor', 'partner-administrator'),
        ('local-auditor', 'practitioner'),
        ('local-auditor', 'rights-officer'),
        ('local-auditor', 'sensitive-practitioner'),
        ('local-auditor', 'shielding-officer'),
        ('mediator', 'national-auditor'),
        ('national-auditor', 'override-practitioner'),
        ('national-auditor', 'partner-administrator'),
        ('national-auditor', 'practitioner'),
        ('national-auditor', 'rights-officer'),
        ('national-auditor', 'sensitive-practitioner'),
        ('national-auditor', 'shielding-officer')
    ) AS pair (first, second) WHERE (first, second) IN ((one, other), (other, one)))
$$;
CREATE FUNCTION access_keep_roles_apart() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    held text;
BEGIN
    -- Two grants to one account wait for each other; the statement after the wait sees what the other has committed.
    PERFORM FROM access_account WHERE id = NEW.account_id FOR NO KEY UPDATE;
    SELECT role INTO held FROM access_rolegrant
        WHERE account_id = NEW.account_id AND ended_at IS NULL AND access_roles_are_apart(role, NEW.role) LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'Nobody holds the roles % and %: one of them watches over the other.', held, NEW.role
            USING ERRCODE = 'check_violation', CONSTRAINT = 'roles_that_watch_each_other_are_apart';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER roles_that_watch_each_other_are_apart AFTER INSERT OR UPDATE ON access_rolegrant
    FOR EACH ROW WHEN (NEW.ended_at IS NULL) EXECUTE FUNCTION access_keep_roles_apart();
"""

TOGETHER = """
DROP TRIGGER roles_that_watch_each_other_are_apart ON access_rolegrant;
DROP FUNCTION access_keep_roles_apart();
DROP FUNCTION access_roles_are_apart(text, text);
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Authority",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=8, unique=True)),
                ("name", models.CharField(max_length=200)),
            ],
            options={
                "verbose_name_plural": "authorities",
            },
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=20, unique=True)),
                ("name", models.CharField(max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("school", "School"),
                            ("practice", "General practice"),
                            ("council", "Council"),
                            ("health", "Health service"),
                            ("police", "Police"),
                            ("voluntary", "Voluntary organisation"),
                            ("national_partner", "National partner"),
                        ],
                        max_length=20,
                    ),
                ),
                ("telephone", models.CharField(blank=True, max_length=30)),
                ("email", models.EmailField(blank=True, max_length=254)),
                (
                    "authority",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="access.authority",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Account",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "reference",
                    models.CharField(
                        default=ground.references.new, editable=False, max_length=32, unique=True
                    ),
                ),
                ("username", models.CharField(max_length=64, unique=True)),
                ("full_name", models.CharField(max_length=200)),
                ("job_title", models.CharField(max_length=200)),
                (
                    "occupation",
                    models.CharField(
                        choices=[
                            ("teacher", "Teacher or head teacher"),
                            ("education-welfare", "Education welfare or special educational needs officer"),
                            ("social-worker", "Social worker"),
                            ("doctor", "Doctor"),
                            ("nurse", "Nurse, midwife or health visitor"),
                            ("therapist", "Therapist or psychologist"),
                            ("police-officer", "Police officer"),
                            ("youth-worker", "Youth worker or youth offending worker"),
                            ("family-worker", "Family support or voluntary-sector case worker"),
                            ("register-officer", "Officer of a council's ContactPoint team"),
                            ("reception", "Receptionist"),
                            ("clerical", "Clerical or administrative job"),
                            ("other", "Another job"),
                        ],
                        default="other",
                        max_length=20,
                    ),
                ),
                ("telephone", models.CharField(blank=True, max_length=30)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("pin", models.CharField(max_length=128)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("requested", "Requested"),
                            ("active", "Active"),
                            ("suspended", "Suspended"),
                            ("closed", "Closed"),
                        ],
                        default="requested",
                        max_length=10,
                    ),
                ),
                ("dbs_issued_on", models.DateField(blank=True, null=True)),
                ("training_completed_on", models.DateField(blank=True, null=True)),
                ("agreement_signed_on", models.DateField(blank=True, null=True)),
                ("must_change_password", models.BooleanField(default=False)),
                ("initial_password_until", models.DateTimeField(blank=True, null=True)),
                ("session_digest", models.CharField(blank=True, max_length=64)),
                ("last_seen_at", models.DateTimeField(blank=True, null=True)),
                (
                    "organisation",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="access.organisation"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RoleGrant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("practitioner", "Practitioner"),
                            ("override-practitioner", "Practitioner with the right to override a shield"),
                            ("sensitive-practitioner", "Practitioner of a sensitive service"),
                            ("mediator", "Mediator"),
                            ("user-manager", "User's manager"),
                            ("account-administrator", "Account administrator"),
                            ("data-quality-officer", "Data-quality officer"),
                            ("shielding-officer", "Shielding and brokering officer"),
                            ("rights-officer", "Rights officer"),
                            ("local-auditor", "Local auditor"),
                            ("national-auditor", "National auditor"),
                            ("partner-administrator", "National partner's administrator"),
                            ("feed", "Feed from another system"),
                            ("child", "Child or young person"),
                            ("parent", "Parent or carer"),
                        ],
                        max_length=30,
                    ),
                ),
                ("granted_by", models.CharField(max_length=200)),
                ("granted_at", models.DateTimeField()),
                ("ended_by", models.CharField(blank=True, max_length=200)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grants",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Service",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=20, unique=True)),
                ("name", models.CharField(max_length=200)),
                ("sensitive", models.BooleanField(default=False)),
                ("telephone", models.CharField(blank=True, max_length=30)),
                ("email", models.EmailField(blank=True, max_length=254)),
                (
                    "shown_after_end_days",
                    models.PositiveIntegerField(default=access.models._shown_after_end_days),
                ),
                (
                    "organisation",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="access.organisation"),
                ),
            ],
        ),
        migrations.AddField(
            model_name="account",
            name="service",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to="access.service"
            ),
        ),
        migrations.CreateModel(
            name="TotpDevice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(help_text="The human-readable name of this device.", max_length=64),
                ),
                ("confirmed", models.BooleanField(default=True, help_text="Is this device ready for use?")),
                (
                    "throttling_failure_timestamp",
                    models.DateTimeField(
                        blank=True,
                        default=None,
                        help_text="A timestamp of the last failed verification attempt. Null if last attempt succeeded.",
                        null=True,
                    ),
                ),
                (
                    "throttling_failure_count",
                    models.PositiveIntegerField(default=0, help_text="Number of successive failed attempts."),
                ),
                ("sealed_seed", models.BinaryField()),
                ("last_t", models.BigIntegerField(default=-1)),
                ("issued_at", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(
                        help_text="The user that this device belongs to.",
                        on_delete=django.db.models.deletion.CASCADE,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="KeptWords",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=32, unique=True)),
                ("place", models.CharField(blank=True, max_length=200)),
                ("sealed", models.BinaryField()),
                ("kept_at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="kept_words",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["until"], name="kept_words_by_end")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until__gt", models.F("kept_at"))),
                        name="kept_words_end_after_they_begin",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["school", "practice", "council", "health", "police", "voluntary"]),
                    models.Q(("authority__isnull", True), ("kind", "national_partner")),
                    _connector="OR",
                ),
                name="organisation_kind_is_known_and_partners_are_national",
            ),
        ),
        migrations.AddConstraint(
            model_name="rolegrant",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("account", "role"),
                name="one_open_grant_per_role_and_account",
            ),
        ),
        migrations.AddConstraint(
            model_name="rolegrant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("ended_by", "")),
                    models.Q(("ended_at__isnull", False), models.Q(("ended_by", ""), _negated=True)),
                    _connector="OR",
                ),
                name="ended_grant_says_who_and_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="rolegrant",
            constraint=models.CheckConstraint(
                condition=models.Q(("granted_by", ""), _negated=True), name="grant_says_who_gave_it"
            ),
        ),
        migrations.AddConstraint(
            model_name="rolegrant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "role__in",
                        [
                            "practitioner",
                            "override-practitioner",
                            "sensitive-practitioner",
                            "mediator",
                            "user-manager",
                            "account-administrator",
                            "data-quality-officer",
                            "shielding-officer",
                            "rights-officer",
                            "local-auditor",
                            "national-auditor",
                            "partner-administrator",
                            "feed",
                            "child",
                            "parent",
                        ],
                    )
                ),
                name="granted_role_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["requested", "active", "suspended", "closed"])),
                name="account_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(("username", django.db.models.functions.text.Lower("username"))),
                name="username_is_in_lower_case",
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "active"), _negated=True),
                    models.Q(
                        ("agreement_signed_on__isnull", False),
                        ("dbs_issued_on__isnull", False),
                        ("training_completed_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="active_account_has_all_accreditation_dates",
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("initial_password_until__isnull", True), ("must_change_password", True), _connector="OR"
                ),
                name="only_an_initial_password_expires",
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.UniqueConstraint(
                condition=models.Q(("session_digest", ""), _negated=True),
                fields=("session_digest",),
                name="one_account_per_session_in_force",
            ),
        ),
        migrations.AddConstraint(
            model_name="totpdevice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("confirmed", True)), fields=("user",), name="one_token_in_use_per_account"
            ),
        ),
        migrations.RunSQL(APART, TOGETHER),
    ]
