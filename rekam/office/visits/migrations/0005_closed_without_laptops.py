from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("visits", "0004_summons")]

    operations = [
        migrations.AddField(
            model_name="closing",
            name="unheard",
            field=models.JSONField(default=list, help_text="laptops that were there and had told nothing"),
        ),
        migrations.AddField(
            model_name="closing",
            name="why",
            field=models.CharField(blank=True, help_text="why it was closed without them", max_length=300),
        ),
    ]
