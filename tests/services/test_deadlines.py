"""Changes of deadlines by class, on every road of the services: the same question, row and count come out."""

from datetime import date

import pytest
from sqlalchemy import event

from tracker.errors import InputError, RuleError, UndecidedError
from tracker.model.bulk_edits import BulkEdit
from tracker.model.deadlines import parse_deadline
from tracker.model.enums import DeadlineChange, DecisionState, NodesChoice, Status
from tracker.model.tables import Extension, Milestone, Task
from tracker.services import bulk, milestones, undo
from tracker.services.bulk_extension import Shift, extend_many, preview_extension
from tracker.services.deadlines import Decision, change_deadline, preview_change, read_typed
from tracker.store.history import open_batch

TODAY = date(2026, 3, 2)
S = Status
C = DeadlineChange
PAST = "2026-03-01已经过了；是指 2027-03-01 吗？"
DECIDED = Decision("审批时间推迟", "王副市长", confirmed=True)
#: What stands, what is typed, its class, whether it asks a decision or to be confirmed, whether it counts.
CLASSES = [
    ("", "2026年6月底", C.FIRST, "", False),
    ("", "长期坚持", C.FIRST, "", False),
    ("", "每月25日前", C.FIRST, "", False),
    ("视情况而定", "2026年6月底", C.FIRST, "", False),
    ("长期坚持", "2026年6月底", C.FIRST, "", False),
    ("长期坚持", "每月25日前", C.FIRST, "", False),
    ("2026年6月底", "2026年9月底", C.EXTENSION, "decision", True),
    ("2026年6月底", "长期坚持", C.EXTENSION, "decision", True),
    ("2026年6月底", "每月25日前", C.EXTENSION, "decision", True),
    ("每月25日前", "长期坚持", C.EXTENSION, "decision", True),
    ("每月25日前", "2026年9月底", C.EXTENSION, "decision", True),
    ("2026年6月底", "2026年5月底", C.ADVANCE, "confirmed", False),
    ("2026年6月底", "2026-03-01", C.ADVANCE, "confirmed", False),
    ("每月25日前", "每季度末", C.FREQUENCY, "decision", True),
    ("每季度末", "每月25日前", C.FREQUENCY, "confirmed", False),
]
REFUSED = [
    ("2026年6月底", "以后再说", InputError, "以后再说读不出日期；请写成 2026-06-30 或“2026年6月底前”。"),
    ("每月25日前", "以后再说", InputError, "以后再说读不出日期"),
    ("长期坚持", "以后再说", InputError, "以后再说读不出日期"),
    ("2026年6月底", "", RuleError, "已有时限的任务不能清空时限；请用“延期”或“更正”"),
    ("长期坚持", "", RuleError, "已有时限的任务不能清空时限"),
    ("每月25日前", "", RuleError, "已有时限的任务不能清空时限"),
]
OPEN = (S.NOT_STARTED, S.IN_PROGRESS, S.PAUSED)
FROZEN = {S.CLOSING: "退回", S.CLOSED: "重新打开", S.CANCELLED: "重新打开"}


def put(desk, code: str = "A1.1", due: str = "", **values) -> None:
    """Bring a task into a state, past the rules."""
    with desk.ledger.session() as session:
        open_batch(session, "准备")
        task = session.get(Task, desk.number(code))
        to = parse_deadline(due, TODAY)
        values |= {"due_text": to.text, "due_kind": to.kind, "due_on": to.on, "first_due_on": to.on}
        for key, value in values.items():
            setattr(task, key, value)


def by_form(desk, typed: str, decision: Decision) -> None:
    desk.act(change_deadline, desk.number("A1.1"), typed, TODAY, decision)


def by_cell(desk, typed: str, _decision: Decision) -> None:
    desk.edit("due_text", typed)


def by_bulk(desk, typed: str, decision: Decision) -> None:
    edit = BulkEdit(
        desk.number("A1.1"), "due_text", typed, reason=decision.reason, decided_by=decision.decided_by,
        confirmed=decision.confirmed, keep_nodes=decision.keep_nodes,
    )  # fmt: skip
    desk.act(bulk.apply_edits, [edit], TODAY)


