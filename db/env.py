"""Alembic's entry: runs on the connection that the program hands over."""

import sqlalchemy as sa
from alembic import context

connection = context.config.attributes["connection"]


def render_item(kind, item, _context):
    """Write plain SQLAlchemy types into versions, so that they never import the program."""
    if kind == "type" and type(item).__name__ == "AutoString":
        return f"sa.String({item.length or ''})"
    if kind == "type" and type(item).__name__ == "UtcDateTime":
        return "sa.DateTime()"
    return False


def numbers_given():
    """Return the highest number ever given in each table of an SQLite file."""
    if connection.dialect.name != "sqlite" or not sa.inspect(connection).has_table("sqlite_sequence"):
        return {}
    return dict(connection.execute(sa.text("SELECT name, seq FROM sqlite_sequence")).all())


def keep_numbers(given):
    """See that no number of a deleted row is given again: SQLite forgets them where a table is built anew."""
    there = numbers_given()
    tables = sa.inspect(connection).get_table_names() if given else ()
    for name in given.keys() & set(tables):
        known = {"name": name, "number": given[name]}
        if name not in there:
            connection.execute(sa.text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :number)"), known)
        elif there[name] < given[name]:
            connection.execute(sa.text("UPDATE sqlite_sequence SET seq = :number WHERE name = :name"), known)


context.configure(
    connection=connection,
    target_metadata=context.config.attributes["metadata"],
    render_as_batch=True,
    render_item=render_item,
    compare_type=False,
)
before = numbers_given()
context.run_migrations()
keep_numbers(before)
