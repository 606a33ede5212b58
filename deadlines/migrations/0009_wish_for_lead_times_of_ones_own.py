import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("deadlines", "0008_say_what_was_lodged_and_let_a_team_ask"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="reminder",
            name="a_deadline_rings_once_per_day_and_lead_time",
        ),
        migrations.AddField(
            model_name="mailwishes",
            name="own_days_before",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.PositiveSmallIntegerField(),
                default=list,
                help_text="Her own lead times, in days, for terms announced in days.",
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="mailwishes",
            name="own_leads_since",
            field=models.DateField(
                help_text="The day of her latest change of these: no lead before it is made up for.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="mailwishes",
            name="own_working_days_before",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.PositiveSmallIntegerField(),
                default=list,
                help_text="Her own lead times, in working days, for terms announced in working days.",
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="reminder",
            name="wished_by",
            field=models.ForeignKey(
                help_text="whose own lead time it is, and for whom alone it rings; empty for those of everybody",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="mailwishes",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("own_days_before", []), ("own_working_days_before", [])),
                    ("own_leads_since__isnull", False),
                    _connector="OR",
                ),
                name="own_lead_times_count_from_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.UniqueConstraint(
                condition=models.Q(("acknowledgement__isnull", True), ("wished_by__isnull", True)),
                fields=("deadline", "due_on", "lead"),
                name="a_deadline_rings_once_per_day_and_lead_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.UniqueConstraint(
                condition=models.Q(("wished_by__isnull", False)),
                fields=("deadline", "due_on", "lead", "wished_by"),
                name="a_deadline_rings_once_per_lead_time_of_a_colleague",
            ),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("wished_by__isnull", True),
                    models.Q(("acknowledgement__isnull", True), ("claimed_at__isnull", False)),
                    _connector="OR",
                ),
                name="a_reminder_that_was_wished_for_is_no_rung_and_rings_when_made",
            ),
        ),
    ]
