import secrets
from typing import Any

from django.apps.registry import Apps
from django.db import connection, migrations

AT_ONCE = 50_000
# An obligation holds from the last day on which its lines do not cancel out. Those of a move from village to
# village do.
RENEW = """
UPDATE residents_resident SET obliged_from = held.since
FROM (
    SELECT resident_id, MAX(effective_on) AS since
    FROM (
        SELECT resident_id, effective_on FROM ledger_line
        WHERE measure = 'obliged' AND resident_id > %s AND resident_id <= %s
        GROUP BY resident_id, effective_on HAVING SUM(amount) <> 0
    ) AS turns
    GROUP BY resident_id
) AS held
WHERE held.resident_id = residents_resident.id AND residents_resident.obliged_from <> held.since
"""


def renew(apps: Apps, _editor: Any) -> None:
    """Who moved within the regency is obliged since before the move. What was reviewed, or answered, by the
    old day is no longer right.
    """
    last = apps.get_model("residents", "Resident").objects.order_by("id").values_list("id", flat=True).last()
    with connection.cursor() as cursor:
        for start in range(0, last or 0, AT_ONCE):
            cursor.execute(RENEW, [start, start + AT_ONCE])
    apps.get_model("ledger", "Book").objects.update(revision=secrets.randbits(62))


class Migration(migrations.Migration):
    dependencies = [("residents", "0003_which_facts_were_confirmed"), ("ledger", "0002_append_only")]

    operations = [migrations.RunPython(renew, migrations.RunPython.noop)]
