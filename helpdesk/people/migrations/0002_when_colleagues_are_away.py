import django.db.models.deletion
import helpdesk.identifiers
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_first_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="Absence",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=helpdesk.identifiers.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("from_on", models.DateField()),
                ("until_on", models.DateField(help_text="The last day she is away.")),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "colleague",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="absences",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "stand_in",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["colleague", "until_on"], name="absences_of_a_colleague_by_day"),
                    models.Index(fields=["until_on", "from_on"], name="absences_by_day"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until_on__gte", models.F("from_on"))),
                        name="an_absence_does_not_end_before_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("stand_in", models.F("colleague")), _negated=True),
                        name="nobody_stands_in_for_herself",
                    ),
                ],
            },
        ),
    ]
