"""Any mixture of edits on both sides, through the services on a ledger: nothing lost, nothing twice, all undone."""

import hashlib
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from tracker.errors import RuleError
from tracker.exchange.cells.cells import same_value
from tracker.exchange.cells.columns import HEADER_ROW, INDICATOR_SHEET, TASK_SHEET, SheetLayout
from tracker.exchange.read.open_book import read_raw
from tracker.model.changeset import ChangeSet, Decision, FieldChange
from tracker.model.enums import Choice, Outcome, ReturnState
from tracker.model.tables import Batch, Indicator, Task, WorkbookReturn
from tracker.queries.current_rows import current_rows
from tracker.services import indicators, undo
from tracker.services.returns import apply
from tracker.services.returns.preview import remember_book
from tracker.store.engine import Database

LATER = date(2026, 3, 20)
CODES = ("A1.1", "A2.1a", "B4.1", "D4.2a")
#: What is written into a cell by them, and how we say the same.
VALUES: dict[str, list[tuple[Any, Any]]] = {
    "owner": [("张三", "张三"), ("李 四", "李 四"), (None, ""), ("=1+1", "=1+1")],
    "phone": [("0574-87181234", "0574-87181234"), (13800000000, "13800000000"), (None, "")],
    "co_offices": [("市科技局", ("市科技局",)), ("市教育局，市财政局", ("市财政局", "市教育局")), (None, ())],
    "due_text": [("2026年9月底前", "2026年9月底前"), ("长期坚持", "长期坚持"), ("尽快", "尽快"), (None, "")],
    "progress": [(0.35, 35), (1, 100), (0, 0), ("大部分", 60), ("50%", 50)],
    "progress_note": [("甲\n乙", "甲\n乙"), ("甲\n乙\n丙", "甲\n乙\n丙"), ("丁\n甲\n乙", "丁\n甲\n乙"), (None, "")],
    "problems": [("缺资金", "缺资金"), ("#N/A", "无"), (None, "")],
    "next_steps": [("报市政府", "报市政府"), (None, "")],
    "remark": [("备注一", "备注一"), ("ＡＢ （注）", "ＡＢ （注）"), (None, "")],
}
STATUSES = [("推进中", "in_progress"), ("未启动", "not_started"), ("待销号", "closing"), ("已销号", "closed")]
OBSERVED = [(190, "2026-01-31"), (200.5, "2026-02-28"), ("约210", "2026-02-28"), (None, "2026-02-28"), (180, None)]
SHUFFLES = ("drop a row", "double a row", "add a row", "lose the tokens", "turn the rows round")


@dataclass(frozen=True)
class Mixture:
    """What both sides did, and what a person decides about each entry in turn."""

    ours: Mapping[tuple[str, str], int]
    theirs: Mapping[tuple[str, str], int]
    statuses: Mapping[str, int]
    observed: int | None
    measured: int | None
    shuffles: frozenset[str]
    choices: tuple[Choice, ...]


def edits() -> st.SearchStrategy[dict[tuple[str, str], int]]:
    return st.dictionaries(
        st.tuples(st.sampled_from(CODES), st.sampled_from(list(VALUES))), st.integers(0, 9), max_size=9
    )


MIXTURES = st.builds(
    Mixture,
    edits(),
    edits(),
    st.dictionaries(st.sampled_from(CODES), st.integers(0, 3), max_size=2),
    st.none() | st.integers(0, 4),
    st.none() | st.integers(0, 1),
    st.frozensets(st.sampled_from(SHUFFLES), max_size=2),
    st.lists(st.sampled_from(list(Choice)), min_size=1, max_size=7).map(tuple),
)


