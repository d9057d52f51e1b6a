"""What tells the search server's index of changes: the database itself.

Triggers write a ``ServerChange`` for each ``SearchDocument`` that is written or goes, whoever does it and however (a
page that is deleted takes its documents along without a word to us), in the transaction of the change. Nothing is
written down while no server is known (no row of ``ServerIndex``).
"""

from __future__ import annotations

from django.db import connections

_KNOWN = "EXISTS (SELECT 1 FROM search_serverindex)"
_COLUMNS = "INSERT INTO search_serverchange (document_id, was, refused, created_at) VALUES"
_NOW = "strftime('%Y-%m-%d %H:%M:%f', 'now')"

_SQLITE = [
    f"CREATE TRIGGER IF NOT EXISTS search_server_{name} AFTER {event} ON search_searchdocument WHEN {_KNOWN} "
    f"BEGIN {_COLUMNS} ({row}.id, {was}, '', {_NOW}); END"
    for name, event, row, was in [
        ("added", "INSERT", "new", "''"),
        ("changed", "UPDATE", "new", "CASE WHEN old.acl <> new.acl THEN old.acl ELSE '' END"),
        ("gone", "DELETE", "old", "old.acl"),
    ]
]
_POSTGRESQL = [
    f"""
    CREATE OR REPLACE FUNCTION search_server_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NOT {_KNOWN} THEN
            RETURN NULL;
        END IF;
        IF TG_OP = 'DELETE' THEN
            {_COLUMNS} (OLD.id, OLD.acl, '', clock_timestamp());
        ELSIF TG_OP = 'UPDATE' AND OLD.acl <> NEW.acl THEN
            {_COLUMNS} (NEW.id, OLD.acl, '', clock_timestamp());
        ELSE
            {_COLUMNS} (NEW.id, '', '', clock_timestamp());
        END IF;
        RETURN NULL;
    END $$
    """,
    "DROP TRIGGER IF EXISTS search_server_change ON search_searchdocument",
    """
    CREATE TRIGGER search_server_change AFTER INSERT OR UPDATE OR DELETE ON search_searchdocument
    FOR EACH ROW EXECUTE FUNCTION search_server_change()
    """,
]


def prepare(using: str) -> None:
    """Make the triggers; harmless when they are there."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for statement in _SQLITE if connection.vendor == "sqlite" else _POSTGRESQL:
            cursor.execute(statement)
