"""decisions with a name: changes of deadlines, moves of status, waivers, verdicts, coordination

Existing rows keep every value. What the history tells becomes rows: who granted an extension, when a task came to
its status and with how much progress, which period an entry reports.
"""

import re
from datetime import UTC, date, timedelta
from uuid import NAMESPACE_OID, uuid5

import sqlalchemy as sa
from alembic import op

from tracker.model.deadlines import parse_deadline
from tracker.model.enums import Status
from tracker.model.telling_text import count_meaningful
from tracker.model.recurrence import Frequency
from tracker.model.reporting import ReportEntry, ReportHistory, StatusMove, period_reported_by, spans_of

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

#: A number once given is never given again; SQLite forgets that when a table is built anew.
_NUMBERED = {'sqlite_autoincrement': True}


def upgrade() -> None:
    op.create_table('report_waiver',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('task_id', sa.Integer(), nullable=False),
    sa.Column('period_due_on', sa.Date(), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('by', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['task_id'], ['task.id'], name=op.f('fk_report_waiver_task_id_task'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_report_waiver')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('report_waiver', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_report_waiver_task_id'), ['task_id'], unique=False)

    op.create_table('status_move',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('task_id', sa.Integer(), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('from_status', sa.Enum('unassigned', 'not_started', 'in_progress', 'closing', 'closed', 'paused', 'cancelled', name='from_status', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('to_status', sa.Enum('unassigned', 'not_started', 'in_progress', 'closing', 'closed', 'paused', 'cancelled', name='to_status', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('decided_by', sa.String(), nullable=False),
    sa.Column('until', sa.Date(), nullable=True),
    sa.Column('progress_before', sa.Integer(), nullable=True),
    sa.Column('source', sa.Enum('manual', 'import', 'seed', 'demo', 'undo', name='batchsource', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.ForeignKeyConstraint(['task_id'], ['task.id'], name=op.f('fk_status_move_task_id_task'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_status_move')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('status_move', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_status_move_task_id'), ['task_id'], unique=False)

    op.create_table('verdict',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('task_id', sa.Integer(), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('outcome', sa.Enum('confirmed', 'partly', 'refuted', 'wanting', name='verdictoutcome', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('progress', sa.Integer(), nullable=True),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('by', sa.String(), nullable=False),
    sa.Column('next_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('progress IS NULL OR (progress >= 0 AND progress <= 100)', name=op.f('ck_verdict_progress_range')),
    sa.ForeignKeyConstraint(['task_id'], ['task.id'], name=op.f('fk_verdict_task_id_task'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_verdict')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('verdict', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_verdict_task_id'), ['task_id'], unique=False)

    op.create_table('coordination',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('task_id', sa.Integer(), nullable=False),
    sa.Column('what', sa.String(), nullable=False),
    sa.Column('solver', sa.String(), nullable=False),
    sa.Column('raised_on', sa.Date(), nullable=False),
    sa.Column('raised_by', sa.String(), nullable=False),
    sa.Column('needed_by', sa.Date(), nullable=True),
    sa.Column('status', sa.Enum('open', 'under_way', 'solved', 'dropped', name='coordinationstatus', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('outcome', sa.String(), nullable=False),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('entry_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("status <> 'solved' OR length(outcome) > 0", name=op.f('ck_coordination_solved_has_outcome')),
    sa.ForeignKeyConstraint(['entry_id'], ['progress_entry.id'], name=op.f('fk_coordination_entry_id_progress_entry')),
    sa.ForeignKeyConstraint(['task_id'], ['task.id'], name=op.f('fk_coordination_task_id_task'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_coordination')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('coordination', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_coordination_entry_id'), ['entry_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_coordination_task_id'), ['task_id'], unique=False)

    with op.batch_alter_table('batch', table_kwargs=_NUMBERED) as batch_op:
        batch_op.add_column(sa.Column('run', sa.String(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('desk', sa.String(12), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('key', sa.String(32), nullable=True))

    with op.batch_alter_table('extension', table_kwargs=_NUMBERED) as batch_op:
        batch_op.add_column(sa.Column('kind', sa.Enum('extension', 'correction', 'advance', 'first', 'frequency', name='deadlinechange', native_enum=False, create_constraint=True, length=32), nullable=False, server_default='extension'))
        batch_op.add_column(sa.Column('state', sa.Enum('requested', 'granted', 'refused', name='decisionstate', native_enum=False, create_constraint=True, length=32), nullable=False, server_default='granted'))
        batch_op.add_column(sa.Column('requested_by', sa.String(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('requested_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('return_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('decided_by', sa.String(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('answer', sa.String(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('late_days', sa.Integer(), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('nodes', sa.Enum('moved', 'kept', '', name='nodeschoice', native_enum=False, create_constraint=True, length=32), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('counts', sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.add_column(sa.Column('version', sa.Integer(), nullable=False, server_default='1'))
        batch_op.alter_column('decided_on', existing_type=sa.Date(), nullable=True)
        batch_op.create_check_constraint(batch_op.f('ck_extension_late_days_from_zero'), 'late_days >= 0')
        batch_op.create_check_constraint(batch_op.f('ck_extension_decided_has_day'), "state = 'requested' OR decided_on IS NOT NULL")
        batch_op.create_index(batch_op.f('ix_extension_return_id'), ['return_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_extension_return_id_workbook_return'), 'workbook_return', ['return_id'], ['id'])

    with op.batch_alter_table('milestone', table_kwargs=_NUMBERED) as batch_op:
        batch_op.add_column(sa.Column('first_due_on', sa.Date(), nullable=True))

    with op.batch_alter_table('progress_entry', table_kwargs=_NUMBERED) as batch_op:
        batch_op.add_column(sa.Column('period_due_on', sa.Date(), nullable=True))

    with op.batch_alter_table('task', table_kwargs=_NUMBERED) as batch_op:
        batch_op.add_column(sa.Column('leader', sa.String(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('priority', sa.Enum('normal', 'key', name='priority', native_enum=False, create_constraint=True, length=32), nullable=False, server_default='normal'))

    with op.batch_alter_table('workbook_export', table_kwargs=_NUMBERED) as batch_op:
        batch_op.add_column(sa.Column('kind', sa.Enum('first', 'again', 'reply', name='exportkind', native_enum=False, create_constraint=True, length=32), nullable=False, server_default='first'))
        batch_op.add_column(sa.Column('replaces_id', sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f('ix_workbook_export_replaces_id'), ['replaces_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_workbook_export_replaces_id_workbook_export'), 'workbook_export', ['replaces_id'], ['id'])

    _name_acts(op.get_bind())
    with op.batch_alter_table('batch', table_kwargs=_NUMBERED) as batch_op:
        batch_op.alter_column('key', existing_type=sa.String(32), nullable=False)
        batch_op.create_unique_constraint(batch_op.f('uq_batch_key'), ['key'])
    convert(op.get_bind())


def downgrade() -> None:
    with op.batch_alter_table('workbook_export', table_kwargs=_NUMBERED) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_workbook_export_replaces_id_workbook_export'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_workbook_export_replaces_id'))
        batch_op.drop_constraint(batch_op.f('ck_workbook_export_exportkind'), type_='check')
        batch_op.drop_column('replaces_id')
        batch_op.drop_column('kind')

    with op.batch_alter_table('task', table_kwargs=_NUMBERED) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_task_priority'), type_='check')
        batch_op.drop_column('priority')
        batch_op.drop_column('leader')

    with op.batch_alter_table('progress_entry', table_kwargs=_NUMBERED) as batch_op:
        batch_op.drop_column('period_due_on')

    with op.batch_alter_table('milestone', table_kwargs=_NUMBERED) as batch_op:
        batch_op.drop_column('first_due_on')

    with op.batch_alter_table('extension', table_kwargs=_NUMBERED) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_extension_return_id_workbook_return'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_extension_return_id'))
        batch_op.drop_constraint(batch_op.f('ck_extension_late_days_from_zero'), type_='check')
        batch_op.drop_constraint(batch_op.f('ck_extension_decided_has_day'), type_='check')
        batch_op.drop_constraint(batch_op.f('ck_extension_deadlinechange'), type_='check')
        batch_op.drop_constraint(batch_op.f('ck_extension_decisionstate'), type_='check')
        batch_op.drop_constraint(batch_op.f('ck_extension_nodeschoice'), type_='check')
        batch_op.drop_column('version')
        batch_op.drop_column('counts')
        batch_op.drop_column('nodes')
        batch_op.drop_column('late_days')
        batch_op.drop_column('answer')
        batch_op.drop_column('decided_by')
        batch_op.drop_column('return_id')
        batch_op.drop_column('requested_on')
        batch_op.drop_column('requested_by')
        batch_op.drop_column('state')
        batch_op.drop_column('kind')

    with op.batch_alter_table('batch', table_kwargs=_NUMBERED) as batch_op:
        batch_op.drop_constraint(batch_op.f('uq_batch_key'), type_='unique')
        batch_op.drop_column('key')
        batch_op.drop_column('desk')
        batch_op.drop_column('run')

    with op.batch_alter_table('coordination', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_coordination_task_id'))
        batch_op.drop_index(batch_op.f('ix_coordination_entry_id'))

    op.drop_table('coordination')
    with op.batch_alter_table('verdict', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_verdict_task_id'))

    op.drop_table('verdict')
    with op.batch_alter_table('status_move', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_status_move_task_id'))

    op.drop_table('status_move')
    with op.batch_alter_table('report_waiver', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_report_waiver_task_id'))

    op.drop_table('report_waiver')


# --- what the history tells ---------------------------------------------------------------------------

_WORDS = {"not_started": "未启动", "in_progress": "推进中", "closing": "待销号", "closed": "已销号",
          "paused": "暂缓", "cancelled": "已取消", "unassigned": "待交办"}
_PAUSE_DAYS = 90
_NO_YEAR = re.compile(r"^(\d{1,2}月|[一二三四]季度|第[一二三四]季度|上半年|下半年)")

_batch = sa.table("batch", sa.column("id"), sa.column("at", sa.DateTime()), sa.column("actor"), sa.column("source"),
                  sa.column("key"), sa.column("undoes_id"), sa.column("undone_by_id"))
_revision = sa.table("revision", sa.column("id"), sa.column("batch_id"), sa.column("entity"), sa.column("entity_id"),
                     sa.column("field"), sa.column("old", sa.JSON()), sa.column("new", sa.JSON()),
                     sa.column("task_id"))
_setting = sa.table("setting", sa.column("key"), sa.column("value", sa.JSON()))
_task = sa.table("task", sa.column("id"), sa.column("due_text"), sa.column("due_kind"), sa.column("due_on", sa.Date()),
                 sa.column("first_due_on", sa.Date()), sa.column("start_on", sa.Date()))
_entry = sa.table("progress_entry", sa.column("id"), sa.column("task_id"), sa.column("entered_on", sa.Date()),
                  sa.column("note"), sa.column("period_due_on", sa.Date()))
_extension = sa.table("extension", sa.column("id"), sa.column("task_id"), sa.column("from_on", sa.Date()),
                      sa.column("to_on", sa.Date()), sa.column("decided_on", sa.Date()), sa.column("decided_by"),
                      sa.column("late_days"), sa.column("counts", sa.Boolean()))
_milestone = sa.table("milestone", sa.column("due_on", sa.Date()), sa.column("first_due_on", sa.Date()))
_move = sa.table("status_move", sa.column("id"), sa.column("task_id"), sa.column("on", sa.Date()), sa.column("at", sa.DateTime()),
                 sa.column("from_status"), sa.column("to_status"), sa.column("reason"), sa.column("decided_by"),
                 sa.column("until", sa.Date()), sa.column("progress_before"), sa.column("source"))



def _name_acts(connection):
    """Give every act of the past a key that is the same wherever this ledger is migrated."""
    ledger = connection.scalar(sa.select(_setting.c.value).where(_setting.c.key == "token_key")) or ""
    for (number,) in connection.execute(sa.select(_batch.c.id)).all():
        key = uuid5(NAMESPACE_OID, f"{ledger}:{number}").hex
        connection.execute(sa.update(_batch).where(_batch.c.id == number).values(key=key))


def convert(connection):
    """Turn what the history tells into rows, once."""
    acts = {row.id: row for row in connection.execute(sa.select(_batch)).all()}
    revisions = connection.execute(
        sa.select(_revision).where(_revision.c.entity.in_(("task", "progress_entry", "extension")))
        .order_by(_revision.c.id)
    ).all()
    standing = [row for row in revisions if _in_force(acts[row.batch_id])]
    _complete_extensions(connection, acts, standing)
    _keep_first_dates(connection)
    _keep_first_deadlines(connection, standing)
    _write_moves(connection, acts, [row for row in revisions if acts[row.batch_id].undoes_id is None])
    _write_periods(connection)
    _write_years(connection, revisions)
    _mark_new_colours(connection)


def _in_force(act):
    return act.undoes_id is None and act.undone_by_id is None


def _day(at):
    return at.replace(tzinfo=UTC).astimezone().date()


def _complete_extensions(connection, acts, standing):
    """Say of each extension who decided it, how late it was, and whether it went beyond the first deadline."""
    granted = {row.entity_id: acts[row.batch_id].actor for row in standing if row.entity == "extension" and not row.field}
    first = dict(connection.execute(sa.select(_task.c.id, _task.c.first_due_on)).all())
    for row in connection.execute(sa.select(_extension)).all():
        late = (row.decided_on - row.from_on).days if row.from_on and row.decided_on else 0
        start = first.get(row.task_id)
        connection.execute(
            sa.update(_extension)
            .where(_extension.c.id == row.id)
            .values(
                decided_by=granted.get(row.id, ""),
                late_days=max(0, late),
                counts=row.to_on is None or start is None or row.to_on > start,
            )
        )


def _keep_first_dates(connection):
    """The date that a node has is its first one, also where an act that took it away may be undone."""
    connection.execute(sa.update(_milestone).values(first_due_on=_milestone.c.due_on))
    of_rows = sa.select(_revision).where(_revision.c.entity == "milestone", _revision.c.field == "")
    for row in connection.execute(of_rows).all():
        sides = {"old": row.old, "new": row.new}
        told = {name: {**side, "first_due_on": side["due_on"]} for name, side in sides.items() if side}
        connection.execute(sa.update(_revision).where(_revision.c.id == row.id).values(told))


def _keep_first_deadlines(connection, standing):
    """Where a deadline moved later without an extension, the earliest one of the history is the first promise."""
    recorded = {
        (row.task_id, row.to_on) for row in connection.execute(sa.select(_extension.c.task_id, _extension.c.to_on)).all()
    }
    days = {}
    moved = set()
    assigned = set()  # until then a deadline is a draft
    for row in standing:
        if row.entity == "task" and row.field == "status":
            assigned.add(row.entity_id)
        if row.entity == "task" and row.field == "due_on" and row.entity_id in assigned:
            old, new = (date.fromisoformat(value) if value else None for value in (row.old, row.new))
            days.setdefault(row.entity_id, set()).update(day for day in (old, new) if day)
            if old and new and new > old and (row.entity_id, new) not in recorded:
                moved.add(row.entity_id)
    for task in sorted(moved):
        first = connection.scalar(sa.select(_task.c.first_due_on).where(_task.c.id == task))
        earliest = min(days[task] | ({first} if first else set()))
        connection.execute(sa.update(_task).where(_task.c.id == task).values(first_due_on=earliest))


def _write_moves(connection, acts, done):
    """Make a row of every move of status that is in force; `done` are the changes of all acts but those that undo.

    An act that was taken back keeps its row in the history, so that doing it again brings it.
    """
    progress = {}
    remarks = {(row.batch_id, row.entity_id): row.new or "" for row in done if (row.entity, row.field) == ("task", "remark")}
    before = {(row.batch_id, row.entity_id): row.old for row in done if (row.entity, row.field) == ("task", "progress")}
    undoing = {act.undoes_id: act for act in acts.values() if act.undoes_id is not None}
    for row in done:
        written = row.entity == "progress_entry" and not row.field and row.new and _in_force(acts[row.batch_id])
        if written and row.new.get("progress") is not None:
            progress.setdefault(row.new["task_id"], []).append((row.batch_id, row.new["progress"]))
        if (row.entity, row.field) != ("task", "status"):
            continue
        act = acts[row.batch_id]
        key = (row.batch_id, row.entity_id)
        earlier = [value for batch, value in progress.get(row.entity_id, []) if batch < row.batch_id]
        move = {
            "task_id": row.entity_id,
            "on": _day(act.at),
            "at": act.at,
            "from_status": row.old,
            "to_status": row.new,
            "reason": _reason(remarks.get(key, ""), row.new),
            "decided_by": act.actor,
            "until": _day(act.at) + timedelta(days=_PAUSE_DAYS) if row.new == "paused" else None,
            "progress_before": before.get(key, earlier[-1] if earlier else None),
            "source": act.source,
        }
        number = connection.scalar(sa.insert(_move).values(move).returning(_move.c.id))
        if not _in_force(act):
            connection.execute(sa.delete(_move).where(_move.c.id == number))
        _note_row(connection, act, undoing, number, move)


def _note_row(connection, act, undoing, number, move):
    """Have an act tell that it made a row, and what undid it that it took it away: as the program does."""
    told = {"id": number, **move, "on": move["on"].isoformat(), "at": move["at"].replace(tzinfo=UTC).isoformat(),
            "until": move["until"].isoformat() if move["until"] else None}
    known = {"entity": "status_move", "entity_id": number, "field": "", "task_id": move["task_id"]}
    old, new = None, told
    while act is not None:
        connection.execute(sa.insert(_revision).values(batch_id=act.id, old=old, new=new, **known))
        act, old, new = undoing.get(act.id), new, old


def _write_periods(connection):
    """Fix which period each entry of a task that reports regularly was written for, by the rule of the program."""
    recurring = connection.execute(sa.select(_task).where(_task.c.due_kind == "recurring", _task.c.due_on.is_(None)))
    for task in recurring.all():
        recurrence = parse_deadline(task.due_text).recurrence
        spans = spans_of(_moves_of(connection, task.id), task.start_on)
        if recurrence is None or not spans:
            continue
        written, said = [], ""
        of_task = sa.select(_entry).where(_entry.c.task_id == task.id).order_by(_entry.c.id)
        for row in connection.execute(of_task).all():
            written.append((row.id, ReportEntry(row.entered_on, "" if row.note.strip() == said else row.note)))
            said = row.note.strip() if count_meaningful(row.note) else said
        earlier = []
        for number, entry in sorted(written, key=lambda pair: pair[1].on):
            period = period_reported_by([Frequency(recurrence)], ReportHistory(earlier, spans), entry)
            earlier.append(entry)
            if period is not None:
                connection.execute(sa.update(_entry).where(_entry.c.id == number).values(period_due_on=period))


def _moves_of(connection, task):
    rows = connection.execute(sa.select(_move).where(_move.c.task_id == task).order_by(_move.c.at, _move.c.id)).all()
    return [StatusMove(row.on, Status(row.from_status), Status(row.to_status), row.until) for row in rows]


def _reason(remark, status):
    """Return the reason that an act wrote below the remark."""
    lines = [line.partition("：")[2] for line in remark.splitlines() if line.startswith(f"{_WORDS[status]}：")]
    return lines[-1] if lines else ""


def _write_years(connection, revisions):
    """Write the year into wordings that have none, here and where the history names the wording that stands."""
    latest = {row.entity_id: row for row in revisions if (row.entity, row.field) == ("task", "due_text")}
    dated = sa.select(_task).where(_task.c.due_kind == "date", _task.c.due_on.is_not(None))
    for row in connection.execute(dated).all():
        text = row.due_text.strip()
        year = f"{row.due_on.year}年"
        if text in ("年底", "年底前", "年内"):
            whole = f"{year}底前"
        elif _NO_YEAR.match(text):
            whole = f"{year}{text}"
        else:
            continue
        connection.execute(sa.update(_task).where(_task.c.id == row.id).values(due_text=whole))
        last = latest.get(row.id)
        if last is not None and last.new == row.due_text:
            connection.execute(sa.update(_revision).where(_revision.c.id == last.id).values(new=whole))


def _mark_new_colours(connection):
    """Have the overview say once which lights the new rules changed; a new ledger has none that changed."""
    if connection.execute(sa.select(_task.c.id).limit(1)).first():
        connection.execute(sa.insert(_setting).values(key="light_rules_changed", value=True))
