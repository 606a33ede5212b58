import helpdesk.identifiers
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("deadlines", "0010_read_reminders_in_the_app"),
    ]

    operations = [
        migrations.CreateModel(
            name="WeekLetGo",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=helpdesk.identifiers.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("week", models.CharField(help_text="ISO week, such as 2026-W25", max_length=8, unique=True)),
                ("let_go_at", models.DateTimeField()),
            ],
        ),
    ]
