"""Alembic's entry: runs on the connection that the program hands over."""

from alembic import context

connection = context.config.attributes["connection"]


def render_item(kind, item, _context):
    """Write plain SQLAlchemy types into versions, so that they never import the program."""
    if kind == "type" and type(item).__name__ == "AutoString":
        return f"sa.String({item.length or ''})"
    if kind == "type" and type(item).__name__ == "UtcDateTime":
        return "sa.DateTime()"
    return False


context.configure(
    connection=connection,
    target_metadata=context.config.attributes["metadata"],
    render_as_batch=True,
    render_item=render_item,
    compare_type=False,
)
context.run_migrations()
