"""What the public asked of a council, and what became of it; what children were asked, and what they answered."""

import django.db.models.deletion
from django.db import migrations, models

import ground.references


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Case",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(default=ground.references.new, max_length=32, unique=True)),
                ("follow", models.BinaryField(unique=True)),
                ("sent_once", models.BinaryField(unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("access", "See what is held about me"),
                            ("looked", "Find out who has looked at it"),
                            ("correction", "Say that something is wrong"),
                            ("worry", "I am worried about who can see this"),
                            ("objection", "I do not want this to be held, or used like this"),
                            ("complaint", "Complain"),
                            ("ask-first", "Be asked before somebody looks"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "asker",
                    models.CharField(
                        choices=[
                            ("oneself", "For me"),
                            ("child", "For my child"),
                            ("supported", "For somebody I support"),
                            ("parent", "For myself, as a parent"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("web", "On the internet"),
                            ("paper", "On paper"),
                            ("spoken", "On the telephone, or in person"),
                        ],
                        max_length=6,
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("received", "It has come in"),
                            ("open", "Somebody is working on it"),
                            ("identity", "We need to know who is asking"),
                            ("review", "A second person is checking the answer"),
                            ("answered", "It is answered"),
                            ("second", "Somebody else is looking at it again"),
                            ("settled", "It is settled"),
                            ("withdrawn", "It was taken back"),
                        ],
                        default="received",
                        max_length=10,
                    ),
                ),
                ("due", models.DateTimeField(null=True)),
                ("received_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("handler", models.CharField(blank=True, max_length=32)),
                ("writer", models.CharField(blank=True, max_length=32)),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.authority"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="District",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("outward", models.CharField(max_length=4)),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.authority"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.BinaryField(unique=True)),
                ("sealed", models.BinaryField()),
                ("network", models.BinaryField()),
                ("started_at", models.DateTimeField()),
                ("until", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["network", "started_at"], name="drafts_of_a_network"),
                    models.Index(fields=["until"], name="drafts_that_end"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("came-in", "It came in"),
                            ("taken", "Somebody took it on"),
                            ("told", "We said how it is going"),
                            ("extended", "We said that it takes longer, and why"),
                            ("identity-asked", "We asked who is asking"),
                            ("identity-known", "We know who is asking"),
                            ("proposed", "An answer was written"),
                            ("sent-back", "A second person asked for a better answer"),
                            ("answered", "A second person agreed, and it was answered"),
                            ("asked-again", "It was asked that somebody else looks at it"),
                            ("settled", "Somebody else looked at it and answered"),
                            ("withdrawn", "It was taken back"),
                            ("restored", "It was asked for again after all"),
                            ("added", "More was written"),
                        ],
                        max_length=14,
                    ),
                ),
                ("done_at", models.DateTimeField()),
                ("officer", models.CharField(blank=True, max_length=32)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="complaints.case",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Team",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("telephone", models.CharField(max_length=30)),
                ("email", models.CharField(max_length=254)),
                ("hours", models.CharField(max_length=200)),
                ("address", models.CharField(max_length=200)),
                (
                    "authority",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.authority"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Words",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "meant",
                    models.CharField(
                        choices=[
                            ("asked", "From the person who asked"),
                            ("told", "To the person who asked"),
                            ("inside", "Between officers"),
                        ],
                        max_length=6,
                    ),
                ),
                ("sealed", models.BinaryField()),
                (
                    "step",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="words",
                        to="complaints.step",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["authority", "due"], name="cases_of_a_council_by_due"),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("due__isnull", False),
                    ("stage__in", ["answered", "settled", "withdrawn"]),
                    _connector="OR",
                ),
                name="case_that_waits_has_a_clock",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_at__isnull", True),
                    ("stage__in", ["answered", "settled", "withdrawn"]),
                    _connector="XOR",
                ),
                name="case_has_ended_or_waits",
            ),
        ),
        migrations.AddConstraint(
            model_name="district",
            constraint=models.UniqueConstraint(
                fields=("outward", "authority"), name="one_row_per_district_and_council"
            ),
        ),
        migrations.CreateModel(
            name="Survey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(default=ground.references.new, max_length=32, unique=True)),
                ("title", models.CharField(max_length=150)),
                ("lead", models.CharField(blank=True, max_length=1000)),
                ("source", models.CharField(blank=True, max_length=300)),
                ("officer", models.CharField(max_length=32)),
                ("made_at", models.DateTimeField()),
                ("opened_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("published_at", models.DateTimeField(null=True)),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.authority"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Place",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(default=ground.references.new, max_length=32, unique=True)),
                ("name", models.CharField(max_length=150)),
                ("handle", models.BinaryField(unique=True)),
                ("password", models.CharField(max_length=200)),
                ("officer", models.CharField(max_length=32)),
                ("issued_at", models.DateTimeField()),
                (
                    "survey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="places",
                        to="complaints.survey",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(default=ground.references.new, max_length=32, unique=True)),
                ("position", models.PositiveSmallIntegerField()),
                ("words", models.CharField(max_length=400)),
                ("hint", models.CharField(blank=True, max_length=600)),
                ("is_open", models.BooleanField(default=False)),
                (
                    "survey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="complaints.survey",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Group",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.CharField(max_length=200)),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="groups",
                        to="complaints.question",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Sheet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sent_once", models.BinaryField(unique=True)),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("web", "On the internet"),
                            ("paper", "On paper"),
                            ("meeting", "In a meeting"),
                        ],
                        max_length=7,
                    ),
                ),
                ("day", models.DateField()),
                ("people", models.PositiveSmallIntegerField(default=1)),
                (
                    "age",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("under-10", "9 or younger"),
                            ("10-12", "10 to 12"),
                            ("13-15", "13 to 15"),
                            ("16-17", "16 or 17"),
                            ("18-plus", "18 or older"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "gender",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("girl", "Girl or young woman"),
                            ("boy", "Boy or young man"),
                            ("another", "I say it in another way"),
                        ],
                        max_length=7,
                    ),
                ),
                (
                    "lives",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("family", "With my family"),
                            ("childrens-home", "In a children’s home"),
                            ("foster", "With foster carers"),
                            ("special-school", "In a residential special school"),
                            ("boarding", "In a boarding school"),
                            ("own", "On my own"),
                            ("elsewhere", "Somewhere else"),
                        ],
                        max_length=14,
                    ),
                ),
                ("officer", models.CharField(blank=True, max_length=32)),
                (
                    "place",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sheets",
                        to="complaints.place",
                    ),
                ),
                (
                    "survey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sheets",
                        to="complaints.survey",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "said",
                    models.CharField(
                        choices=[("yes", "Yes"), ("no", "No"), ("not-sure", "Not sure")], max_length=8
                    ),
                ),
                ("times", models.PositiveSmallIntegerField(default=1)),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="complaints.question",
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="complaints.sheet",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.CharField(max_length=600)),
                ("officer", models.CharField(max_length=32)),
                ("written_at", models.DateTimeField()),
                (
                    "survey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="changes",
                        to="complaints.survey",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Try",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("network", models.BinaryField()),
                ("tried_at", models.DateTimeField()),
                (
                    "place",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="complaints.place",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Voice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(default=ground.references.new, max_length=32, unique=True)),
                (
                    "group",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="voices",
                        to="complaints.group",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="voices",
                        to="complaints.question",
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="voices",
                        to="complaints.sheet",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Quotation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.CharField(max_length=1000)),
                ("officer", models.CharField(max_length=32)),
                ("chosen_at", models.DateTimeField()),
                (
                    "voice",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="quotation",
                        to="complaints.voice",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="VoiceWords",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sealed", models.BinaryField()),
                (
                    "voice",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="words",
                        to="complaints.voice",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="group",
            constraint=models.UniqueConstraint(fields=("question", "words"), name="one_group_of_these_words"),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.UniqueConstraint(
                fields=("sheet", "question", "said"), name="one_row_per_sheet_and_answer"
            ),
        ),
        migrations.AddConstraint(
            model_name="survey",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("closed_at__isnull", True), ("opened_at__isnull", False), _connector="OR"
                ),
                name="survey_that_is_closed_was_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="survey",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("published_at__isnull", True), ("closed_at__isnull", False), _connector="OR"
                ),
                name="survey_that_is_published_is_closed",
            ),
        ),
        migrations.AddConstraint(
            model_name="sheet",
            constraint=models.CheckConstraint(
                condition=models.Q(("people", 1), ("channel", "meeting"), _connector="OR"),
                name="sheet_that_is_no_meeting_speaks_for_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="sheet",
            constraint=models.CheckConstraint(
                condition=models.Q(("people__gte", 1)), name="sheet_speaks_for_somebody"
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.UniqueConstraint(
                fields=("survey", "position"), name="one_question_per_place_in_a_survey"
            ),
        ),
        migrations.AddConstraint(
            model_name="place",
            constraint=models.UniqueConstraint(
                fields=("survey", "name"), name="one_row_per_place_and_survey"
            ),
        ),
        migrations.AddIndex(
            model_name="try",
            index=models.Index(fields=["network", "tried_at"], name="tries_of_a_network"),
        ),
    ]
