"""What the public asked of a council, and what became of it."""

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
    ]
