from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("clients", "0002_consent_how"),
    ]

    operations = [
        migrations.AlterField(
            model_name="roll",
            name="state",
            field=models.CharField(
                choices=[
                    ("columns", "Waits for its columns"),
                    ("matching", "Is being compared with the register"),
                    ("matched", "Matched with the register"),
                    ("withdrawn", "Withdrawn"),
                ],
                default="columns",
                max_length=9,
            ),
        ),
    ]
