"""The bytes of each packet move to a table of their own. An old store needs room for them twice meanwhile."""

import django.db.models.deletion
from django.db import migrations, models

MOVE = """
    INSERT INTO outbox_body (packet_id, ciphertext)
    SELECT id, ciphertext FROM outbox_packet WHERE ciphertext IS NOT NULL
"""
# Whoever makes this table anew makes the trigger anew too: it goes with its table.
KEEP = """
    CREATE TRIGGER bytes_until_held_twice BEFORE DELETE ON outbox_body
    WHEN EXISTS (
        SELECT 1 FROM outbox_packet
        WHERE id = OLD.packet_id AND NOT (state = 'deleted' AND receipt_2 IS NOT NULL)
    )
    BEGIN
        SELECT RAISE(ABORT, 'the office has not signed for two copies of this packet');
    END
"""


class Migration(migrations.Migration):
    dependencies = [("outbox", "0003_the_log_as_it_was_seen")]

    operations = [
        migrations.CreateModel(
            name="Body",
            fields=[
                (
                    "packet",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.RESTRICT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="outbox.packet",
                    ),
                ),
                ("ciphertext", models.BinaryField()),
            ],
        ),
        migrations.RunSQL(MOVE),
        migrations.RemoveConstraint(model_name="packet", name="bytes_until_held_twice"),
        migrations.RemoveField(model_name="packet", name="ciphertext"),
        migrations.AddConstraint(
            model_name="packet",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "deleted"), _negated=True)
                | models.Q(("receipt_2__isnull", False)),
                name="deleted_when_held_twice",
            ),
        ),
        migrations.RunSQL(KEEP),
    ]
