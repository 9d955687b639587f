from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("outbox", "0002_lost_at_the_office")]

    operations = [
        migrations.CreateModel(
            name="LogSeen",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("size", models.PositiveBigIntegerField()),
                ("root", models.BinaryField()),
                ("broken_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="one_log_seen"),
                ],
            },
        ),
    ]