class Office:
    """The workbook in the hands of the office."""

    def __init__(self, path: Path) -> None:
        self.path, self._book = path, openpyxl.load_workbook(path)

    def fill(self, mixture: Mixture) -> None:
        for (code, field), number in mixture.theirs.items():
            self._put(TASK_SHEET, code, field, VALUES[field][number % len(VALUES[field])][0])
        for code, number in mixture.statuses.items():
            self._put(TASK_SHEET, code, "status", STATUSES[number][0])
        if mixture.observed is not None:
            value, day = OBSERVED[mixture.observed]
            label = str(self._book[INDICATOR_SHEET.name].cell(HEADER_ROW + 1, 2).value)
            self._put(INDICATOR_SHEET, label, "indicator_value", value)
            self._put(INDICATOR_SHEET, label, "indicator_on", day)
        for shuffle in sorted(mixture.shuffles):
            self._shuffle(shuffle)
        self._book.save(self.path)

    def _put(self, layout: SheetLayout, label: str, field: str, value: Any) -> None:
        columns = [column.field for column in layout.columns]
        sheet = self._book[layout.name]
        row = next(n for n in range(HEADER_ROW + 1, sheet.max_row + 1) if sheet.cell(n, 2).value == label)
        sheet.cell(row, columns.index(field) + 1).value = value

    def _shuffle(self, what: str) -> None:
        sheet = self._book["任务清单"]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=HEADER_ROW + 1)]
        if what == "drop a row":
            rows.pop(0)
        elif what == "double a row":
            rows.append(list(rows[1]))
        elif what == "add a row":
            rows.append([None, "新1", "新增的任务", "内容", None, "市经信局", None, "钱七", *[None] * 8])
        elif what == "lose the tokens":
            rows = [[None, *row[1:]] for row in rows]
        else:
            rows.reverse()
        sheet.delete_rows(HEADER_ROW + 1, sheet.max_row)
        for number, row in enumerate(rows, start=HEADER_ROW + 1):
            for place, value in enumerate(row, start=1):
                sheet.cell(number, place).value = value


@pytest.fixture(scope="module")
def new_desk(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Any]]:
    """Return a maker of ledgers that have just sent the workbook beside them."""
    folder = tmp_path_factory.mktemp("mixtures")
    opened: list[Database] = []

    def make(kind: type, send: Callable[[Any, Path], Any]) -> tuple[Any, Path]:
        template = folder / "sent.db"
        if not template.exists():
            shutil.copyfile(sqlite_template, template)
            first = Database(f"sqlite:///{template.as_posix()}", "测试员")
            send(kind(first), folder)
            first.close()
        while opened:
            opened.pop().close()
        for old in folder.glob("now.db*"):
            old.unlink()
        shutil.copyfile(template, folder / "now.db")
        opened.append(Database(f"sqlite:///{(folder / 'now.db').as_posix()}", "测试员"))
        shutil.copyfile(folder / "市经信局.xlsx", folder / "反馈.xlsx")
        return kind(opened[-1]), folder / "反馈.xlsx"

    yield make
    for database in opened:
        database.close()


@pytest.fixture(scope="module")
def read_here() -> Callable[[Path], None]:
    """Return a way to read a workbook in this process: a process for each of hundreds would take minutes."""

    def read(path: Path) -> None:
        data = path.read_bytes()
        remember_book(hashlib.sha256(data).hexdigest(), read_raw(data))

    return read


def our_edits(desk: Any, mixture: Mixture) -> None:
    for (code, field), number in mixture.ours.items():
        with suppress(RuleError):  # what a person may not do in the window is not done
            desk.edit(field, VALUES[field][number % len(VALUES[field])][1], code)
    if mixture.measured is not None:
        known = desk.rows(Indicator, Indicator.code == "I07")[0]
        desk.act(indicators.add_observation, known.id, date(2026, 2, 28), 170.0 + mixture.measured, "")


def decided(found: ChangeSet, choices: tuple[Choice, ...]) -> dict[Any, Decision]:
    """Return a decision for every entry a person may decide, one choice after the other."""
    decisions = {}
    for number, entry in enumerate(found.changes):
        choice = choices[number % len(choices)]
        if not entry.needs_decision and choice is not Choice.OURS:
            continue
        value = entry.theirs if choice is Choice.MERGED else None
        if choice is Choice.MERGED and entry.outcome is Outcome.UNKNOWN_ROW:
            choice = Choice.LATER
        decisions[entry.identity] = Decision(choice, value, "对方说明" if entry.field == "status" else "")
    return decisions