DECIDING = {"form": by_form, "bulk": by_bulk}
ALL_ROADS = {**DECIDING, "cell": by_cell}


@pytest.fixture(autouse=True)
def day(request: pytest.FixtureRequest) -> None:
    """Let every desk stand on the day of these tests."""
    for name in ("desk", "lite"):
        if name in request.fixturenames:
            request.getfixturevalue(name).today = TODAY


@pytest.mark.parametrize("road", DECIDING)
@pytest.mark.parametrize("status", OPEN, ids=lambda status: status.value)
@pytest.mark.parametrize(("now", "typed", "kind", "asks", "counts"), CLASSES)
def test_a_decided_change_leaves_one_row(
    lite, road: str, status: Status, now: str, typed: str, kind: DeadlineChange, asks: str, counts: bool
) -> None:
    put(lite, due=now, status=status)
    first = lite.task().first_due_on
    DECIDING[road](lite, typed, DECIDED)
    task, (row,) = lite.task(), lite.rows(Extension)
    to = read_typed(typed, TODAY, confirmed=True)
    assert (task.due_text, task.due_kind, task.due_on) == (to.text, to.kind, to.on)
    assert task.first_due_on == (first or to.on)
    assert (row.kind, row.state, row.counts) == (kind, DecisionState.GRANTED, counts)
    assert (row.from_text, row.to_text, row.reason, row.decided_by) == (now, typed, "审批时间推迟", "王副市长")
    assert task.extensions == int(counts)


@pytest.mark.parametrize("road", ALL_ROADS)
@pytest.mark.parametrize("status", OPEN, ids=lambda status: status.value)
@pytest.mark.parametrize(("now", "typed", "kind", "asks", "counts"), CLASSES)
def test_without_a_decision_only_a_first_deadline_is_written(
    lite, road: str, status: Status, now: str, typed: str, kind: DeadlineChange, asks: str, counts: bool
) -> None:
    put(lite, due=now, status=status)
    before = lite.content(memory=True)
    if not asks:
        ALL_ROADS[road](lite, typed, Decision())
        assert [row.kind for row in lite.rows(Extension)] == [kind]
        return
    words = f"属于“{kind.word}.*”，{'要写明理由和批准人' if asks == 'decision' else '请确认后再保存'}"
    with pytest.raises(UndecidedError, match=PAST if typed == "2026-03-01" else f"A1.1.*{words}"):
        ALL_ROADS[road](lite, typed, Decision())
    assert lite.content(memory=True) == before


@pytest.mark.parametrize(("now", "typed", "kind", "asks", "counts"), CLASSES)
def test_the_preview_says_the_class_and_what_is_asked(
    lite, now: str, typed: str, kind: DeadlineChange, asks: str, counts: bool
) -> None:
    put(lite, due=now, status=S.IN_PROGRESS)
    bare = BulkEdit(lite.number("A1.1"), "due_text", typed)
    seen = lite.look(bulk.preview_edits, [bare], TODAY)
    (line,) = seen.lines
    assert (line.note.split("；")[0].split("（")[0], line.error) == (kind.word, "")
    assert ("第 1 次延期" in line.note) is counts
    assert (bool(line.asks), seen.edits) == (bool(asks), () if asks else (bare,))
    given = BulkEdit(lite.number("A1.1"), "due_text", typed, None, "审批时间推迟", "王副市长", confirmed=True)
    assert lite.look(bulk.preview_edits, [given], TODAY).edits == (given,)


@pytest.mark.parametrize("road", ALL_ROADS)
@pytest.mark.parametrize(("now", "typed", "error", "sentence"), REFUSED)
def test_nothing_readable_becomes_unreadable_or_empty(
    lite, road: str, now: str, typed: str, error: type[Exception], sentence: str
) -> None:
    put(lite, due=now, status=S.IN_PROGRESS)
    before = lite.content(memory=True)
    with pytest.raises(error, match=sentence):
        ALL_ROADS[road](lite, typed, DECIDED)
    (line,) = lite.look(bulk.preview_edits, [BulkEdit(lite.number("A1.1"), "due_text", typed)], TODAY).lines
    assert sentence in line.error
    assert lite.content(memory=True) == before


