from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0015_number_the_changes_of_dossiers"),
        ("deadlines", "0011_let_the_digests_of_a_week_go"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="deadline",
            name="something_is_lodged_in_some_way_where_a_deadline_is_met",
        ),
        migrations.RemoveIndex(
            model_name="deadline",
            name="deadlines_awaiting_a_receipt",
        ),
        migrations.AddIndex(
            model_name="deadline",
            index=models.Index(
                condition=models.Q(
                    ("evidence_document__isnull", True),
                    ("receipt", ""),
                    ("state", "met"),
                    models.Q(("lodged_by", ""), _negated=True),
                ),
                fields=["due_on", "id"],
                name="deadlines_awaiting_a_receipt",
            ),
        ),
        migrations.AddConstraint(
            model_name="deadline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("lodged", ""), ("lodged_by", ""), ("receipt", "")),
                    models.Q(
                        ("state", "met"),
                        models.Q(("lodged", ""), _negated=True),
                        models.Q(("lodged_by", ""), ("receipt__gt", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="something_is_lodged_where_a_deadline_is_met",
            ),
        ),
    ]
