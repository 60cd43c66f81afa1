"""evidence of a stamped form, and files that nobody has said yet which task they belong to"""

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None

_KINDS = ('file', 'note')
_NEW_KINDS = ('file', 'note', 'stamped')
#: A number once given is never given again; SQLite forgets that when a table is built anew.
_NUMBERED = {'sqlite_autoincrement': True}
#: The check of the kinds; no other check of the table names that column alone.
_GUARD = """
SELECT conname FROM pg_constraint
WHERE conrelid = 'evidence'::regclass AND contype = 'c' AND conname LIKE '%evidencekind'
"""


def upgrade() -> None:
    op.create_table('unfiled_evidence',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(), nullable=False),
    sa.Column('office_id', sa.Integer(), nullable=True),
    sa.Column('question', sa.String(), nullable=False),
    sa.Column('proposals', sa.JSON(), nullable=False),
    sa.Column('added_at', sa.DateTime(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['office_id'], ['office.id'], name=op.f('fk_unfiled_evidence_office_id_office')),
    sa.ForeignKeyConstraint(['sha256'], ['attachment.sha256'], name=op.f('fk_unfiled_evidence_sha256_attachment')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_unfiled_evidence')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('unfiled_evidence', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_unfiled_evidence_office_id'), ['office_id'], unique=False)
    _guard_kinds(_KINDS, _NEW_KINDS)


def downgrade() -> None:
    op.execute("UPDATE evidence SET kind = 'file' WHERE kind = 'stamped'")
    _guard_kinds(_NEW_KINDS, _KINDS)
    with op.batch_alter_table('unfiled_evidence', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_unfiled_evidence_office_id'))
    op.drop_table('unfiled_evidence')


def _guard_kinds(before: tuple[str, ...], after: tuple[str, ...]) -> None:
    """Let the column hold these values; SQLite builds the table anew for it and must not forget its numbers."""
    if op.get_bind().dialect.name == 'postgresql':
        name = op.get_bind().execute(sa.text(_GUARD)).scalar_one()  # as the server calls it
        op.drop_constraint(op.f(name), 'evidence', type_='check')
        op.create_check_constraint(op.f(name), 'evidence', sa.column('kind').in_(after))
        return
    kinds = [sa.Enum(*values, name='evidencekind', native_enum=False, create_constraint=True, length=32)
             for values in (before, after)]
    with op.batch_alter_table('evidence', schema=None, table_kwargs=_NUMBERED) as batch_op:
        batch_op.drop_constraint(op.f('ck_evidence_evidencekind'), type_='check')
        batch_op.alter_column('kind', existing_type=kinds[0], type_=kinds[1], existing_nullable=False)