@pytest.mark.parametrize("road", ALL_ROADS)
@pytest.mark.parametrize("status", FROZEN, ids=lambda status: status.value)
@pytest.mark.parametrize("typed", ["2026年9月底", "2026年5月底", "长期坚持", ""])
def test_a_frozen_deadline_is_refused_with_one_sentence(lite, road: str, status: Status, typed: str) -> None:
    put(lite, due="2026年6月底", status=status)
    before = lite.content(memory=True)
    with pytest.raises(RuleError, match=f"A1.1.*{status.word}，不能改完成时限；请先{FROZEN[status]}。"):
        ALL_ROADS[road](lite, typed, DECIDED)
    assert lite.content(memory=True) == before


@pytest.mark.parametrize("road", ALL_ROADS)
@pytest.mark.parametrize(
    ("now", "typed"), [(now, typed) for now, typed, *_ in CLASSES if typed != "2026-03-01"] + [("2026年6月底", "")]
)
def test_a_draft_is_written_freely_and_leaves_no_row(lite, road: str, now: str, typed: str) -> None:
    put(lite, due=now)
    ALL_ROADS[road](lite, typed, Decision())
    task, to = lite.task(), read_typed(typed, TODAY)
    assert (task.due_text, task.due_on, task.first_due_on) == (typed, to.on, to.on)
    assert lite.rows(Extension) == []


@pytest.mark.parametrize(
    ("typed", "label"),
    [("2026年9月底", "A1.1 草拟时限"), ("长期坚持", "A1.1 草拟时限"), ("2026-06-30", "A1.1 只改写法")],
)
def test_a_draft_is_not_called_another_wording_where_it_is_another_deadline(lite, typed: str, label: str) -> None:
    put(lite, due="2026年6月底")
    assert lite.act(change_deadline, lite.number("A1.1"), typed, TODAY, Decision()).label == label


@pytest.mark.parametrize("road", ALL_ROADS)
def test_a_day_that_has_passed_is_asked_about_also_in_a_draft(lite, road: str) -> None:
    put(lite)
    with pytest.raises(UndecidedError, match=PAST):
        ALL_ROADS[road](lite, "2026-03-01", Decision())
    if road in DECIDING:
        DECIDING[road](lite, "2026-03-01", DECIDED)
        assert (lite.task().due_text, lite.rows(Extension)) == ("2026-03-01", [])


@pytest.mark.parametrize("road", ALL_ROADS)
@pytest.mark.parametrize("status", OPEN, ids=lambda status: status.value)
def test_another_wording_of_the_same_day_is_no_change(lite, road: str, status: Status) -> None:
    put(lite, due="2026年6月底", status=status)
    ALL_ROADS[road](lite, "2026-06-30", Decision())
    assert (lite.task().due_text, lite.rows(Extension)) == ("2026-06-30", [])


@pytest.mark.parametrize(("reason", "sentence"), [("", "要写明理由和批准人"), ("推迟。。！", "至少 4 个字")])
def test_a_reason_says_something(lite, reason: str, sentence: str) -> None:
    put(lite, due="2026年6月底", status=S.IN_PROGRESS)
    for road in DECIDING.values():
        with pytest.raises(RuleError, match=sentence):
            road(lite, "2026年9月底", Decision(reason, "王副市长"))
    with pytest.raises(UndecidedError, match="批准人"):
        by_form(lite, "2026年9月底", Decision("审批时间推迟", " "))


def test_the_first_deadline_stays_and_only_what_is_later_than_it_counts(desk) -> None:
    put(desk, due="2026年6月底", status=S.IN_PROGRESS)
    for typed in ("2026年4月底", "2026年5月底", "2026年9月底", "2026年底"):
        by_form(desk, typed, DECIDED)
    kinds = [(row.kind, row.counts) for row in desk.rows(Extension)]
    assert kinds == [(C.ADVANCE, False), (C.EXTENSION, False), (C.EXTENSION, True), (C.EXTENSION, True)]
    assert (desk.task().first_due_on, desk.task().extensions) == (date(2026, 6, 30), 2)


