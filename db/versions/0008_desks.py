"""one turn for all desks: the state of the ledger, acts in their order, versions of every row that people edit"""

import uuid

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None

#: Rows that people edit and that had no version yet.
_VERSIONED = (
    'observation', 'milestone', 'office_alias', 'evidence', 'progress_entry', 'workbook_return',
)
#: A number once given is never given again; SQLite forgets that when a table is built anew.
_NUMBERED = {'sqlite_autoincrement': True}


def upgrade() -> None:
    op.create_table('ledger_state',
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('ledger_uid', sa.String(32), nullable=False),
    sa.Column('seq', sa.BigInteger(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('schema', sa.String(), nullable=False),
    sa.Column('min_program', sa.String(), nullable=False),
    sa.Column('closed_for', sa.String(), nullable=False),
    sa.Column('moved_to', sa.String(), nullable=False),
    sa.CheckConstraint('id = 1', name=op.f('ck_ledger_state_single')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ledger_state'))
    )
    for table in _VERSIONED:
        op.add_column(table, sa.Column('version', sa.Integer(), nullable=False, server_default='1'))
    op.add_column('batch', sa.Column('seq', sa.BigInteger(), nullable=False, server_default='0'))
    op.create_index(op.f('ix_batch_seq'), 'batch', ['seq'], unique=False)
    op.create_index(op.f('ix_revision_entity_entity_id_field'), 'revision', ['entity', 'entity_id', 'field'], unique=False)
    op.drop_index(op.f('ix_revision_entity_entity_id'), table_name='revision')
    op.add_column('attachment', sa.Column('emptied_on', sa.Date(), nullable=True))
    with op.batch_alter_table('workbook_export', table_kwargs=_NUMBERED) as batch_op:
        batch_op.add_column(sa.Column('file_state', sa.Enum('recorded', 'placed', name='filestate', native_enum=False, create_constraint=True, length=32), nullable=False, server_default='placed'))
    _begin(op.get_bind())


def downgrade() -> None:
    with op.batch_alter_table('workbook_export', table_kwargs=_NUMBERED) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_workbook_export_filestate'), type_='check')
        batch_op.drop_column('file_state')
    op.drop_column('attachment', 'emptied_on')
    op.create_index(op.f('ix_revision_entity_entity_id'), 'revision', ['entity', 'entity_id'], unique=False)
    op.drop_index(op.f('ix_revision_entity_entity_id_field'), table_name='revision')
    op.drop_index(op.f('ix_batch_seq'), table_name='batch')
    op.drop_column('batch', 'seq')
    for table in reversed(_VERSIONED):
        op.drop_column(table, 'version')
    op.drop_table('ledger_state')


_batch = sa.table('batch', sa.column('id', sa.Integer), sa.column('seq', sa.BigInteger))
_state = sa.table(
    'ledger_state', sa.column('id'), sa.column('ledger_uid'), sa.column('seq'), sa.column('at', sa.DateTime),
    sa.column('schema'), sa.column('min_program'), sa.column('closed_for'), sa.column('moved_to'),
)  # fmt: skip


def _begin(connection):
    """Name the ledger, and say of the acts of before that they came in the order of their numbers."""
    connection.execute(sa.update(_batch).values(seq=_batch.c.id))
    last = connection.execute(sa.select(sa.func.coalesce(sa.func.max(_batch.c.id), 0))).scalar_one()
    connection.execute(
        _state.insert().values(
            id=1, ledger_uid=uuid.uuid4().hex, seq=last, at=sa.func.current_timestamp(), schema=revision,
            min_program='', closed_for='', moved_to='',
        )
    )  # fmt: skip
