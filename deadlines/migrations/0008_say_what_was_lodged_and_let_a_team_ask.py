from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0015_number_the_changes_of_dossiers"),
        ("deadlines", "0007_have_a_second_lawyer_confirm_a_day"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="confirmation",
            name="a_confirmation_that_is_awaited_was_asked_by_somebody",
        ),
        migrations.AddField(
            model_name="deadline",
            name="lodged",
            field=models.CharField(
                blank=True,
                choices=[
                    ("annulment_appeal", "annulment appeal"),
                    ("full_jurisdiction_appeal", "full-jurisdiction appeal"),
                    ("higher_court_appeal", "appeal to a higher court"),
                    ("court_petition", "petition or summons before a court"),
                    ("unilateral_petition", "unilateral petition"),
                    ("opposition", "opposition or third-party opposition"),
                    ("cassation_appeal", "appeal in cassation"),
                    ("extreme_urgency_suspension", "request for suspension in extreme urgency"),
                    ("interim_measures", "request for provisional measures in extreme urgency"),
                    ("suspension", "ordinary request for suspension"),
                    ("request_to_remain", "request for leave to remain during the appeal"),
                    ("continuation_request", "request for continuation of the procedure"),
                    ("pleading", "note, memorandum or other act in pending proceedings"),
                    ("european_application", "application to the European Court of Human Rights"),
                    ("application", "application to an authority"),
                    ("enforcement_act", "act of enforcement"),
                    ("other", "something else, told in words"),
                ],
                max_length=32,
            ),
        ),
        migrations.AddField(
            model_name="deadline",
            name="lodged_by",
            field=models.CharField(
                blank=True,
                choices=[
                    ("jbox", "by J-Box"),
                    ("dpa", "by e-Deposit or DPA-deposit"),
                    ("court_platform", "on the electronic platform of the court or authority"),
                    ("registered_post", "by registered post"),
                    ("ordinary_post", "by ordinary post"),
                    ("at_registry", "at the registry, against receipt"),
                    ("at_authority", "in person, at the office of the authority"),
                    ("place_of_detention", "through the director or registry of the place of detention"),
                    ("bailiff", "by a bailiff"),
                    ("fax", "by fax"),
                    ("email", "by e-mail"),
                    ("other", "in another way, told in words"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="deadline",
            name="receipt",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddIndex(
            model_name="deadline",
            index=models.Index(
                condition=models.Q(
                    ("evidence_document__isnull", True),
                    ("receipt", ""),
                    ("state", "met"),
                    models.Q(("lodged", ""), _negated=True),
                ),
                fields=["due_on", "id"],
                name="deadlines_awaiting_a_receipt",
            ),
        ),
        migrations.AddConstraint(
            model_name="confirmation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("asked_at__isnull", False),
                    models.Q(
                        ("asked_at__isnull", True),
                        ("asked_by__isnull", True),
                        ("of__isnull", True),
                        models.Q(("state", "awaited"), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="a_confirmation_that_is_awaited_was_asked_for",
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
                        models.Q(("lodged_by", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="something_is_lodged_in_some_way_where_a_deadline_is_met",
            ),
        ),
    ]