def test_an_extension_after_the_deadline_is_late(lite) -> None:
    put(lite, due="2026-02-20", status=S.IN_PROGRESS)
    by_form(lite, "2026年6月底", DECIDED)
    assert [row.late_days for row in lite.rows(Extension)] == [10]


def test_a_deadline_already_passed_warns(lite) -> None:
    put(lite, due="2026年6月底", status=S.IN_PROGRESS)
    with pytest.raises(UndecidedError, match="2026-02-28已经过了；是指 2027-02-28 吗？"):
        by_cell(lite, "2026-02-28", Decision())
    assert "新时限已过，将立即逾期 2 天" in lite.look(preview_change, lite.number("A1.1"), "2026-02-28", TODAY).summary


def test_a_deadline_does_not_come_before_the_start(lite) -> None:
    put(lite, due="2026年6月底", status=S.IN_PROGRESS, start_on=date(2026, 4, 1))
    for road in DECIDING.values():
        with pytest.raises(RuleError, match="早于启动日期 2026-04-01"):
            road(lite, "2026-03-31", DECIDED)


# --- nodes, undo -------------------------------------------------------------------------------------------------


def with_nodes(desk) -> None:
    put(desk, due="2026年6月底", status=S.IN_PROGRESS, start_on=date(2026, 1, 1))
    for title, day in (("初稿", date(2026, 2, 28)), ("评审", date(2026, 4, 30)), ("印发", date(2026, 6, 30))):
        desk.act(milestones.add_milestone, desk.number("A1.1"), title, day, today=date(2026, 1, 1), reason="分步实施")
    desk.act(milestones.complete_milestone, desk.rows(Milestone)[0].id, date(2026, 2, 20))


def days(desk) -> list[date | None]:
    return [node.due_on for node in desk.rows(Milestone)]


MOVED = [date(2026, 2, 28), date(2026, 7, 31), date(2026, 9, 30)]
STAYED = [date(2026, 2, 28), date(2026, 4, 30), date(2026, 6, 30)]


@pytest.mark.parametrize("road", DECIDING)
@pytest.mark.parametrize("keep", [False, True])
def test_open_nodes_move_with_the_deadline_unless_they_are_kept(desk, road: str, keep: bool) -> None:
    with_nodes(desk)
    DECIDING[road](desk, "2026年9月底", Decision("审批时间推迟", "王副市长", keep_nodes=keep))
    assert days(desk) == (STAYED if keep else MOVED)
    assert [node.first_due_on for node in desk.rows(Milestone)] == STAYED
    assert [row.nodes for row in desk.rows(Extension)] == [NodesChoice.KEPT if keep else NodesChoice.MOVED]


def test_an_earlier_deadline_pulls_later_nodes_onto_it(lite) -> None:
    with_nodes(lite)
    by_form(lite, "2026-05-20", DECIDED)
    assert days(lite) == [date(2026, 2, 28), date(2026, 4, 30), date(2026, 5, 20)]


@pytest.mark.parametrize("road", DECIDING)
def test_undo_takes_row_deadline_nodes_and_count_together(desk, road: str) -> None:
    with_nodes(desk)
    before = desk.content()
    DECIDING[road](desk, "2026年9月底", DECIDED)
    after = desk.content()
    desk.act(undo.undo_batch)
    assert desk.content() == before
    assert (desk.task().extensions, desk.task().due_text) == (0, "2026年6月底")
    desk.act(undo.redo_batch)
    assert desk.content() == after
    assert (desk.task().extensions, days(desk)) == (1, MOVED)


# --- corrections --------------------------------------------------------------------------------------------------


def test_a_correction_counts_nowhere_and_the_first_deadline_follows(lite) -> None:
    put(lite, due="2026年6月底", status=S.IN_PROGRESS)
    by_form(lite, "2026年9月底", Decision("录入时看错了", correct=True))
    (row,) = lite.rows(Extension)
    assert (row.kind, row.counts, lite.task().first_due_on) == (C.CORRECTION, False, date(2026, 9, 30))
    with pytest.raises(RuleError, match="不能更正"):
        by_form(lite, "2026年底", Decision("又看错了一次", correct=True))


