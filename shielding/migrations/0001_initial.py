"""What may be shown, and the two functions of the candidate search, planned once for a connection.

Candidates: 1 birth date and family code; 2 birth date and given code (both with the names swapped); 3 both codes and
any of the given birth dates, or a span of birth dates; 4 both codes of a child whose birth date is estimated; 5 the
postcode.

Candidates nearby, for queries that fit nobody well: 6 the birth date, both names one slip away; 7 the family name as it
sounds, the given name one slip away, and any of the given birth dates or a span of them; 8 the same the other way round;
9 the birth date, the family name one slip away, and a given name that begins with one of these letters, however wrong
the rest; 10 the same the other way round.

Each branch has a b-tree and stops at the limit, so that a question that is too broad costs no more than a good one.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import ground.references

CANDIDATES = """
CREATE FUNCTION shielding_candidates(
    born date, family_codes text[], given_codes text[], births date[], born_from date, born_to date,
    wanted_postcode text, withheld_fact boolean, most integer
) RETURNS TABLE (
    branch integer, child_id bigint, given varchar, family varchar, born_first date, born_last date, gender varchar,
    postcode varchar, school varchar, carers varchar, withheld boolean
) LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    IF born IS NOT NULL THEN
        RETURN QUERY SELECT 1, k.child_id, k.given, k.family, k.born_first, k.born_last, k.gender, k.postcode, k.school,
                k.carers, k.withheld
            FROM shielding_searchkey k
            WHERE k.born_first = born AND k.family_code = ANY (family_codes || given_codes)
                AND NOT (withheld_fact AND k.withheld) LIMIT most;
        RETURN QUERY SELECT 2, k.child_id, k.given, k.family, k.born_first, k.born_last, k.gender, k.postcode, k.school,
                k.carers, k.withheld
            FROM shielding_searchkey k
            WHERE k.born_first = born AND k.given_code = ANY (given_codes || family_codes)
                AND NOT (withheld_fact AND k.withheld) LIMIT most;
        RETURN QUERY SELECT 3, k.child_id, k.given, k.family, k.born_first, k.born_last, k.gender, k.postcode, k.school,
                k.carers, k.withheld
            FROM shielding_searchkey k
            WHERE k.family_code = ANY (family_codes || given_codes) AND k.given_code = ANY (given_codes || family_codes)
                AND k.born_first = ANY (births) AND NOT (withheld_fact AND k.withheld) LIMIT most;
    ELSE
        RETURN QUERY SELECT 3, k.child_id, k.given, k.family, k.born_first, k.born_last, k.gender, k.postcode, k.school,
                k.carers, k.withheld
            FROM shielding_searchkey k
            WHERE k.family_code = ANY (family_codes) AND k.given_code = ANY (given_codes)
                AND k.born_first >= born_from AND k.born_first <= born_to
                AND NOT (withheld_fact AND k.withheld) LIMIT most;
    END IF;
    RETURN QUERY SELECT 4, k.child_id, k.given, k.family, k.born_first, k.born_last, k.gender, k.postcode, k.school,
            k.carers, k.withheld
        FROM shielding_searchkey k
        WHERE k.born_first < k.born_last
            AND k.family_code = ANY (family_codes || given_codes) AND k.given_code = ANY (given_codes || family_codes)
            AND k.born_first <= born_to AND k.born_last >= born_from
            AND NOT (withheld_fact AND k.withheld) LIMIT most;
    IF wanted_postcode IS NOT NULL THEN
        RETURN QUERY SELECT 5, k.child_id, k.given, k.family, k.born_first, k.born_last, k.gender, k.postcode, k.school,
                k.carers, k.withheld
            FROM shielding_searchkey k
            WHERE k.postcode = wanted_postcode AND k.postcode <> '' LIMIT most;
    END IF;
