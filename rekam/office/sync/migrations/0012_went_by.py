from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sync", "0011_who_did_the_step")]

    operations = [
        migrations.AddField(
            "keeping",
            "went_by",
            models.DateField(blank=True, help_text="the last day that erasing went by", null=True),
        ),
    ]
