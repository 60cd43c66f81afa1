"""sources of every kind: files, numbers, answers, packs, tags, names of indicators, reviews of texts

Every task of today answers one recommendation and comes from its article; every indicator gets a key that is the
same wherever the catalogue was taken in.
"""

import hashlib

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

#: A number once given is never given again; SQLite forgets that when a table is built anew.
_NUMBERED = {'sqlite_autoincrement': True}


def upgrade() -> None:
    op.create_table('counter',
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('last', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('kind', 'year', name=op.f('pk_counter'))
    )
    op.create_table('list_mapping',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('signature', sa.String(), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('used_at', sa.DateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_list_mapping')),
    sa.UniqueConstraint('name', name=op.f('uq_list_mapping_name')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('list_mapping', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_list_mapping_signature'), ['signature'], unique=False)

    op.create_table('pack',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('version', sa.String(), nullable=False),
    sa.Column('city', sa.String(), nullable=False),
    sa.Column('sha256', sa.String(), nullable=False),
    sa.Column('imported_at', sa.DateTime(), nullable=False),
    sa.Column('removed_on', sa.Date(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pack')),
    sa.UniqueConstraint('code', name=op.f('uq_pack_code')),
    sqlite_autoincrement=True
    )
    op.create_table('tag',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('retired', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tag')),
    sa.UniqueConstraint('name', name=op.f('uq_tag_name')),
    sqlite_autoincrement=True
    )
    op.create_table('article_file',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('article_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(), nullable=False),
    sa.Column('added_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['article_id'], ['article.id'], name=op.f('fk_article_file_article_id_article'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['sha256'], ['attachment.sha256'], name=op.f('fk_article_file_sha256_attachment')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_article_file')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('article_file', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_article_file_article_id'), ['article_id'], unique=False)

    op.create_table('intake_review',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('sha256', sa.String(), nullable=True),
    sa.Column('format', sa.String(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('proposal', sa.JSON(), nullable=False),
    sa.Column('decisions', sa.JSON(), nullable=False),
    sa.Column('state', sa.Enum('open', 'accepted', 'dropped', name='reviewstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('article_id', sa.Integer(), nullable=True),
    sa.Column('started_at', sa.DateTime(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['article_id'], ['article.id'], name=op.f('fk_intake_review_article_id_article')),
    sa.ForeignKeyConstraint(['sha256'], ['attachment.sha256'], name=op.f('fk_intake_review_sha256_attachment')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_intake_review')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('intake_review', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_intake_review_article_id'), ['article_id'], unique=False)

    op.create_table('indicator_alias',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('indicator_id', sa.Integer(), nullable=False),
    sa.Column('alias', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['indicator_id'], ['indicator.id'], name=op.f('fk_indicator_alias_indicator_id_indicator'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_indicator_alias')),
    sa.UniqueConstraint('alias', name=op.f('uq_indicator_alias_alias')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('indicator_alias', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_indicator_alias_indicator_id'), ['indicator_id'], unique=False)

    op.create_table('task_answer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('task_id', sa.Integer(), nullable=False),
    sa.Column('recommendation_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['recommendation_id'], ['recommendation.id'], name=op.f('fk_task_answer_recommendation_id_recommendation')),
    sa.ForeignKeyConstraint(['task_id'], ['task.id'], name=op.f('fk_task_answer_task_id_task'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_task_answer')),
    sa.UniqueConstraint('task_id', 'recommendation_id', name=op.f('uq_task_answer_task_id_recommendation_id')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('task_answer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_task_answer_recommendation_id'), ['recommendation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_task_answer_task_id'), ['task_id'], unique=False)

    with op.batch_alter_table('article', table_kwargs=_NUMBERED) as batch_op:
        batch_op.add_column(sa.Column('kind', sa.Enum('article', 'instruction', 'meeting', 'suggestion', 'proposal', 'document', 'letter', 'hotline', 'own', name='sourcekind', native_enum=False, create_constraint=True, length=32), nullable=False, server_default='article'))
        batch_op.add_column(sa.Column('number', sa.String(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('sender', sa.String(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('received_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('report_due_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('report_text', sa.String(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('leader', sa.String(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('urgency', sa.Enum('none', 'urgent', 'very_urgent', name='urgency', native_enum=False, create_constraint=True, length=32), nullable=False, server_default='none'))
        batch_op.add_column(sa.Column('content', sa.String(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('state', sa.Enum('open', 'reported', 'retired', name='sourcestate', native_enum=False, create_constraint=True, length=32), nullable=False, server_default='open'))
        batch_op.add_column(sa.Column('state_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('state_note', sa.String(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('pack_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('version', sa.Integer(), nullable=False, server_default='1'))
        batch_op.create_index(batch_op.f('ix_article_kind'), ['kind'], unique=False)
        batch_op.create_index(batch_op.f('ix_article_pack_id'), ['pack_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_article_pack_id_pack'), 'pack', ['pack_id'], ['id'])

    with op.batch_alter_table('catalogue_base', table_kwargs=_NUMBERED) as batch_op:
        batch_op.add_column(sa.Column('pack_id', sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f('ix_catalogue_base_pack_id'), ['pack_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_catalogue_base_pack_id_pack'), 'pack', ['pack_id'], ['id'])

    with op.batch_alter_table('indicator', table_kwargs=_NUMBERED) as batch_op:
        batch_op.add_column(sa.Column('uid', sa.String(), nullable=True))
        batch_op.add_column(sa.Column('frequency', sa.Enum('monthly', 'quarterly', 'half_yearly', 'yearly', 'none', name='frequency', native_enum=False, create_constraint=True, length=32), nullable=True))
        batch_op.add_column(sa.Column('office_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('retired_on', sa.Date(), nullable=True))
        batch_op.create_index(batch_op.f('ix_indicator_office_id'), ['office_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_indicator_office_id_office'), 'office', ['office_id'], ['id'])

    with op.batch_alter_table('recommendation', table_kwargs=_NUMBERED) as batch_op:
        batch_op.add_column(sa.Column('spans', sa.JSON(), nullable=False, server_default='[]'))

    with op.batch_alter_table('task', table_kwargs=_NUMBERED) as batch_op:
        batch_op.add_column(sa.Column('source_id', sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f('ix_task_source_id'), ['source_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_task_source_id_article'), 'article', ['source_id'], ['id'])

    _name_indicators(op.get_bind())
    with op.batch_alter_table('indicator', table_kwargs=_NUMBERED) as batch_op:
        batch_op.alter_column('uid', existing_type=sa.String(), nullable=False)
        batch_op.create_unique_constraint(batch_op.f('uq_indicator_uid'), ['uid'])
    _write_answers(op.get_bind())


def downgrade() -> None:
    with op.batch_alter_table('task', table_kwargs=_NUMBERED) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_task_source_id_article'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_task_source_id'))
        batch_op.drop_column('source_id')

    with op.batch_alter_table('recommendation', table_kwargs=_NUMBERED) as batch_op:
        batch_op.drop_column('spans')

    with op.batch_alter_table('indicator', table_kwargs=_NUMBERED) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_indicator_office_id_office'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('uq_indicator_uid'), type_='unique')
        batch_op.drop_index(batch_op.f('ix_indicator_office_id'))
        batch_op.drop_constraint(batch_op.f('ck_indicator_frequency'), type_='check')
        batch_op.drop_column('retired_on')
        batch_op.drop_column('office_id')
        batch_op.drop_column('frequency')
        batch_op.drop_column('uid')

    with op.batch_alter_table('catalogue_base', table_kwargs=_NUMBERED) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_catalogue_base_pack_id_pack'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_catalogue_base_pack_id'))
        batch_op.drop_column('pack_id')

    with op.batch_alter_table('article', table_kwargs=_NUMBERED) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_article_pack_id_pack'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_article_pack_id'))
        batch_op.drop_index(batch_op.f('ix_article_kind'))
        batch_op.drop_constraint(batch_op.f('ck_article_sourcekind'), type_='check')
        batch_op.drop_constraint(batch_op.f('ck_article_urgency'), type_='check')
        batch_op.drop_constraint(batch_op.f('ck_article_sourcestate'), type_='check')
        batch_op.drop_column('version')
        batch_op.drop_column('pack_id')
        batch_op.drop_column('state_note')
        batch_op.drop_column('state_on')
        batch_op.drop_column('state')
        batch_op.drop_column('content')
        batch_op.drop_column('urgency')
        batch_op.drop_column('leader')
        batch_op.drop_column('report_text')
        batch_op.drop_column('report_due_on')
        batch_op.drop_column('received_on')
        batch_op.drop_column('sender')
        batch_op.drop_column('number')
        batch_op.drop_column('kind')

    with op.batch_alter_table('task_answer', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_task_answer_task_id'))
        batch_op.drop_index(batch_op.f('ix_task_answer_recommendation_id'))

    op.drop_table('task_answer')
    with op.batch_alter_table('indicator_alias', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_indicator_alias_indicator_id'))

    op.drop_table('indicator_alias')
    with op.batch_alter_table('intake_review', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_intake_review_article_id'))

    op.drop_table('intake_review')
    with op.batch_alter_table('article_file', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_article_file_article_id'))

    op.drop_table('article_file')
    op.drop_table('tag')
    op.drop_table('pack')
    with op.batch_alter_table('list_mapping', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_list_mapping_signature'))

    op.drop_table('list_mapping')
    op.drop_table('counter')


# --- what is known of the rows of today ----------------------------------------------------------------

_task = sa.table("task", sa.column("id"), sa.column("recommendation_id"), sa.column("source_id"))
_answer = sa.table("task_answer", sa.column("task_id"), sa.column("recommendation_id"))
_recommendation = sa.table("recommendation", sa.column("id"), sa.column("article_id"))
_indicator = sa.table("indicator", sa.column("id"), sa.column("code"), sa.column("uid"))



def _name_indicators(connection):
    """Give every indicator the key that another ledger with the same catalogue gives it, too."""
    for number, code in connection.execute(sa.select(_indicator.c.id, _indicator.c.code)).all():
        uid = "I" + hashlib.sha256(code.encode()).hexdigest()[:12]
        connection.execute(sa.update(_indicator).where(_indicator.c.id == number).values(uid=uid))


def _write_answers(connection):
    """Write the source of every task, and the recommendation that it answers."""
    of = sa.select(_recommendation.c.article_id).where(_recommendation.c.id == _task.c.recommendation_id)
    connection.execute(
        sa.update(_task).where(_task.c.recommendation_id.is_not(None)).values(source_id=of.scalar_subquery())
    )
    pairs = sa.select(_task.c.id, _task.c.recommendation_id).where(_task.c.recommendation_id.is_not(None))
    connection.execute(_answer.insert().from_select(["task_id", "recommendation_id"], pairs.order_by(_task.c.id)))