END
$$;
"""

COLUMNS = (
    "k.child_id, k.given, k.family, k.born_first, k.born_last, k.gender, k.postcode, k.school, k.carers, k.withheld"
    " FROM shielding_searchkey k"
)
CANDIDATES_NEARBY = """
CREATE FUNCTION shielding_candidates_nearby(
    born date, family_codes text[], given_codes text[], near_family text[], near_given text[],
    family_initials text[], given_initials text[], births date[],
    born_from date, born_to date, withheld_fact boolean, most integer
) RETURNS TABLE (
    branch integer, child_id bigint, given varchar, family varchar, born_first date, born_last date, gender varchar,
    postcode varchar, school varchar, carers varchar, withheld boolean
) LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    IF born IS NOT NULL THEN
        RETURN QUERY SELECT 6, {columns}
            WHERE k.born_first = born AND k.family_code = ANY (near_family) AND k.given_code = ANY (near_given)
                AND NOT (withheld_fact AND k.withheld) LIMIT most;
        RETURN QUERY SELECT 7, {columns}
            WHERE k.born_first = ANY (births) AND k.family_code = ANY (family_codes) AND k.given_code = ANY (near_given)
                AND NOT (withheld_fact AND k.withheld) LIMIT most;
        RETURN QUERY SELECT 8, {columns}
            WHERE k.born_first = ANY (births) AND k.given_code = ANY (given_codes) AND k.family_code = ANY (near_family)
                AND NOT (withheld_fact AND k.withheld) LIMIT most;
        RETURN QUERY SELECT 9, {columns}
            WHERE k.born_first = born AND k.family_code = ANY (near_family) AND left(k.given, 1) = ANY (given_initials)
                AND NOT (withheld_fact AND k.withheld) LIMIT most;
        RETURN QUERY SELECT 10, {columns}
            WHERE k.born_first = born AND k.given_code = ANY (near_given) AND left(k.family, 1) = ANY (family_initials)
                AND NOT (withheld_fact AND k.withheld) LIMIT most;
    ELSE
        RETURN QUERY SELECT 7, {columns}
            WHERE k.family_code = ANY (family_codes) AND k.given_code = ANY (near_given)
                AND k.born_first >= born_from AND k.born_first <= born_to
                AND NOT (withheld_fact AND k.withheld) LIMIT most;
        RETURN QUERY SELECT 8, {columns}
            WHERE k.given_code = ANY (given_codes) AND k.family_code = ANY (near_family)
                AND k.born_first >= born_from AND k.born_first <= born_to
                AND NOT (withheld_fact AND k.withheld) LIMIT most;
    END IF;
