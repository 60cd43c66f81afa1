"""offices and who sits in them, what co-offices do, rounds, channels, days off

The confirmation of a task covers the co-offices it has; every number in use gets the round it stood for, and all but
the newest are closed, so that nobody is chased for old ones.
"""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

#: A number once given is never given again; SQLite forgets that when a table is built anew.
_NUMBERED = {'sqlite_autoincrement': True}


def upgrade() -> None:
    op.create_table('holiday',
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('kind', sa.Enum('off', 'work', name='daykind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('origin', sa.Enum('shipped', 'hand', name='dayorigin', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.PrimaryKeyConstraint('day', name=op.f('pk_holiday'))
    )
    op.create_table('round',
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('sent_on', sa.Date(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('due_days', sa.Integer(), nullable=True),
    sa.Column('state', sa.Enum('open', 'closed', name='roundstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('texts', sa.JSON(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_round'))
    )
    op.create_table('office_name',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('office_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=True),
    sa.Column('to_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['office_id'], ['office.id'], name=op.f('fk_office_name_office_id_office'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_office_name')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('office_name', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_office_name_office_id'), ['office_id'], unique=False)

    op.create_table('office_person',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(), nullable=False),
    sa.Column('office_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('role', sa.Enum('liaison', 'head', 'deputy', 'other', name='personrole', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('post', sa.String(), nullable=False),
    sa.Column('phone', sa.String(), nullable=False),
    sa.Column('mobile', sa.String(), nullable=False),
    sa.Column('email', sa.String(), nullable=False),
    sa.Column('main', sa.Boolean(), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('to_on', sa.Date(), nullable=True),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('length(name) > 0', name=op.f('ck_office_person_name_not_empty')),
    sa.ForeignKeyConstraint(['office_id'], ['office.id'], name=op.f('fk_office_person_office_id_office'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_office_person')),
    sa.UniqueConstraint('uid', name=op.f('uq_office_person_uid')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('office_person', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_office_person_office_id'), ['office_id'], unique=False)

    op.create_table('help_entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('task_id', sa.Integer(), nullable=False),
    sa.Column('office_id', sa.Integer(), nullable=False),
    sa.Column('entered_on', sa.Date(), nullable=False),
    sa.Column('state', sa.Enum('none', 'in_progress', 'done', 'not_ours', name='helpstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('problems', sa.String(), nullable=False),
    sa.Column('author', sa.String(), nullable=False),
    sa.Column('filled_by', sa.String(), nullable=False),
    sa.Column('source', sa.Enum('manual', 'import', 'seed', 'demo', 'undo', name='batchsource', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('channel', sa.Enum('manual', 'phone', 'chat', 'in_person', 'meeting', 'paper', name='entrychannel', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.ForeignKeyConstraint(['office_id'], ['office.id'], name=op.f('fk_help_entry_office_id_office')),
    sa.ForeignKeyConstraint(['task_id'], ['task.id'], name=op.f('fk_help_entry_task_id_task'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_help_entry')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('help_entry', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_help_entry_office_id'), ['office_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_help_entry_task_id'), ['task_id'], unique=False)

    with op.batch_alter_table('office', table_kwargs=_NUMBERED) as batch_op:
        batch_op.add_column(sa.Column('kind', sa.Enum('none', 'government', 'party', 'district', 'central', 'mass', 'school', 'other', name='officekind', native_enum=False, create_constraint=True, length=32), nullable=False, server_default='none'))
        batch_op.add_column(sa.Column('leader', sa.String(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('state', sa.Enum('active', 'merged', 'renamed', 'dissolved', name='officestate', native_enum=False, create_constraint=True, length=32), nullable=False, server_default='active'))
        batch_op.add_column(sa.Column('state_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('successor_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('region', sa.String(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('note', sa.String(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('version', sa.Integer(), nullable=False, server_default='1'))
        batch_op.create_index(batch_op.f('ix_office_state'), ['state'], unique=False)
        batch_op.create_index(batch_op.f('ix_office_successor_id'), ['successor_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_office_successor_id_office'), 'office', ['successor_id'], ['id'])

    with op.batch_alter_table('progress_entry', table_kwargs=_NUMBERED) as batch_op:
        batch_op.add_column(sa.Column('filled_by', sa.String(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('channel', sa.Enum('manual', 'phone', 'chat', 'in_person', 'meeting', 'paper', name='entrychannel', native_enum=False, create_constraint=True, length=32), nullable=False, server_default='manual'))

    with op.batch_alter_table('task_office', table_kwargs=_NUMBERED) as batch_op:
        batch_op.add_column(sa.Column('duty', sa.String(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('owner', sa.String(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('phone', sa.String(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('state', sa.Enum('none', 'in_progress', 'done', 'not_ours', name='helpstate', native_enum=False, create_constraint=True, length=32), nullable=False, server_default='none'))
        batch_op.add_column(sa.Column('note', sa.String(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('problems', sa.String(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('remark', sa.String(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('confirmed', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('version', sa.Integer(), nullable=False, server_default='1'))

    with op.batch_alter_table('workbook_export', table_kwargs=_NUMBERED) as batch_op:
        batch_op.add_column(sa.Column('channel', sa.Enum('none', 'mail', 'disk', 'paper', name='exportchannel', native_enum=False, create_constraint=True, length=32), nullable=False, server_default='none'))
        batch_op.add_column(sa.Column('handed_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('excused', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('excuse', sa.String(), nullable=False, server_default=''))

    with op.batch_alter_table('workbook_return', table_kwargs=_NUMBERED) as batch_op:
        batch_op.add_column(sa.Column('listed', sa.JSON(), nullable=False, server_default='{}'))
        batch_op.add_column(sa.Column('touched', sa.JSON(), nullable=False, server_default='[]'))

    _confirm_with_the_task(op.get_bind())
    _write_rounds(op.get_bind())


def downgrade() -> None:
    with op.batch_alter_table('workbook_return', table_kwargs=_NUMBERED) as batch_op:
        batch_op.drop_column('touched')
        batch_op.drop_column('listed')

    with op.batch_alter_table('workbook_export', table_kwargs=_NUMBERED) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_workbook_export_exportchannel'), type_='check')
        batch_op.drop_column('excuse')
        batch_op.drop_column('excused')
        batch_op.drop_column('handed_on')
        batch_op.drop_column('channel')

    with op.batch_alter_table('task_office', table_kwargs=_NUMBERED) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_task_office_helpstate'), type_='check')
        batch_op.drop_column('version')
        batch_op.drop_column('confirmed')
        batch_op.drop_column('remark')
        batch_op.drop_column('problems')
        batch_op.drop_column('note')
        batch_op.drop_column('state')
        batch_op.drop_column('phone')
        batch_op.drop_column('owner')
        batch_op.drop_column('duty')

    with op.batch_alter_table('progress_entry', table_kwargs=_NUMBERED) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_progress_entry_entrychannel'), type_='check')
        batch_op.drop_column('channel')
        batch_op.drop_column('filled_by')

    with op.batch_alter_table('office', table_kwargs=_NUMBERED) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_office_officekind'), type_='check')
        batch_op.drop_constraint(batch_op.f('ck_office_officestate'), type_='check')
        batch_op.drop_constraint(batch_op.f('fk_office_successor_id_office'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_office_successor_id'))
        batch_op.drop_index(batch_op.f('ix_office_state'))
        batch_op.drop_column('version')
        batch_op.drop_column('note')
        batch_op.drop_column('region')
        batch_op.drop_column('successor_id')
        batch_op.drop_column('state_on')
        batch_op.drop_column('state')
        batch_op.drop_column('leader')
        batch_op.drop_column('kind')

    with op.batch_alter_table('help_entry', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_help_entry_task_id'))
        batch_op.drop_index(batch_op.f('ix_help_entry_office_id'))

    op.drop_table('help_entry')
    with op.batch_alter_table('office_person', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_office_person_office_id'))

    op.drop_table('office_person')
    with op.batch_alter_table('office_name', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_office_name_office_id'))

    op.drop_table('office_name')
    op.drop_table('round')
    op.drop_table('holiday')


# --- what is known of the rows of today ----------------------------------------------------------------

_task = sa.table("task", sa.column("id"), sa.column("offices_confirmed"))
_help = sa.table("task_office", sa.column("task_id"), sa.column("confirmed"))
_export = sa.table(
    "workbook_export",
    sa.column("round"),
    sa.column("kind"),
    sa.column("sent_on", sa.Date()),
    sa.column("return_due_on", sa.Date()),
)
_round = sa.table(
    "round",
    sa.column("number"),
    sa.column("name"),
    sa.column("sent_on", sa.Date()),
    sa.column("due_on", sa.Date()),
    sa.column("state"),
    sa.column("closed_on", sa.Date()),
    sa.column("note"),
    sa.column("texts", sa.JSON()),
    sa.column("version"),
)



def _confirm_with_the_task(connection):
    """A co-office of a task whose offices are confirmed is confirmed itself."""
    of = sa.select(_task.c.id).where(_task.c.offices_confirmed.is_(sa.true()))
    connection.execute(sa.update(_help).where(_help.c.task_id.in_(of)).values(confirmed=sa.true()))


def _write_rounds(connection):
    """Write a round for each number in use: first day sent, last day due, the newest open.

    A workbook that went back to an office for changes is no sending of its own and says nothing about the round, unless
    nothing else is left of it.
    """
    sendings = {}
    for number, kind, sent_on, due_on in connection.execute(sa.select(*_export.c)):
        sendings.setdefault(number, []).append((kind, sent_on, due_on))
    numbers = sorted(sendings)
    facts = {}
    for number in numbers:
        meant = [one for one in sendings[number] if one[0] != "reply"] or sendings[number]
        due = [one[2] for one in meant if one[2] is not None]
        facts[number] = min(one[1] for one in meant), max(due, default=None)
    for number, following in zip(numbers, [*numbers[1:], None], strict=False):
        sent_on, due_on = facts[number]
        closed_on = facts[following][0] if following is not None else None
        row = {"number": number, "name": f"第{number}批", "sent_on": sent_on, "due_on": due_on, "closed_on": closed_on}
        rest = {"state": "open" if closed_on is None else "closed", "note": "", "texts": {}, "version": 1}
        connection.execute(_round.insert().values(**row, **rest))