def now(desk: Any, found: ChangeSet) -> dict[tuple[str, str], Mapping[str, Any]]:
    keys = {(one.kind, one.key) for one in found.changes if one.key}
    return desk.look(
        lambda session: {k: dict(r.values) for k, r in current_rows(session, (found.export,), keys).items()}
    )


def taken(found: ChangeSet, decisions: Mapping[Any, Decision]) -> Iterator[FieldChange]:
    """Yield what must stand in the ledger afterwards unless the rules refuse it."""
    for one in found.changes:
        choice = decisions[one.identity].choice if one.identity in decisions else None
        clean = one.outcome is Outcome.CHANGE and not one.review and choice is None
        accepted = clean or choice in (Choice.THEIRS, Choice.MERGED)
        if accepted and one.field and one.outcome not in (Outcome.SAME, Outcome.MISSING_ROW):
            yield one


def nothing_is_lost_and_nothing_else_moved(
    desk: Any, found: ChangeSet, decisions: Mapping[Any, Decision], was: Any, before: Any
) -> None:
    """Check that what was accepted stands in the ledger or still waits, and that all the rest is as it was."""
    left = {one.identity for one in desk.look(apply.preview_return, desk.returned().id).changes}
    accepted = {one.identity: one.theirs for one in taken(found, decisions)}
    assert desk.returned().state is ReturnState.PENDING or not accepted.keys() & left
    expected = {place: theirs for place, theirs in accepted.items() if place not in left}
    has = now(desk, found)
    for (kind, key), values in has.items():
        for field, value in values.items():
            if (kind, key, field) in expected:
                assert same_value(field, value, expected[kind, key, field], desk.today), (key, field)
            elif kind == "task":
                assert value == was[kind, key][field], (key, field)
    untouched = {row["uid"]: row for row in before["task"]}
    for row in desk.content()["task"]:
        if ("task", row["uid"]) not in has and row["uid"] in untouched:
            assert row == untouched[row["uid"]], "tasks the file does not speak of stay as they are"


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(mixture=MIXTURES)
def test_any_mixture_is_applied_once_and_undone_whole(
    mixture: Mixture, new_desk: Callable[..., Any], kind_and_sending: Any, read_here: Callable[[Path], None]
) -> None:
    desk, path = new_desk(*kind_and_sending)
    Office(path).fill(mixture)
    our_edits(desk, mixture)
    read_here(path)
    before, acts = desk.content(), len(desk.rows(Batch))
    number = desk.act(apply.receive_file, path, LATER)[1]
    found = desk.look(apply.preview_return, number)
    assert desk.content() == before, "looking writes nothing"
    was, decisions = now(desk, found), decided(found, mixture.choices)
    changes = desk.apply(number, decisions, found)
    event(f"something was taken in: {changes.batch_id is not None}")

    nothing_is_lost_and_nothing_else_moved(desk, found, decisions, was, before)

    # the same file again is no act
    after = desk.content()
    assert desk.act(apply.receive_file, path, LATER)[1] == number
    assert desk.apply(number).batch_id is None
    assert desk.content() == after
    assert len(desk.rows(WorkbookReturn)) == 1

    # and undo takes all of it back
    if changes.batch_id is None:
        assert after == before
        assert len(desk.rows(Batch)) == acts
        return
    assert len(desk.rows(Batch)) == acts + 1, "one act"
    desk.act(undo.undo_batch)
    assert desk.content() == before
    assert desk.returned().state is ReturnState.PENDING


@pytest.fixture
def kind_and_sending(request: pytest.FixtureRequest) -> tuple[type, Callable[..., Any]]:
    """Return the class of desks and the way to send a workbook, of the fixtures all tests of services use."""
    return request.getfixturevalue("desk_kind"), request.getfixturevalue("send_workbook")


def test_the_office_has_these_tasks(new_desk: Callable[..., Any], kind_and_sending: Any) -> None:
    desk, path = new_desk(*kind_and_sending)
    sheet = openpyxl.load_workbook(path)["任务清单"]
    assert set(CODES) <= {sheet.cell(row, 2).value for row in range(HEADER_ROW + 1, sheet.max_row + 1)}
    assert len(desk.rows(Task, Task.code.in_(CODES))) == len(CODES)
