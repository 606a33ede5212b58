import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import OuterRef, Subquery


def take_addressees_from_mails(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    mails = apps.get_model("outbox", "OutgoingMail").objects.filter(pk=OuterRef("mail_id"))
    apps.get_model("deadlines", "ReminderMail").objects.update(
        addressee_id=Subquery(mails.values("addressee_id"))
    )


class Migration(migrations.Migration):
    dependencies = [
        ("deadlines", "0009_wish_for_lead_times_of_ones_own"),
        ("outbox", "0004_let_a_mail_be_sent_again"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="remindermail",
            name="addressee",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="remindermail",
            name="read_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.RunPython(take_addressees_from_mails, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="remindermail",
            name="addressee",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="remindermail",
            index=models.Index(fields=["addressee", "-id"], name="notices_of_a_colleague"),
        ),
        migrations.AddIndex(
            model_name="remindermail",
            index=models.Index(
                condition=models.Q(("read_at__isnull", True)),
                fields=["addressee", "-id"],
                name="notices_still_to_be_read",
            ),
        ),
    ]
