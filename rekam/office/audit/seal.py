"""The triggers that make the trail append-only, for SQLite and PostgreSQL.

They stop mistakes and ordinary accounts. Who owns the database can drop them; the chain of hashes
then shows what was changed.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

SQLITE = [
    """CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry
    BEGIN SELECT RAISE(ABORT, 'audit.append_only'); END""",
    """CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry
    BEGIN SELECT RAISE(ABORT, 'audit.append_only'); END""",
    """CREATE TRIGGER audit_head_no_delete BEFORE DELETE ON audit_head
    BEGIN SELECT RAISE(ABORT, 'audit.append_only'); END""",
    """CREATE TRIGGER audit_head_only_forward BEFORE UPDATE ON audit_head
    WHEN NEW.count <> OLD.count + 1
    BEGIN SELECT RAISE(ABORT, 'audit.append_only'); END""",
]
SQLITE_LIFT = [
    f"DROP TRIGGER IF EXISTS {name}"
    for name in (
        "audit_entry_no_update",
        "audit_entry_no_delete",
        "audit_head_no_delete",
        "audit_head_only_forward",
    )
]
POSTGRESQL = [
    """CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'audit.append_only'; END $$""",
    """CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()""",
    """CREATE TRIGGER audit_head_stays BEFORE DELETE OR TRUNCATE ON audit_head
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()""",
    """CREATE TRIGGER audit_head_only_forward BEFORE UPDATE ON audit_head
    FOR EACH ROW WHEN (NEW.count <> OLD.count + 1) EXECUTE FUNCTION audit_refuse()""",
]
POSTGRESQL_LIFT = [
    "DROP TRIGGER IF EXISTS audit_entry_append_only ON audit_entry",
    "DROP TRIGGER IF EXISTS audit_head_stays ON audit_head",
    "DROP TRIGGER IF EXISTS audit_head_only_forward ON audit_head",
    "DROP FUNCTION IF EXISTS audit_refuse()",
]


def place(connection: BaseDatabaseWrapper) -> None:
    _run(connection, SQLITE if connection.vendor == "sqlite" else POSTGRESQL)


def lift(connection: BaseDatabaseWrapper) -> None:
    """Only to take the tables away altogether, or to empty a database made for tests."""
    _run(connection, SQLITE_LIFT if connection.vendor == "sqlite" else POSTGRESQL_LIFT)


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
