from django.db import migrations


class Migration(migrations.Migration):
    """How the names sound, by groups of three letters. Holds no text of its own: only where each group is."""

    dependencies = [("packs", "0001_initial")]
    operations = [
        migrations.RunSQL(
            "CREATE VIRTUAL TABLE packs_sound USING fts5(sound, content='', tokenize='trigram')",
            "DROP TABLE packs_sound",
        )
    ]
