import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F


def as_the_asker_is(apps, schema_editor):
    apps.get_model("cases", "Question").objects.update(handed_in_as=F("asker"))


def key(**more):
    return models.ForeignKey(
        help_text="The asker as she was when the question came in; no merge moves it.",
        on_delete=django.db.models.deletion.PROTECT,
        related_name="questions_handed_in",
        to="people.contact",
        **more,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0010_file_documents_and_their_versions"),
        ("people", "0003_what_the_address_book_knows"),
    ]

    operations = [
        migrations.AddField(model_name="question", name="handed_in_as", field=key(null=True)),
        migrations.RunPython(as_the_asker_is, migrations.RunPython.noop),
        migrations.AlterField(model_name="question", name="handed_in_as", field=key()),
    ]
