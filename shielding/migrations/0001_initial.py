"""What may be shown, and the three functions of the candidate search, planned once for a connection.

Candidates: 1 birth date and family code; 2 birth date and given code (both with the names swapped); 3 both codes and any
of the given birth dates, or a span of birth dates; 4 both codes of a child whose birth date is estimated; 5 the postcode;
6 the names as they were typed and a birth date with one wrong part, or, with a span of birth dates, with every given name
that may be meant by the one typed; 7 the same with the names swapped; 8 both codes and a span of birth dates with the
names swapped.

Candidates nearby, for queries that fit nobody well: 11 the birth date, both names one slip away; 12 the family name as it
sounds, the given name one slip away, and any of the given birth dates or a span of them; 13 the same the other way round;
14 the birth date, the family name one slip away, and a given name that begins with one of these letters, however wrong
the rest; 15 the same the other way round. With a span instead of a birth date the name that is one slip away has to begin
or to end as it was typed: no single slip changes both.

Bearers: 20 the first children of the family name that was typed, 21 of the given name, 22 of both, who tell a name from
a slip of the finger; 23 the family name, and day and month swapped; 24 the given name, and day and month swapped.

Each branch has a b-tree and stops at the limit, so that a question that is too broad costs no more than a good one.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import ground.references

FOUND = """RETURNS TABLE (
    branch integer, child_id bigint, given varchar, family varchar, born_first date, born_last date, gender varchar,
    postcode varchar, school varchar, carers varchar, withheld boolean, given_parts varchar, family_parts varchar
) LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan"""
COLUMNS = (
    "k.child_id, k.given, k.family, k.born_first, k.born_last, k.gender, k.postcode, k.school, k.carers, k.withheld,"
    " k.given_parts, k.family_parts FROM shielding_searchkey k"
)
LIMITED = "AND NOT (withheld_fact AND k.withheld) LIMIT most"


def _written(body: str) -> str:
    return body.replace("{found}", FOUND).replace("{columns}", COLUMNS).replace("{limited}", LIMITED)


CANDIDATES = _written("""
CREATE FUNCTION shielding_candidates(
    typed_given text, typed_family text, other_given text[], other_swapped text[], born date, wrong_births date[],
    family_codes text[], given_codes text[], births date[], born_from date, born_to date, wanted_postcode text,
    withheld_fact boolean, most integer
) {found} AS $$
BEGIN
    IF born IS NOT NULL THEN
        RETURN QUERY SELECT 1, {columns}
            WHERE k.born_first = born AND k.family_code = ANY (family_codes || given_codes) {limited};
        RETURN QUERY SELECT 2, {columns}
            WHERE k.born_first = born AND k.given_code = ANY (given_codes || family_codes) {limited};
        RETURN QUERY SELECT 3, {columns}
            WHERE k.family_code = ANY (family_codes || given_codes) AND k.given_code = ANY (given_codes || family_codes)
                AND k.born_first = ANY (births) {limited};
        RETURN QUERY SELECT 6, {columns}
            WHERE k.family = typed_family AND k.given = typed_given AND k.born_first = ANY (wrong_births) {limited};
        RETURN QUERY SELECT 7, {columns}
            WHERE k.family = typed_given AND k.given = typed_family AND k.born_first = ANY (wrong_births) {limited};
    ELSE
        RETURN QUERY SELECT 6, {columns}
            WHERE k.family = typed_family AND k.given = ANY (typed_given || other_given)
                AND k.born_first BETWEEN born_from AND born_to {limited};
        RETURN QUERY SELECT 7, {columns}
            WHERE k.family = typed_given AND k.given = ANY (typed_family || other_swapped)
                AND k.born_first BETWEEN born_from AND born_to {limited};
        RETURN QUERY SELECT 3, {columns}
            WHERE k.family_code = ANY (family_codes) AND k.given_code = ANY (given_codes)
                AND k.born_first BETWEEN born_from AND born_to {limited};
        RETURN QUERY SELECT 8, {columns}
            WHERE k.family_code = ANY (given_codes) AND k.given_code = ANY (family_codes)
                AND k.born_first BETWEEN born_from AND born_to {limited};
    END IF;
    RETURN QUERY SELECT 4, {columns}
        WHERE k.born_first < k.born_last
            AND k.family_code = ANY (family_codes || given_codes) AND k.given_code = ANY (given_codes || family_codes)
            AND k.born_first <= born_to AND k.born_last >= born_from {limited};
    IF wanted_postcode IS NOT NULL THEN
        RETURN QUERY SELECT 5, {columns}
            WHERE k.postcode = wanted_postcode AND k.postcode <> '' LIMIT most;
    END IF;
