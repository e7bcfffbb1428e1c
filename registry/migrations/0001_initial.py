"""The record and what it is made from, with the one source that every installation has: this system's practitioners."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import ground.references


def add_practitioners(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("registry", "Source").objects.create(
        code="practitioners", name="Practitioner, on this page", kind="practitioners"
    )


def remove_practitioners(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("registry", "Source").objects.filter(code="practitioners").delete()


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                ("received_at", models.DateTimeField()),
                ("last_line", models.PositiveIntegerField(default=0)),
                ("received", models.PositiveIntegerField(default=0)),
                ("duplicate", models.PositiveIntegerField(default=0)),
                ("superseded", models.PositiveIntegerField(default=0)),
                ("rejected", models.PositiveIntegerField(default=0)),
                ("read_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Child",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(default=ground.references.new, max_length=32, unique=True)),
                ("number", models.CharField(max_length=12, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("provisional", "Being checked"), ("live", "Live"), ("retired", "Retired")],
                        default="live",
                        max_length=12,
                    ),
                ),
                ("proposed_by", models.CharField(blank=True, max_length=32)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "provisional"), _negated=True),
                            models.Q(("proposed_by", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="provisional_child_has_a_proposer",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Reject",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("line", models.PositiveIntegerField()),
                ("field", models.CharField(max_length=120)),
                ("problem", models.CharField(max_length=300)),
                ("remedy", models.CharField(max_length=300)),
                (
                    "delivery",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="registry.delivery"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Source",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, unique=True)),
                ("name", models.CharField(max_length=100)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("school-census", "School census"),
                            ("service-involvements", "Service involvements"),
                            ("practitioners", "Practitioners of this system"),
                        ],
                        max_length=24,
                    ),
                ),
                ("live", models.BooleanField(default=True)),
                (
                    "authority",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.authority",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Responsibility",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("as_at", models.DateField()),
                ("received_at", models.DateTimeField()),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.authority"
                    ),
                ),
                (
                    "child",
                    models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, to="registry.child"),
                ),
                (
                    "source",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.source",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Practice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("as_at", models.DateField()),
                ("received_at", models.DateTimeField()),
                (
                    "child",
                    models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, to="registry.child"),
                ),
                (
                    "practice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.organisation",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.source",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Gender",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("as_at", models.DateField()),
                ("received_at", models.DateTimeField()),
                (
                    "code",
                    models.CharField(
                        choices=[("F", "Female"), ("M", "Male"), ("N", "Not specified")], max_length=1
                    ),
                ),
                (
                    "child",
                    models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, to="registry.child"),
                ),
                (
                    "source",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.source",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="delivery",
            name="source",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="registry.source"),
        ),
        migrations.CreateModel(
            name="Death",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("as_at", models.DateField()),
                ("received_at", models.DateTimeField()),
                ("died_on", models.DateField()),
                (
                    "child",
                    models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, to="registry.child"),
                ),
                (
                    "source",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.source",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Carer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("as_at", models.DateField()),
                ("received_at", models.DateTimeField()),
                ("position", models.PositiveSmallIntegerField()),
                ("given", models.CharField(max_length=100)),
                ("family", models.CharField(max_length=100)),
                (
                    "responsibility",
                    models.CharField(
                        choices=[
                            ("parental-responsibility", "Parental responsibility"),
                            ("care", "Cares for the child"),
                        ],
                        max_length=24,
                    ),
                ),
                ("carer", models.BinaryField(max_length=32)),
                (
                    "child",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="registry.child"),
                ),
                (
                    "source",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.source",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Birth",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("as_at", models.DateField()),
                ("received_at", models.DateTimeField()),
                ("first", models.DateField()),
                ("last", models.DateField()),
                (
                    "child",
                    models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, to="registry.child"),
                ),
                (
                    "source",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.source",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Address",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("as_at", models.DateField()),
                ("received_at", models.DateTimeField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("current", "Current address"),
                            ("last-known", "Last known address"),
                            ("none", "No known address"),
                            ("left-returning", "Left England, intends to return within 3 years"),
                            ("left-not-returning", "Left England, does not intend to return"),
                            ("left-unknown", "Left England, no information on a return"),
                        ],
                        max_length=20,
                    ),
                ),
                ("line_1", models.CharField(blank=True, max_length=100)),
                ("line_2", models.CharField(blank=True, max_length=100)),
                ("town", models.CharField(blank=True, max_length=100)),
                ("postcode", models.CharField(blank=True, max_length=8)),
                ("dwelling", models.BinaryField(max_length=32, null=True)),
                (
                    "child",
                    models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, to="registry.child"),
                ),
                (
                    "source",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.source",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SourceRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=100)),
                (
                    "source",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="registry.source"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MatchKey",
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
                            ("nhs-number", "Nhs Number"),
                            ("upn", "Upn"),
                            ("name-birth-postcode", "Name Birth Postcode"),
                            ("name-birth", "Name Birth"),
                            ("birth", "Birth"),
                        ],
                        max_length=20,
                    ),
                ),
                ("digest", models.BinaryField(max_length=32)),
                (
                    "child",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="registry.child"),
                ),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="registry.sourcerecord"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rule", models.CharField(max_length=40)),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(max_length=60)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.CharField(blank=True, max_length=60)),
                (
                    "child",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="registry.child"),
                ),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="registry.sourcerecord"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Involvement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("as_at", models.DateField()),
                ("received_at", models.DateTimeField()),
                ("practitioner", models.CharField(max_length=200)),
                ("job_title", models.CharField(max_length=200)),
                ("telephone", models.CharField(blank=True, max_length=30)),
                ("email", models.CharField(blank=True, max_length=254)),
                ("started_on", models.DateField()),
                ("ended_on", models.DateField(null=True)),
                ("lead_professional", models.BooleanField(default=False)),
                ("caf_holder", models.BooleanField(default=False)),
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
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="registry.child"),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.service"
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.source",
                    ),
                ),
                (
                    "record",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="involvement",
                        to="registry.sourcerecord",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Statement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(default=ground.references.new, max_length=32, unique=True)),
                ("line", models.PositiveIntegerField(null=True)),
                ("payload", models.JSONField()),
                ("sealed", models.BinaryField(null=True)),
                ("digest", models.BinaryField(max_length=32)),
                ("as_at", models.DateField()),
                ("received_at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("pending", "Waiting for publication"),
                            ("applied", "Applied"),
                            ("superseded", "Overtaken by newer information"),
                            ("quarantined", "Set aside for a person to decide"),
                        ],
                        default="pending",
                        max_length=12,
                    ),
                ),
                (
                    "quarantine",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not set aside"),
                            ("shielded", "May concern a shielded child"),
                            ("open-field", "Changes a name, birth date or gender of a shielded child"),
                            ("potential", "May concern a child who is known already"),
                            ("another-person", "Speaks of somebody else than the same record did before"),
                            ("no-match", "No such child is known yet"),
                            ("no-consent", "Sensitive service without a consent receipt"),
                            ("fault", "Could not be applied"),
                        ],
                        default="",
                        max_length=16,
                    ),
                ),
                ("current", models.BooleanField(default=False)),
                (
                    "delivery",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="registry.delivery"
                    ),
                ),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="registry.sourcerecord"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OutboxEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                (
                    "statement",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, to="registry.statement"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Name",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("as_at", models.DateField()),
                ("received_at", models.DateTimeField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("current", "Current name"), ("former", "Former name")], max_length=8
                    ),
                ),
                ("given", models.CharField(max_length=100)),
                ("family", models.CharField(max_length=100)),
                (
                    "child",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="registry.child"),
                ),
                (
                    "source",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.source",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "current")),
                        fields=("child",),
                        name="one_current_name_per_child",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Identifier",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("as_at", models.DateField()),
                ("received_at", models.DateTimeField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("nhs-number", "NHS number"), ("upn", "Unique pupil number")], max_length=12
                    ),
                ),
                ("sealed", models.BinaryField()),
                ("digest", models.BinaryField(max_length=32)),
                (
                    "child",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="registry.child"),
                ),
                (
                    "source",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.source",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("child", "kind"), name="one_identifier_of_a_kind_per_child"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Education",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("as_at", models.DateField()),
                ("received_at", models.DateTimeField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("school", "At a school"),
                            ("elsewhere", "Educated elsewhere"),
                            ("home", "Educated at home"),
                        ],
                        max_length=10,
                    ),
                ),
                ("started_on", models.DateField(null=True)),
                (
                    "child",
                    models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, to="registry.child"),
                ),
                (
                    "school",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.organisation",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.source",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "school"), ("school__isnull", False)),
                            models.Q(models.Q(("kind", "school"), _negated=True), ("school__isnull", True)),
                            _connector="OR",
                        ),
                        name="school_stands_with_education_at_a_school",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(
                fields=("source", "digest"), name="one_delivery_per_source_and_file"
            ),
        ),
        migrations.AddIndex(
            model_name="carer",
            index=models.Index(fields=["carer"], name="carer_fingerprint"),
        ),
        migrations.AddConstraint(
            model_name="carer",
            constraint=models.UniqueConstraint(fields=("child", "position"), name="one_carer_per_position"),
        ),
        migrations.AddConstraint(
            model_name="birth",
            constraint=models.CheckConstraint(
                condition=models.Q(("first__lte", models.F("last"))), name="birth_span_begins_before_it_ends"
            ),
        ),
        migrations.AddIndex(
            model_name="address",
            index=models.Index(fields=["dwelling"], name="dwelling_fingerprint"),
        ),
        migrations.AddConstraint(
            model_name="address",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ("current", "last-known")),
                    models.Q(("line_1", ""), ("line_2", ""), ("postcode", ""), ("town", "")),
                    _connector="OR",
                ),
                name="address_stands_only_with_an_address_status",
            ),
        ),
        migrations.AddConstraint(
            model_name="sourcerecord",
            constraint=models.UniqueConstraint(
                fields=("source", "key"), name="one_record_per_source_and_key"
            ),
        ),
        migrations.AddIndex(
            model_name="matchkey",
            index=models.Index(fields=["digest", "kind"], name="matchkey_by_digest"),
        ),
        migrations.AddConstraint(
            model_name="link",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("record",),
                name="one_link_in_force_per_source_record",
            ),
        ),
        migrations.AddConstraint(
            model_name="link",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("ended_by", "")),
                    models.Q(("ended_at__isnull", False), models.Q(("ended_by", ""), _negated=True)),
                    _connector="OR",
                ),
                name="link_end_has_its_who_and_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="link",
            constraint=models.CheckConstraint(
                condition=models.Q(("made_by", ""), _negated=True), name="link_says_who_made_it"
            ),
        ),
        migrations.AddConstraint(
            model_name="involvement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("account__isnull", False), ("ended_on__isnull", True)),
                fields=("child", "account", "service"),
                name="one_open_involvement_per_person_and_service",
            ),
        ),
        migrations.AddConstraint(
            model_name="involvement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_on__isnull", True), ("ended_on__gte", models.F("started_on")), _connector="OR"
                ),
                name="involvement_begins_before_it_ends",
            ),
        ),
        migrations.AddConstraint(
            model_name="involvement",
            constraint=models.CheckConstraint(
                condition=models.Q(("record__isnull", False), ("account__isnull", False), _connector="OR"),
                name="involvement_comes_from_somebody",
            ),
        ),
        migrations.AddIndex(
            model_name="statement",
            index=models.Index(
                condition=models.Q(("outcome", "quarantined")),
                fields=["quarantine"],
                name="statement_set_aside",
            ),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("current", True)),
                fields=("record",),
                name="one_current_statement_per_source_record",
            ),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.UniqueConstraint(fields=("delivery", "line"), name="one_statement_per_line"),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome", "quarantined"), ("quarantine", ""), _connector="XOR"),
                name="quarantine_has_a_cause",
            ),
        ),
        migrations.CreateModel(
            name="CarriedNumber",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.BinaryField(max_length=32)),
                ("birth", models.BinaryField(max_length=32)),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="registry.sourcerecord"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("number", "birth"), name="one_carried_number_per_birth_date"
                    )
                ],
            },
        ),
        migrations.RunPython(add_practitioners, remove_practitioners),
    ]
