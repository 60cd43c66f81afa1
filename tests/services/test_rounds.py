"""Rounds: opened, sent again, closed, opened again; offices excused; what counts as in time, late and missing."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.filled_in import filled_in
from tracker.errors import InputError, RuleError
from tracker.model.enums import ExportKind
from tracker.model.exchange_words import DayKind, ExportChannel, RoundState
from tracker.model.return_timing import Timing
from tracker.model.tables import Round, WorkbookExport
from tracker.queries import exports
from tracker.queries.paper_returns import read_round
from tracker.services import exporting, holidays, rounds, undo
from tracker.services.exporting import RoundPlan
from tracker.services.office_changes import merge_offices
from tracker.services.returns import apply

TODAY, DUE = date(2026, 3, 2), date(2026, 3, 9)
OFFICE, OTHER = "市经信局", "市科技局"
WHY = "市里统一安排"


def send(desk, tmp_path: Path, office: str = OFFICE, due: date | None = DUE, on: date = TODAY, **plan) -> Path:
    path = tmp_path / f"{office}{len(desk.rows(WorkbookExport))}.xlsx"
    desk.act(exporting.export_office, office, path, on, due, plan=RoundPlan(**plan))
    return path


def send_all(desk, tmp_path: Path, due: date | None = DUE, on: date = TODAY, **plan) -> list[Path]:
    return desk.act(exporting.export_all, tmp_path, on, due, plan=RoundPlan(**plan))[1]


def row(desk, today: date, office: str = OFFICE, number: int | None = None):
    rows = [one for one in desk.look(exports.list_exports, today, number) if one.office == office]
    return rows[-1]


def receive(desk, path: Path, on: date) -> None:
    desk.act(apply.receive_file, filled_in(path), on)


def numbers(desk) -> list[tuple[int, str]]:
    return [(sent.round, sent.kind.word) for sent in desk.rows(WorkbookExport)]


# --- which round a workbook belongs to ----------------------------------------------------------------


def test_the_first_workbook_opens_round_one(lite, tmp_path: Path) -> None:
    send(lite, tmp_path, due_days=5)
    (opened,) = lite.rows(Round)
    assert (opened.number, opened.name, opened.sent_on, opened.due_on, opened.due_days) == (1, "第1批", TODAY, DUE, 5)
    assert (opened.state, opened.closed_on, opened.texts) == (RoundState.OPEN, None, {})


def test_an_office_joins_the_open_round_and_is_sent_again_in_it(lite, tmp_path: Path) -> None:
    for office in (OFFICE, OTHER, OFFICE):
        send(lite, tmp_path, office)
    assert numbers(lite) == [(1, "首发"), (1, "首发"), (1, "补发")]
    assert len(lite.rows(Round)) == 1
    first, _, again = lite.rows(WorkbookExport)
    assert again.replaces_id == first.id
    assert row(lite, TODAY).again_of in ("", first.code)


def test_a_new_round_is_opened_on_purpose_for_a_single_office(lite, tmp_path: Path) -> None:
    send(lite, tmp_path)
    send(lite, tmp_path, new=True)
    assert numbers(lite) == [(1, "首发"), (2, "首发")]


def test_after_closing_a_single_office_opens_the_next_round(lite, tmp_path: Path) -> None:
    send(lite, tmp_path)
    lite.act(rounds.close_round, 1, TODAY)
    send(lite, tmp_path)
    assert numbers(lite) == [(1, "首发"), (2, "首发")]


def test_what_is_sent_again_gives_no_more_time_by_itself(lite, tmp_path: Path) -> None:
    send(lite, tmp_path)
    send(lite, tmp_path, due=None)
    assert [sent.return_due_on for sent in lite.rows(WorkbookExport)] == [DUE, DUE]


def test_all_that_owe_an_answer_are_sent_it_again(lite, tmp_path: Path) -> None:
    first = send_all(lite, tmp_path)
    receive(lite, first[0], TODAY)
    back = lite.look(exports.list_exports, TODAY, 1)
    answered = next(one.office for one in back if one.return_id)
    excused = next(one.office for one in back if not one.return_id)
    lite.act(rounds.excuse_office, 1, excused, WHY)
    again = send_all(lite, tmp_path, due=None, again=True)
    assert len(again) == len(first) - 2
    sent = [one for one in lite.rows(WorkbookExport) if one.kind is ExportKind.AGAIN]
    assert {one.round for one in sent} == {1}
    assert {one.return_due_on for one in sent} == {DUE}
    named = {one.office for one in lite.look(exports.list_exports, TODAY, 1) if one.kind is ExportKind.AGAIN}
    assert not named & {answered, excused}


def test_an_export_to_all_opens_a_new_round(lite, tmp_path: Path) -> None:
    send_all(lite, tmp_path)
    send_all(lite, tmp_path)
    assert {number for number, _ in numbers(lite)} == {1, 2}
    assert [opened.state for opened in lite.rows(Round)] == [RoundState.OPEN, RoundState.OPEN]


def test_nothing_to_send_again_is_said(lite, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="没有进行中的批次，不能补发"):
        send_all(lite, tmp_path, again=True)
    path = send(lite, tmp_path)
    receive(lite, path, TODAY)
    with pytest.raises(InputError, match="第1批没有还要补发的单位"):
        send_all(lite, tmp_path, again=True)


# --- in time, late, missing ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("received", "today", "word"),
    [
        (None, DUE, ""),
        (None, DUE + timedelta(days=1), "未交"),
        (DUE, DUE, "按时"),
        (DUE + timedelta(days=3), DUE + timedelta(days=9), "迟交3天"),
    ],
)
def test_an_answer_is_judged_by_its_day(lite, tmp_path: Path, received: date | None, today: date, word: str) -> None:
    path = send(lite, tmp_path)
    if received:
        receive(lite, path, received)
    assert row(lite, today).mark.word == word


def test_an_office_that_was_sent_twice_counts_once(lite, tmp_path: Path) -> None:
    first = send(lite, tmp_path)
    send(lite, tmp_path)
    receive(lite, first, DUE)
    assert {one.mark.word for one in lite.look(exports.list_exports, DUE)} == {"按时"}
    (counted,) = lite.look(exports.list_round_rows, DUE)
    assert (counted.offices, counted.back, counted.on_time, counted.missing) == (1, 1, 1, 0)
    assert not any(one.open for one in lite.look(exports.list_exports, DUE))


def test_a_second_file_that_comes_later_makes_nobody_late(lite, tmp_path: Path) -> None:
    import openpyxl

    path = send(lite, tmp_path)
    receive(lite, path, DUE)
    book = openpyxl.load_workbook(path)
    book["任务清单"]["J5"] = "后来改的"
    book.save(path)
    receive(lite, path, DUE + timedelta(days=5))
    assert row(lite, DUE + timedelta(days=6)).mark.word == "按时"


def test_every_open_round_counts_and_each_office_once(lite, tmp_path: Path) -> None:
    send(lite, tmp_path)
    send(lite, tmp_path, new=True)
    late = DUE + timedelta(days=1)
    assert [one.missing for one in lite.look(exports.list_round_rows, late)] == [1, 1]
    assert sum(one.open for one in lite.look(exports.list_all_exports, late)) == 2


# --- closed, opened again, excused --------------------------------------------------------------------


def test_after_closing_nobody_is_reminded_and_the_missing_stay_missing(lite, tmp_path: Path) -> None:
    send(lite, tmp_path)
    late = DUE + timedelta(days=2)
    assert row(lite, late).to_remind
    lite.act(rounds.close_round, 1, late)
    closed = row(lite, late)
    assert (closed.open, closed.to_remind, closed.overdue_days, closed.mark.word) == (False, False, 0, "未交")
    assert lite.look(read_round, late)[1][OFFICE] == "未反馈"


def test_a_file_after_closing_is_late_and_says_so(lite, tmp_path: Path) -> None:
    path = send(lite, tmp_path, due=None)
    lite.act(rounds.close_round, 1, DUE)
    later = DUE + timedelta(days=2)
    said = [problem.message for problem in lite.look_at_file(path, later).problems]
    assert said == [f"第1批已于 {DUE} 关闭，这份按迟交登记"]
    receive(lite, path, later)
    assert row(lite, later).mark.word == "迟交2天"


def test_a_round_is_opened_again_with_a_reason(lite, tmp_path: Path) -> None:
    send(lite, tmp_path)
    lite.act(rounds.close_round, 1, DUE)
    lite.act(rounds.reopen_round, 1, "还有两个单位要补")
    (opened,) = lite.rows(Round)
    assert (opened.state, opened.closed_on) == (RoundState.OPEN, None)
    assert opened.note == f"{DUE} 关闭后重新打开：还有两个单位要补"
    assert row(lite, DUE + timedelta(days=1)).to_remind


def test_an_excused_office_owes_nothing(lite, tmp_path: Path) -> None:
    send(lite, tmp_path)
    lite.act(rounds.excuse_office, 1, OFFICE, WHY)
    late = DUE + timedelta(days=5)
    excused = row(lite, late)
    assert (excused.mark.timing, excused.excuse, excused.open) == (Timing.EXCUSED, WHY, False)
    newest, words = lite.look(read_round, late)
    assert (newest.missing, newest.back, words[OFFICE]) == ((), 0, "免报")
    lite.act(rounds.expect_office, 1, OFFICE)
    assert row(lite, late).mark.word == "未交"


def test_an_office_that_was_merged_is_excused_by_its_own_name(lite, tmp_path: Path) -> None:
    send(lite, tmp_path, OTHER)
    lite.act(merge_offices, OTHER, OFFICE, TODAY, TODAY)
    lite.act(rounds.excuse_office, 1, OTHER, WHY)
    assert lite.rows(WorkbookExport)[0].excused


def answered(desk, tmp_path: Path) -> None:
    receive(desk, send(desk, tmp_path), TODAY)


@pytest.mark.parametrize(
    ("before", "act", "sentence"),
    [
        (send, lambda desk: desk.act(rounds.close_round, 9, DUE), "没有第9批"),
        (send, lambda desk: desk.act(rounds.close_round, 1, TODAY - timedelta(days=1)), "关闭日期不能更早"),
        (send, lambda desk: desk.act(rounds.reopen_round, 1, WHY), "第1批没有关闭"),
        (send, lambda desk: desk.act(rounds.excuse_office, 1, OFFICE, "无"), "免报要写理由"),
        (send, lambda desk: desk.act(rounds.excuse_office, 1, OTHER, WHY), "第1批没有发给市科技局"),
        (send, lambda desk: desk.act(rounds.excuse_office, 1, "火星局", WHY), "没有名为“火星局”的单位"),
        (send, lambda desk: desk.act(rounds.expect_office, 1, OFFICE), "没有免报"),
        (answered, lambda desk: desk.act(rounds.excuse_office, 1, OFFICE, WHY), "已经反馈，不用免报"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(lite, tmp_path: Path, before, act, sentence: str) -> None:
    before(lite, tmp_path)
    content = lite.content(memory=True)
    with pytest.raises((InputError, RuleError), match=sentence):
        act(lite)
    assert lite.content(memory=True) == content


def test_a_closed_round_is_not_closed_twice_and_asks_why_it_is_opened(lite, tmp_path: Path) -> None:
    send(lite, tmp_path)
    lite.act(rounds.close_round, 1, DUE)
    with pytest.raises(RuleError, match=f"第1批已于 {DUE} 关闭"):
        lite.act(rounds.close_round, 1, DUE)
    with pytest.raises(InputError, match="重新打开要写理由"):
        lite.act(rounds.reopen_round, 1, "。。")


def test_every_act_is_undone(lite, tmp_path: Path) -> None:
    send(lite, tmp_path)
    number = lite.rows(WorkbookExport)[0].id
    for act in (
        lambda: lite.act(rounds.close_round, 1, DUE),
        lambda: lite.act(rounds.excuse_office, 1, OFFICE, WHY),
        lambda: lite.act(rounds.describe_round, 1, "三月一批", "加急"),
        lambda: lite.act(rounds.note_handing, [number], ExportChannel.DISK, DUE),
    ):
        before = lite.content()
        done = act()
        assert lite.content() != before
        lite.act(undo.undo_batch, done.batch_id)
        assert lite.content() == before


def test_how_a_workbook_was_handed_over_is_noted(lite, tmp_path: Path) -> None:
    send(lite, tmp_path)
    number = lite.rows(WorkbookExport)[0].id
    lite.act(rounds.note_handing, [number], ExportChannel.DISK, DUE)
    handed = row(lite, DUE)
    assert (handed.channel.word, handed.handed_on) == ("U盘", DUE)
    with pytest.raises(InputError, match="交接日期不能更早"):
        lite.act(rounds.note_handing, [number], ExportChannel.DISK, TODAY - timedelta(days=1))


# --- working days -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("sent", "days", "due"), [("2026-09-18", 5, "2026-09-24"), ("2026-02-13", 5, "2026-02-27")])
def test_a_day_is_counted_in_working_days(lite, sent: str, days: int, due: str) -> None:
    assert lite.look(rounds.due_day, date.fromisoformat(sent), days) == date.fromisoformat(due)


@pytest.mark.parametrize("days", [0, -1, 251])
def test_a_number_of_days_nobody_means_is_refused(lite, days: int) -> None:
    with pytest.raises(InputError, match="工作日数要在 1 到 250 之间"):
        lite.look(rounds.due_day, TODAY, days)


def test_entering_holidays_moves_no_day_by_itself_but_offers_to(lite, tmp_path: Path) -> None:
    sent, agreed = date(2026, 12, 30), date(2027, 1, 4)
    assert lite.look(rounds.due_day, sent, 3) == agreed
    send(lite, tmp_path, due=agreed, on=sent, due_days=3)
    with lite.ledger.session() as session:
        holidays.set_year(session, 2027, {date(2027, 1, 1): DayKind.OFF}, {}, "国办放假通知")
    assert lite.rows(Round)[0].due_on == agreed
    (move,) = lite.look(rounds.list_due_moves, agreed)
    assert (move.number, move.due_on, move.counted) == (1, agreed, date(2027, 1, 5))
    before = lite.content()
    assert lite.look(rounds.list_due_moves, date(2027, 1, 5)) == ()
    with pytest.raises(RuleError, match="已经过了，不能重算：迟交的仍算迟交"):
        lite.act(rounds.move_due_days, [1], date(2027, 1, 5), "国办放假通知")
    assert lite.content() == before
    with pytest.raises(InputError, match="重算约定日期要写理由"):
        lite.act(rounds.move_due_days, [1], agreed, "")
    done = lite.act(rounds.move_due_days, [1], agreed, "国办放假通知")
    assert done.label == "按节假日重算1批的约定日期：国办放假通知"
    assert lite.look(rounds.list_due_moves, agreed) == ()
    assert lite.rows(Round)[0].due_on == lite.rows(WorkbookExport)[0].return_due_on == date(2027, 1, 5)
