import django.contrib.postgres.fields
import django.db.models.deletion
import helpdesk.identifiers
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


# What was there before is where it always was: no question was merged, and the clock ran from when it came in.
FILL = """
UPDATE cases_message SET said_in_id = dossier_id;
UPDATE cases_question SET answered_in_id = dossier_id, clock_started_at = cases_dossier.created_at
FROM cases_dossier WHERE cases_dossier.id = cases_question.dossier_id;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0007_count_the_revisions_of_a_dossier"),
        ("people", "0002_when_colleagues_are_away"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AnswerTemplate",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=helpdesk.identifiers.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("code", models.SlugField(max_length=60)),
                ("title", models.CharField(max_length=200)),
                (
                    "themes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), blank=True, default=list, size=None
                    ),
                ),
                ("texts", models.JSONField(default=dict)),
                ("archived_at", models.DateTimeField(blank=True, null=True)),
                ("revision", models.PositiveIntegerField(default=1)),
            ],
        ),
        migrations.CreateModel(
            name="Merge",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=helpdesk.identifiers.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "state_before",
                    models.CharField(
                        choices=[("new", "new"), ("open", "open"), ("closed", "closed")], max_length=8
                    ),
                ),
                ("moved", models.JSONField(default=dict)),
                ("made_at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="OpeningException",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=helpdesk.identifiers.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("on", models.DateField()),
                ("blocks", models.JSONField(default=list)),
                ("revision", models.PositiveIntegerField(default=1)),
            ],
        ),
        migrations.CreateModel(
            name="OpeningHours",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=helpdesk.identifiers.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("valid_from", models.DateField()),
                ("week", models.JSONField()),
                ("answer_within", models.PositiveSmallIntegerField()),
                (
                    "answer_unit",
                    models.CharField(
                        choices=[
                            ("opening_hours", "opening hours"),
                            ("working_days", "working days on which the desk is open"),
                        ],
                        max_length=16,
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=1)),
            ],
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="message",
            name="what_was_said_is_not_edited",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="timeentry",
            name="time_spent_is_not_edited",
        ),
        migrations.AddField(
            model_name="message",
            name="copied_from",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="copies",
                to="cases.message",
            ),
        ),
        migrations.AddField(
            model_name="message",
            name="said_in",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="said_messages",
                to="cases.dossier",
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="answered_in",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="questions_answered",
                to="cases.dossier",
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="clock_started_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.RunSQL(FILL, reverse_sql=migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="message",
            name="said_in",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="said_messages", to="cases.dossier"
            ),
        ),
        migrations.AlterField(
            model_name="question",
            name="answered_in",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="questions_answered",
                to="cases.dossier",
            ),
        ),
        migrations.AlterField(
            model_name="question",
            name="clock_started_at",
            field=models.DateTimeField(),
        ),
        migrations.AddField(
            model_name="question",
            name="due_for_answer_at",
            field=models.DateTimeField(
                blank=True, help_text="When the first answer should have been given at the latest.", null=True
            ),
        ),
        migrations.AlterField(
            model_name="dossierlink",
            name="kind",
            field=models.CharField(
                choices=[
                    ("became", "became"),
                    ("related", "is related to"),
                    ("merged_into", "was merged into"),
                    ("split_into", "was split off into"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddIndex(
            model_name="question",
            index=models.Index(
                condition=models.Q(("answered_at", None)),
                fields=["due_for_answer_at"],
                name="questions_that_wait_for_answer",
            ),
        ),
        migrations.AddIndex(
            model_name="question",
            index=models.Index(fields=["clock_started_at"], name="questions_by_month"),
        ),
        migrations.AddField(
            model_name="answertemplate",
            name="team",
            field=models.ForeignKey(
                blank=True,
                help_text="Empty for the whole desk.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="answer_templates",
                to="people.team",
            ),
        ),
        migrations.AddField(
            model_name="message",
            name="template",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="messages",
                to="cases.answertemplate",
            ),
        ),
        migrations.AddField(
            model_name="merge",
            name="made_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="merge",
            name="merged",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="merges", to="cases.dossier"
            ),
        ),
        migrations.AddField(
            model_name="merge",
            name="survivor",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="merges_of_others",
                to="cases.dossier",
            ),
        ),
        migrations.AddField(
            model_name="merge",
            name="undone_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="openingexception",
            name="team",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="opening_exceptions",
                to="people.team",
            ),
        ),
        migrations.AddField(
            model_name="openinghours",
            name="team",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="opening_hours", to="people.team"
            ),
        ),
        migrations.AddConstraint(
            model_name="answertemplate",
            constraint=models.UniqueConstraint(
                condition=models.Q(("archived_at", None)),
                fields=("team", "code"),
                name="one_template_in_use_per_team_and_code",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="merge",
            constraint=models.UniqueConstraint(
                condition=models.Q(("undone_at", None)),
                fields=("merged",),
                name="a_question_is_merged_into_one_other_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="merge",
            constraint=models.CheckConstraint(
                condition=models.Q(("merged", models.F("survivor")), _negated=True),
                name="no_question_is_merged_into_itself",
            ),
        ),
        migrations.AddConstraint(
            model_name="openingexception",
            constraint=models.UniqueConstraint(
                fields=("team", "on"), name="one_opening_exception_per_team_and_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="openinghours",
            constraint=models.UniqueConstraint(
                fields=("team", "valid_from"), name="one_version_of_opening_hours_per_team_and_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="openinghours",
            constraint=models.CheckConstraint(
                condition=models.Q(("answer_within__gte", 1)), name="nobody_can_answer_within_nothing"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="message",
            trigger=pgtrigger.compiler.Trigger(
                name="what_was_said_is_not_edited",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."reply_to_id" IS DISTINCT FROM (NEW."reply_to_id") OR OLD."corrects_id" IS DISTINCT FROM (NEW."corrects_id") OR OLD."said_in_id" IS DISTINCT FROM (NEW."said_in_id") OR OLD."copied_from_id" IS DISTINCT FROM (NEW."copied_from_id") OR OLD."template_id" IS DISTINCT FROM (NEW."template_id") OR OLD."body" IS DISTINCT FROM (NEW."body") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."channel" IS DISTINCT FROM (NEW."channel") OR OLD."author_id" IS DISTINCT FROM (NEW."author_id") OR OLD."at" IS DISTINCT FROM (NEW."at"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="980616f135ed0309c8f1d9ea079ff9654bf9bbc0",
                    operation="UPDATE",
                    pgid="pgtrigger_what_was_said_is_not_edited_68f6e",
                    table="cases_message",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="timeentry",
            trigger=pgtrigger.compiler.Trigger(
                name="time_spent_is_not_edited",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."minutes" IS DISTINCT FROM (NEW."minutes") OR OLD."what" IS DISTINCT FROM (NEW."what") OR OLD."on" IS DISTINCT FROM (NEW."on") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."spent_by_id" IS DISTINCT FROM (NEW."spent_by_id") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="f6036bcf0d8b053a8334f9b2ee0907c7494c0f5c",
                    operation="UPDATE",
                    pgid="pgtrigger_time_spent_is_not_edited_5cb1c",
                    table="cases_timeentry",
                    when="BEFORE",
                ),
            ),
        ),
    ]
