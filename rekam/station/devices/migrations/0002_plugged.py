from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("devices", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Plugged",
            fields=[
                ("serial", models.CharField(max_length=120, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=20)),
                ("make", models.CharField(blank=True, max_length=120)),
                ("model", models.CharField(blank=True, max_length=120)),
                ("port", models.PositiveIntegerField()),
                ("is_simulated", models.BooleanField(default=False)),
                ("last_at", models.DateTimeField()),
            ],
            options={"ordering": ["-last_at", "serial"]},
        ),
    ]
