from django.db import migrations, models


class Migration(migrations.Migration):
    """The names of a year beside each other, and in how many names each group of three letters stands."""

    dependencies = [("packs", "0003_expired_seen")]

    operations = [
        migrations.AlterField(model_name="resident", name="born", field=models.DateField(null=True)),
        migrations.AddIndex(
            model_name="resident",
            index=models.Index(fields=["born", "sound", "id"], name="sounds_of_a_year"),
        ),
        migrations.RunSQL(
            "CREATE VIRTUAL TABLE packs_group USING fts5vocab(packs_sound, row)",
            "DROP TABLE packs_group",
        ),
    ]
