"""the register of papers that left the office"""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('paper',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('ledger', 'circular', 'notice', 'urging', 'order', 'brief', 'closing', name='paperkind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('number', sa.Integer(), nullable=True),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('office_id', sa.Integer(), nullable=True),
    sa.Column('issued_on', sa.Date(), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=True),
    sa.Column('to_on', sa.Date(), nullable=False),
    sa.Column('reply_by', sa.Date(), nullable=True),
    sa.Column('task_codes', sa.JSON(), nullable=False),
    sa.Column('figures', sa.JSON(), nullable=False),
    sa.Column('file_name', sa.String(), nullable=False),
    sa.Column('sha256', sa.String(), nullable=False),
    sa.CheckConstraint('number IS NULL OR number > 0', name=op.f('ck_paper_number_positive')),
    sa.ForeignKeyConstraint(['office_id'], ['office.id'], name=op.f('fk_paper_office_id_office')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_paper')),
    sa.UniqueConstraint('kind', 'year', 'number', name=op.f('uq_paper_kind_year_number')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('paper', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_paper_office_id'), ['office_id'], unique=False)

    op.create_table('paper_task',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('paper_id', sa.Integer(), nullable=False),
    sa.Column('task_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['paper_id'], ['paper.id'], name=op.f('fk_paper_task_paper_id_paper'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['task_id'], ['task.id'], name=op.f('fk_paper_task_task_id_task'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_paper_task')),
    sa.UniqueConstraint('paper_id', 'task_id', name=op.f('uq_paper_task_paper_id_task_id')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('paper_task', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_paper_task_paper_id'), ['paper_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_paper_task_task_id'), ['task_id'], unique=False)


def downgrade() -> None:
    op.drop_table('paper_task')
    op.drop_table('paper')
