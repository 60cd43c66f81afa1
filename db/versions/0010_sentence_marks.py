"""what a person calls a sentence of a source: background, or possibly missed"""

import sqlalchemy as sa
from alembic import op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('sentence_mark',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('article_id', sa.Integer(), nullable=False),
    sa.Column('sentence', sa.String(), nullable=False),
    sa.Column('kind', sa.Enum('background', 'missed', name='sentencekind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.ForeignKeyConstraint(['article_id'], ['article.id'], name=op.f('fk_sentence_mark_article_id_article'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sentence_mark')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_sentence_mark_article_id'), 'sentence_mark', ['article_id'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_sentence_mark_article_id'), table_name='sentence_mark')
    op.drop_table('sentence_mark')
