from django.db import migrations


def prepare(apps, schema_editor):
    """The tables and triggers that are the database's own: FTS5 on SQLite, a trigger on PostgreSQL."""
    from search import engines
    from search.engines import changes

    engines.embedded_engine(schema_editor.connection.alias).prepare()
    changes.prepare(schema_editor.connection.alias)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(prepare, migrations.RunPython.noop)]
