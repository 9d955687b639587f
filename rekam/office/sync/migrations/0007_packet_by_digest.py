from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sync", "0006_where_and_which_file")]

    operations = [
        migrations.AddIndex("packet", models.Index(fields=["digest"], name="packet_by_digest")),
    ]