END
$$;
""")

CANDIDATES_NEARBY = _written("""
CREATE FUNCTION shielding_candidates_nearby(
    typed_given text, typed_family text, born date, family_codes text[], given_codes text[],
    near_family text[], near_given text[], family_initials text[], given_initials text[], births date[],
    born_from date, born_to date, withheld_fact boolean, most integer
) {found} AS $$
BEGIN
    IF born IS NOT NULL THEN
        RETURN QUERY SELECT 11, {columns}
            WHERE k.born_first = born AND k.family_code = ANY (near_family) AND k.given_code = ANY (near_given)
                {limited};
        RETURN QUERY SELECT 12, {columns}
            WHERE k.born_first = ANY (births) AND k.family_code = ANY (family_codes) AND k.given_code = ANY (near_given)
                {limited};
        RETURN QUERY SELECT 13, {columns}
            WHERE k.born_first = ANY (births) AND k.given_code = ANY (given_codes) AND k.family_code = ANY (near_family)
                {limited};
        RETURN QUERY SELECT 14, {columns}
            WHERE k.born_first = born AND k.family_code = ANY (near_family) AND left(k.given, 1) = ANY (given_initials)
                {limited};
        RETURN QUERY SELECT 15, {columns}
            WHERE k.born_first = born AND k.given_code = ANY (near_given) AND left(k.family, 1) = ANY (family_initials)
                {limited};
    ELSE
        RETURN QUERY SELECT 12, {columns}
            WHERE k.family_code = ANY (family_codes) AND k.given_code = ANY (near_given)
                AND k.born_first BETWEEN born_from AND born_to
                AND (left(k.given, 2) = left(typed_given, 2) OR right(k.given, 2) = right(typed_given, 2))
                AND abs(length(k.given) - length(typed_given)) < 3 {limited};
        RETURN QUERY SELECT 13, {columns}
            WHERE k.given_code = ANY (given_codes) AND k.family_code = ANY (near_family)
                AND k.born_first BETWEEN born_from AND born_to
                AND (left(k.family, 2) = left(typed_family, 2) OR right(k.family, 2) = right(typed_family, 2))
                AND abs(length(k.family) - length(typed_family)) < 3 {limited};
    END IF;
END
$$;
""")

BEARERS = _written("""
CREATE FUNCTION shielding_bearers(
    typed_given text, typed_family text, code_of_family text, code_of_given text, swapped date,
    withheld_fact boolean, most integer
) {found} AS $$
BEGIN
    RETURN QUERY SELECT 20, {columns}
        WHERE k.family = typed_family AND NOT (withheld_fact AND k.withheld)
        ORDER BY k.family, k.given, k.born_first LIMIT least(most, 9);
    RETURN QUERY SELECT 21, {columns}
        WHERE k.given = typed_given AND NOT (withheld_fact AND k.withheld)
        ORDER BY k.given, k.born_first LIMIT least(most, 9);
    RETURN QUERY SELECT 22, {columns}
        WHERE k.family = typed_family AND k.given = typed_given AND NOT (withheld_fact AND k.withheld)
        ORDER BY k.family, k.given, k.born_first LIMIT least(most, 9);
    IF swapped IS NOT NULL THEN
        RETURN QUERY SELECT 23, {columns}
            WHERE k.born_first = swapped AND k.family_code = code_of_family AND k.family = typed_family {limited};
        RETURN QUERY SELECT 24, {columns}
            WHERE k.born_first = swapped AND k.given_code = code_of_given AND k.given = typed_given {limited};
    END IF;
