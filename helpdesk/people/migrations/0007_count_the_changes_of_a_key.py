from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0006_bind_keys_to_networks_and_limits"),
    ]

    operations = [
        migrations.AddField(
            model_name="apikey",
            name="revision",
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
    ]