def test_a_correction_says_why(lite) -> None:
    put(lite, due="2026年6月底", status=S.IN_PROGRESS)
    with pytest.raises(RuleError, match="更正要写明理由"):
        by_form(lite, "", Decision("错", correct=True))


# --- many at once -------------------------------------------------------------------------------------------------

CODES = ("A1.1", "A1.2a", "B1.1", "A2.1a")


def four(desk) -> list[int]:
    put(desk, "A1.1", "2026年6月底", status=S.IN_PROGRESS)
    put(desk, "A1.2a", "2026-05-15", status=S.NOT_STARTED)
    put(desk, "B1.1", "2026年6月底", status=S.CLOSED)
    put(desk, "A2.1a", "2026年底", status=S.PAUSED)
    return [desk.number(code) for code in CODES]


def test_many_are_extended_to_a_day_and_the_others_are_named(desk) -> None:
    numbers = four(desk)
    seen = desk.look(preview_extension, numbers, Shift("2026年9月底"), TODAY, DECIDED)
    assert [line.error for line in seen.lines] == [
        "", "", "已销号，不能改完成时限；请先重新打开。", "不是延期，属于“提前”；请单独修改时限。",
    ]  # fmt: skip
    assert [line.note for line in seen.lines[:2]] == ["延期；第 1 次延期"] * 2
    changes, overtaken = desk.act(extend_many, seen.edits, TODAY)
    assert (changes.label, changes.tasks, overtaken) == ("延期 2 项任务", set(numbers[:2]), ())
    assert [desk.task(code).extensions for code in CODES] == [1, 1, 0, 0]
    assert len({row.task_id for row in desk.rows(Extension)}) == len(desk.rows(Extension)) == 2


def test_many_are_extended_by_days_and_months_from_where_each_stands(lite) -> None:
    numbers = four(lite)
    by_months = lite.look(preview_extension, numbers, Shift(months=3), TODAY, DECIDED)
    assert [line.new for line in by_months.lines if not line.error] == ["2026-09-30", "2026-08-15", "2027-03-31"]
    by_days = lite.look(preview_extension, numbers, Shift(days=10), TODAY, DECIDED)
    assert [line.new for line in by_days.lines if not line.error] == ["2026-07-10", "2026-05-25", "2027-01-10"]


def test_many_need_one_reason(lite) -> None:
    numbers = four(lite)
    seen = lite.look(preview_extension, numbers, Shift(months=3), TODAY, Decision())
    assert (seen.asking, seen.edits) == (3, ())
    with pytest.raises(UndecidedError, match=r"^A1\.1 .*要写明理由和批准人"):
        lite.act(extend_many, [line.edit for line in seen.lines if not line.error], TODAY)
    assert lite.rows(Extension) == []


def test_without_a_day_nothing_is_extended_by_days(lite) -> None:
    put(lite, due="长期坚持", status=S.IN_PROGRESS)
    seen = lite.look(preview_extension, [lite.number("A1.1")], Shift(days=3), TODAY, DECIDED)
    assert (seen.edits, seen.lines[0].error[:6]) == ((), "没有具体日期")


def test_what_many_rest_on_is_read_once(lite) -> None:
    numbers = [lite.number(code) for code in ("A1.1", "A1.2a", "A2.1a", "A1.4", "A1.5", "B1.1")]
    for code in ("A1.1", "A1.2a", "A2.1a", "A1.4", "A1.5", "B1.1"):
        put(lite, code, "2026年6月底", status=S.IN_PROGRESS)
    asked: list[str] = []
    event.listen(lite.ledger.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))

    def questions(some: list[int]) -> int:
        asked.clear()
        seen = lite.look(preview_extension, some, Shift("2026年9月底"), TODAY, DECIDED)
        lite.act(extend_many, seen.edits, TODAY)
        return sum(statement.startswith("SELECT") for statement in asked)

    assert questions(numbers[:2]) == questions(numbers[2:])
    assert len(lite.rows(Extension)) == len(numbers)


