from django.db import migrations


class Migration(migrations.Migration):
    """By itself: PostgreSQL changes no table of which a row was named in the same transaction."""

    dependencies = [("regions", "0002_boundary")]

    operations = [migrations.RemoveField(model_name="area", name="boundary")]
