"""links between tasks: merged duplicates and related ones"""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('task_link',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('from_id', sa.Integer(), nullable=False),
    sa.Column('to_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('duplicate', 'related', name='tasklinkkind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.CheckConstraint('from_id <> to_id', name=op.f('ck_task_link_two_tasks')),
    sa.CheckConstraint("kind <> 'related' OR from_id < to_id", name=op.f('ck_task_link_related_once')),
    sa.ForeignKeyConstraint(['from_id'], ['task.id'], name=op.f('fk_task_link_from_id_task'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['to_id'], ['task.id'], name=op.f('fk_task_link_to_id_task'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_task_link')),
    sa.UniqueConstraint('from_id', 'to_id', name=op.f('uq_task_link_from_id_to_id')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('task_link', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_task_link_from_id'), ['from_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_task_link_to_id'), ['to_id'], unique=False)


def downgrade() -> None:
    op.drop_table('task_link')