def test_what_may_mean_several_days_is_asked_about_and_not_refused(lite) -> None:
    numbers = four(lite)
    seen = lite.look(preview_extension, numbers, Shift("2026年9月前"), TODAY, DECIDED)
    assert (seen.unclear, seen.edits) == (3, ())
    assert all(line.error == "" for line in seen.lines if line.code != "B1.1")
    put(lite, "A1.1", "2026-01-10", status=S.IN_PROGRESS)
    seen = lite.look(preview_extension, numbers[:1], Shift("2026-02-10"), TODAY, Decision("审批时间推迟", "王副市长"))
    assert (seen.lines[0].needs, seen.edits) == (("confirmed",), ())
    seen = lite.look(preview_extension, numbers[:1], Shift("2026-02-10"), TODAY, DECIDED)
    lite.act(extend_many, seen.edits, TODAY)
    assert lite.task().due_on == date(2026, 2, 10)


def test_one_reason_for_all_or_its_own_for_a_line(lite) -> None:
    numbers = four(lite)
    edits = [
        BulkEdit(numbers[0], "due_text", "2026年9月底", None, "审批时间推迟", "王副市长"),
        BulkEdit(numbers[1], "due_text", "2026年9月底", None, "设备没有到货", "李市长"),
        BulkEdit(numbers[2], "due_text", "2026年9月底"),
        BulkEdit(numbers[3], "due_text", "2027年3月底"),
    ]
    seen = lite.look(bulk.preview_edits, edits, TODAY)
    assert seen.edits == tuple(edits[:2])
    assert (seen.refused, seen.asking) == (1, 1)
    lite.act(bulk.apply_edits, seen.edits, TODAY)
    given = {row.task_id: (row.reason, row.decided_by) for row in lite.rows(Extension)}
    assert given == {numbers[0]: ("审批时间推迟", "王副市长"), numbers[1]: ("设备没有到货", "李市长")}


def test_a_deadline_beside_other_fields_of_the_same_task(lite) -> None:
    (number, *_) = four(lite)
    edits = [
        BulkEdit(number, "due_text", "2026年9月底", lite.task().version, "审批时间推迟", "王副市长"),
        BulkEdit(number, "owner", "周立群", lite.task().version),
        BulkEdit(number, "progress", "60%"),
        BulkEdit(number, "status", "待销号"),
    ]
    lite.act(bulk.apply_edits, edits, TODAY)
    task = lite.task()
    assert (task.due_text, task.owner, task.progress, task.status) == ("2026年9月底", "周立群", 60, S.CLOSING)
    lite.act(undo.undo_batch)
    assert (lite.task().due_text, lite.task().owner, lite.rows(Extension)) == ("2026年6月底", "", [])


@pytest.mark.parametrize(("now", "typed", "kind", "asked", "counts"), CLASSES)
def test_the_preview_says_what_would_be_asked(lite, now, typed, kind, asked, counts) -> None:
    put(lite, due=now, status=S.IN_PROGRESS)
    with lite.ledger.reading() as session:
        preview = preview_change(session, lite.number("A1.1"), typed, TODAY)
    assert preview.word.startswith(kind.word)
    assert (preview.needs_decision, preview.needs_confirmation) == (asked == "decision", asked == "confirmed")
    assert preview.number == ("第 1 次延期" if counts else "")
    assert preview.error == ""


@pytest.mark.parametrize(("now", "typed", "error", "sentence"), REFUSED)
def test_the_preview_says_why_a_deadline_is_refused(lite, now, typed, error, sentence) -> None:
    put(lite, due=now, status=S.IN_PROGRESS)
    with lite.ledger.reading() as session:
        preview = preview_change(session, lite.number("A1.1"), typed, TODAY)
    assert sentence in preview.error
    assert preview.can_correct == (typed == "")  # what cannot be read corrects nothing


@pytest.mark.parametrize(("status", "way"), FROZEN.items())
def test_the_preview_of_a_frozen_deadline_offers_nothing(lite, status, way) -> None:
    put(lite, due="2026年6月底", status=status)
    with lite.ledger.reading() as session:
        preview = preview_change(session, lite.number("A1.1"), "2026年9月底", TODAY)
    assert preview.error == f"A1.1 {status.word}，不能改完成时限；请先{way}。"
    assert not preview.asks
