from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("regions", "0003_areas_without_boundary")]

    operations = [
        migrations.AddField(
            model_name="office",
            name="areas_revision",
            field=models.PositiveIntegerField(default=0),
        ),
    ]