END
$$;
""")


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
                ("retracted_on", models.DateField(null=True)),
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
            name="Proposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("proposed_by", models.CharField(max_length=32)),
                ("proposed_by_name", models.CharField(max_length=300)),
                ("proposed_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Being checked"),
                            ("approved", "Approved"),
                            ("joined", "It is a child who had a record already"),
                            ("refused", "Refused"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("words", models.TextField(blank=True)),
                ("joined_to", models.CharField(blank=True, max_length=32)),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_by", models.CharField(blank=True, max_length=32)),
                (
                    "child",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registry.child"
                    ),
                ),
                (
                    "statement",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.statement",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("proposed_by", ""), _negated=True),
                        name="proposal_says_who_proposed_it",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("decided_by", ""), ("state", "waiting")),
                            models.Q(
                                models.Q(("state", "waiting"), _negated=True),
                                ("decided_at__isnull", False),
                                models.Q(("decided_by", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="proposal_decision_has_its_who_and_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "joined"), models.Q(("joined_to", ""), _negated=True)),
                            models.Q(models.Q(("state", "joined"), _negated=True), ("joined_to", "")),
                            _connector="OR",
                        ),
                        name="joined_proposal_says_to_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "refused"), _negated=True),
                            models.Q(("words", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="refused_proposal_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ShieldStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("reviewed", "Reviewed: the shield stays"),
                            ("lift-asked", "Asked for it to be lifted"),
                            ("lifted", "Agreed to lift it"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.BinaryField()),
                ("done_at", models.DateTimeField()),
                ("done_by", models.CharField(max_length=32)),
                (
                    "shield",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="shielding.shield",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("done_by", ""), _negated=True),
                        name="shield_step_says_who_took_it",
                    ),
                ],
            },
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
                ("given_parts", models.CharField(max_length=200)),
                ("family_parts", models.CharField(max_length=200)),
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
                    models.Index(fields=["family", "given", "born_first"], name="searchkey_written"),
                    models.Index(fields=["given", "born_first"], name="searchkey_given"),
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
            model_name="sensitiveinvolvement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("retracted_on__isnull", True), ("ended_on__isnull", False), _connector="OR"
                ),
                name="retracted_sensitive_involvement_has_ended",
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
            "DROP FUNCTION shielding_candidates(text, text, text[], text[], date, date[], text[], text[], date[],"
            " date, date, text, boolean, integer);",
        ),
        migrations.RunSQL(
            CANDIDATES_NEARBY,
            "DROP FUNCTION shielding_candidates_nearby(text, text, date, text[], text[], text[], text[], text[], text[],"
            " date[], date, date, boolean, integer);",
        ),
        migrations.RunSQL(
            BEARERS, "DROP FUNCTION shielding_bearers(text, text, text, text, date, boolean, integer);"
        ),
        migrations.CreateModel(
            name="Departure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("closed", "The account was closed"),
                            ("moved", "The person went to another service"),
                        ],
                        max_length=6,
                    ),
                ),
                (
                    "roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30), default=list, size=None
                    ),
                ),
                ("children", models.PositiveIntegerField()),
                (
                    "ended",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                (
                    "begun",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                (
                    "sensitive_ended",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                (
                    "sensitive_passed_on",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("left_at", models.DateTimeField()),
                ("left_by", models.CharField(max_length=200)),
                ("taken_back_at", models.DateTimeField(null=True)),
                ("taken_back_by", models.CharField(blank=True, max_length=200)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.service",
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["account", "-left_at"], name="departures_of_an_account")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["closed", "moved"])), name="departure_kind_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("left_by", ""), _negated=True),
                        name="departure_says_who_settled_it",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("taken_back_at__isnull", True), ("taken_back_by", "")),
                            models.Q(
                                ("taken_back_at__isnull", False),
                                models.Q(("taken_back_by", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="departure_taken_back_says_who_and_when",
                    ),
                ],
            },
        ),
    ]
