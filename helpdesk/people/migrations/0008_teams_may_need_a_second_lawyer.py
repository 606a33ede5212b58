from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0007_count_the_changes_of_a_key"),
    ]

    operations = [
        migrations.AddField(
            model_name="team",
            name="needs_second_lawyer",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="Whether each fatal day of its dossiers is looked at by a second lawyer.",
            ),
        ),
    ]
