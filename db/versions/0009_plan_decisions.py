"""why a plan was eased, and who decided, stand with their act instead of inside its label

Labels of acts on a start or on nodes kept both; those of imported lists also hold a file name and are left alone.
"""

import re

import sqlalchemy as sa
from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None

_LABEL = re.compile(r'(?:\S+ (?:启动日期|新增节点|节点变动|删除节点)|批量修改 \d+ 项任务的[^：]+)：(.+)', re.DOTALL)
_BATCH = sa.table('batch', sa.column('id', sa.Integer), sa.column('decisions', sa.JSON))
_DECIDER = '（批准人 '
_EASED = """SELECT DISTINCT revision.task_id FROM revision WHERE batch_id = :batch AND task_id IS NOT NULL AND
    (entity = 'milestone' AND field IN ('due_on', 'weight', '') OR entity = 'task' AND field = 'start_on')"""


def upgrade() -> None:
    with op.batch_alter_table('batch', schema=None) as batch_op:
        batch_op.add_column(sa.Column('decisions', sa.JSON(none_as_null=True), nullable=True))
    connection = op.get_bind()
    acts = connection.execute(sa.text("SELECT id, label FROM batch WHERE label LIKE '%：%' AND undoes_id IS NULL"))
    for number, label in acts.all():
        said = _LABEL.fullmatch(label)
        tasks = connection.execute(sa.text(_EASED), {'batch': number}).scalars().all() if said else ()
        if said is not None and tasks:
            decisions = {str(task): _decision(said[1]) for task in tasks}
            connection.execute(_BATCH.update().where(_BATCH.c.id == number).values(decisions=decisions))


def _decision(text: str) -> dict[str, str]:
    if text.count(_DECIDER) != 1 or not text.endswith('）'):
        return {'reason': text, 'decided_by': ''}
    reason, _, decider = text.partition(_DECIDER)
    return {'reason': reason, 'decided_by': decider.removesuffix('）')}


def downgrade() -> None:
    with op.batch_alter_table('batch', schema=None) as batch_op:
        batch_op.drop_column('decisions')