END
$$;
""".replace("{columns}", COLUMNS)


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "0001_initial"),
        ("registry", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SensitiveInvolvement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("practitioner", models.CharField(max_length=200)),
                ("job_title", models.CharField(max_length=200)),
                ("telephone", models.CharField(blank=True, max_length=30)),
                ("email", models.CharField(blank=True, max_length=254)),
                ("started_on", models.DateField()),
                ("ended_on", models.DateField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="registry.child"),
                ),
                (
                    "record",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.sourcerecord",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.service"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ConsentReceipt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("child", "The child or young person consented"),
                            ("parent", "A parent or carer consented, because the child could not"),
                            (
                                "significant-harm",
                                "Reasonable cause to suspect significant harm (Children Act 1989 s. 31)",
                            ),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "method",
                    models.CharField(
                        blank=True,
                        choices=[("spoken", "Spoken"), ("written", "In writing"), ("", "Not asked")],
                        max_length=8,
                    ),
                ),
                ("given_on", models.DateField()),
                ("withdrawn_on", models.DateField(null=True)),
                (
                    "involvement",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="receipt",
                        to="shielding.sensitiveinvolvement",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Shield",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "tier",
                    models.CharField(
                        choices=[
                            ("ask-first", "Ask first"),
                            ("raised", "Raised privacy"),
                            ("shielded", "Shielded"),
                            ("unlisted", "Unlisted"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "grounds",
                    models.CharField(
                        choices=[
                            ("harm-to-child", "The child would be at increased risk of significant harm"),
                            ("placement", "A placement would be put at risk"),
                            ("harm-to-adult", "An adult would be at risk of significant harm"),
                            ("serious-crime", "The prevention or detection of serious crime would suffer"),
                            ("asked-by-child", "The child asks for more privacy"),
                            ("other", "Other circumstances, decided case by case"),
                        ],
                        max_length=16,
                    ),
                ),
                ("justification", models.BinaryField()),
                ("imposed_at", models.DateTimeField()),
                ("imposed_by", models.CharField(max_length=32)),
                ("review_due", models.DateField()),
                ("lift_asked_at", models.DateTimeField(null=True)),
                ("lift_asked_by", models.CharField(blank=True, max_length=32)),
                ("lifted_at", models.DateTimeField(null=True)),
                ("lifted_by", models.CharField(blank=True, max_length=32)),
                (
                    "child",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="registry.child"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ContactRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(default=ground.references.new, max_length=32, unique=True)),
                ("asked_by", models.CharField(max_length=32)),
                ("asked_by_name", models.CharField(max_length=200)),
                ("asked_by_organisation", models.CharField(max_length=200)),
                ("asked_by_contact", models.CharField(max_length=300)),
                ("asked_at", models.DateTimeField()),
                (
                    "urgency",
                    models.CharField(
                        choices=[
                            ("today", "Today"),
                            ("this-week", "This week"),
                            ("routine", "It can wait longer"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("waiting", "We are looking into it"),
                            ("will-contact", "Somebody will contact you"),
                            ("no-contact", "No contact will be made"),
                        ],
                        default="waiting",
                        max_length=12,
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True)),
                ("answered_by", models.CharField(blank=True, max_length=32)),
                (
                    "child",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="registry.child"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("outcome", "waiting")),
                        fields=("child", "asked_by"),
                        name="one_waiting_contact_request_per_child_and_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answered_at__isnull", True), ("answered_by", ""), ("outcome", "waiting")
                            ),
                            models.Q(
                                models.Q(("outcome", "waiting"), _negated=True),
                                ("answered_at__isnull", False),
                                models.Q(("answered_by", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="contact_answer_has_its_who_and_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("asked_by", ""), _negated=True),
                        name="contact_request_says_who_asked",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Concern",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="registry.child"),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="registry.statement",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("statement", "child"), name="one_concern_per_statement_and_child"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NearKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.BinaryField(max_length=32)),
                (
                    "child",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="registry.child"),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["digest"], name="nearkey_by_digest")],
            },
        ),
        migrations.CreateModel(
            name="SearchKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("given", models.CharField(max_length=200)),
                ("family", models.CharField(max_length=200)),
                ("former", models.BooleanField()),
                ("given_code", models.CharField(max_length=4)),
                ("family_code", models.CharField(max_length=4)),
                ("born_first", models.DateField()),
                ("born_last", models.DateField()),
                ("gender", models.CharField(max_length=1)),
                ("withheld", models.BooleanField()),
                ("postcode", models.CharField(max_length=8)),
                ("school", models.CharField(max_length=200)),
                ("carers", models.CharField(max_length=400)),
                (
                    "child",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="registry.child"),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["born_first", "family_code"], name="searchkey_birth_family"),
                    models.Index(fields=["born_first", "given_code"], name="searchkey_birth_given"),
                    models.Index(fields=["family_code", "given_code", "born_first"], name="searchkey_names"),
                    models.Index(
                        condition=models.Q(("postcode", ""), _negated=True),
                        fields=["postcode"],
                        name="searchkey_postcode",
                    ),
                    models.Index(
                        condition=models.Q(("born_first__lt", models.F("born_last"))),
                        fields=["family_code", "given_code"],
                        name="searchkey_estimated",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withheld", False),
                            models.Q(("carers", ""), ("postcode", ""), ("school", "")),
                            _connector="OR",
                        ),
                        name="withheld_child_has_no_searchable_facts",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="sensitiveinvolvement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("account__isnull", False), ("ended_on__isnull", True)),
                fields=("child", "account", "service"),
                name="one_open_sensitive_involvement_per_person_and_service",
            ),
        ),
        migrations.AddConstraint(
            model_name="sensitiveinvolvement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_on__isnull", True), ("ended_on__gte", models.F("started_on")), _connector="OR"
                ),
                name="sensitive_involvement_begins_before_it_ends",
            ),
        ),
        migrations.AddConstraint(
            model_name="sensitiveinvolvement",
            constraint=models.CheckConstraint(
                condition=models.Q(("record__isnull", False), ("account__isnull", False), _connector="OR"),
                name="sensitive_involvement_comes_from_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="consentreceipt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("basis", "significant-harm"), ("method", "")),
                    models.Q(
                        models.Q(("basis", "significant-harm"), _negated=True),
                        models.Q(("method", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="consent_has_a_method",
            ),
        ),
        migrations.AddConstraint(
            model_name="shield",
            constraint=models.UniqueConstraint(
                condition=models.Q(("lifted_at__isnull", True)),
                fields=("child",),
                name="one_shield_in_force_per_child",
            ),
        ),
        migrations.AddConstraint(
            model_name="shield",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("lift_asked_at__isnull", True), ("lift_asked_by", "")),
                    models.Q(
                        ("lift_asked_at__isnull", False), models.Q(("lift_asked_by", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="shield_lift_request_has_its_who_and_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="shield",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("lifted_at__isnull", True), ("lifted_by", "")),
                    models.Q(("lifted_at__isnull", False), models.Q(("lifted_by", ""), _negated=True)),
                    _connector="OR",
                ),
                name="shield_lift_has_its_who_and_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="shield",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("lifted_at__isnull", True),
                    models.Q(
                        ("lift_asked_at__isnull", False),
                        models.Q(("lifted_by", models.F("lift_asked_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="shield_is_lifted_by_two_people",
            ),
        ),
        migrations.AddConstraint(
            model_name="shield",
            constraint=models.CheckConstraint(
                condition=models.Q(("imposed_by", ""), _negated=True), name="shield_says_who_imposed_it"
            ),
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(default=ground.references.new, max_length=32, unique=True)),
                (
                    "choice",
                    models.CharField(
                        choices=[
                            ("apply", "It is about this child"),
                            ("another", "It is about another child"),
                            ("dismiss", "It is wrong, or about nobody"),
                        ],
                        max_length=8,
                    ),
                ),
                ("was_linked", models.BooleanField()),
                ("decided_at", models.DateTimeField()),
                ("decided_by", models.CharField(max_length=32)),
                ("taken_back_at", models.DateTimeField(null=True)),
                ("taken_back_by", models.CharField(blank=True, max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name="Transfer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(default=ground.references.new, max_length=32, unique=True)),
                ("opened_at", models.DateTimeField()),
                ("offered_at", models.DateTimeField(null=True)),
                ("offered_by", models.CharField(blank=True, max_length=32)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("waiting", "Waits for the other authority"),
                            ("accepted", "Accepted"),
                            ("refused", "Refused by the other authority"),
                            ("withdrawn", "Withdrawn"),
                            ("overtaken", "The source says otherwise now"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True)),
                ("answered_by", models.CharField(blank=True, max_length=32)),
                ("said_still", models.BooleanField(default=True)),
            ],
        ),
        migrations.AddField(
            model_name="concern",
            name="settled_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="concern",
            name="settled_by",
            field=models.CharField(blank=True, max_length=32),
        ),
        migrations.AddConstraint(
            model_name="concern",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("settled_at__isnull", True), ("settled_by", "")),
                    models.Q(("settled_at__isnull", False), models.Q(("settled_by", ""), _negated=True)),
                    _connector="OR",
                ),
                name="concern_settled_has_its_who_and_when",
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="before",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="registry.statement",
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="child",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="registry.child"
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="statement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="registry.statement"
            ),
        ),
        migrations.AddField(
            model_name="transfer",
            name="child",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="registry.child"),
        ),
        migrations.AddField(
            model_name="transfer",
            name="giving",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="access.authority",
            ),
        ),
        migrations.AddField(
            model_name="transfer",
            name="receiving",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.authority"
            ),
        ),
        migrations.AddField(
            model_name="transfer",
            name="record",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registry.sourcerecord"
            ),
        ),
        migrations.AddField(
            model_name="transfer",
            name="statement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registry.statement"
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("taken_back_at__isnull", True), ("taken_back_by", "")),
                    models.Q(
                        ("taken_back_at__isnull", False), models.Q(("taken_back_by", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="decision_taken_back_has_its_who_and_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(("decided_by", ""), _negated=True), name="decision_says_who_decided"
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("outcome", "waiting")),
                fields=("child", "receiving"),
                name="one_waiting_transfer_per_child_and_authority",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("offered_at__isnull", True), ("offered_by", "")),
                    models.Q(("offered_at__isnull", False), models.Q(("offered_by", ""), _negated=True)),
                    _connector="OR",
                ),
                name="transfer_offer_has_its_who_and_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_at__isnull", True), ("answered_by", ""), ("outcome", "waiting")),
                    models.Q(
                        models.Q(("outcome", "waiting"), _negated=True),
                        ("answered_at__isnull", False),
                        models.Q(("answered_by", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="transfer_answer_has_its_who_and_when",
            ),
        ),
        migrations.RunSQL(
            CANDIDATES,
            "DROP FUNCTION shielding_candidates(date, text[], text[], date[], date, date, text, boolean, integer);",
        ),
        migrations.RunSQL(
            CANDIDATES_NEARBY,
            "DROP FUNCTION shielding_candidates_nearby"
            "(date, text[], text[], text[], text[], text[], text[], date[], date, date, boolean, integer);",
        ),
    ]
