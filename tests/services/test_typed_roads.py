"""The tables of what is typed on every road: cell and panel, form, bulk, paste, service, workbook; today 2025-11-18.

What each text means in detail is tested beside the readers, in tests/model/typed; the command line is in
tests/cli/test_typed_cells.py.
"""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

import pytest

from tracker.errors import InputError, UndecidedError
from tracker.exchange.book.raw_book import NUMBER, TEXT, RawCell
from tracker.exchange.cells.cells import read_cell
from tracker.exchange.cells.columns import CellKind
from tracker.exchange.cells.parsed_cell import CellContext
from tracker.model.bulk_edits import BulkEdit
from tracker.model.enums import Status
from tracker.model.pasted import read_pasted
from tracker.services.bulk import preview_edits
from tracker.services.deadlines import preview_change
from tracker.services.status import change_status
from tracker.ui.indicators.observation_dialog import check_number
from tracker.ui.widgets.entry_checks import Check, check_due, check_past_day, check_progress

TODAY = date(2025, 11, 18)
A = "{}没有这一天，2026年2月只有 28 天。"
B = "{}读不出日期；请写成 2026-06-30 或“2026年6月底前”。"
C = "{}分不清月和日；请写成 2026-06-07。"
D = "{}可能是1月，也可能是10月；请写成 2026-01 或 2026-10。"
E = "{}里有两个日期；请写最后的时限，其余写成节点。"
F = "{}还没有到；请写已经发生的日期。"
G = "进度要填 0 到 100 的百分数，现在是“{}”。"
KEPT = "作为文字保留，按未定时限亮灯"


def year(number: int) -> str:
    return f"没有写年份，按 {number} 年计"


class Answer(NamedTuple):
    """What a road says: the value, or why there is none; a sentence with a value is a note."""

    how: str  # "=", "N", "?", "✗" or "": nothing given
    value: Any = None
    sentence: str = ""


def taken(value: Any) -> Answer:
    return Answer("=", value)


def noted(value: Any, sentence: str) -> Answer:
    return Answer("N", value, sentence)


def asked(sentence: str) -> Answer:
    return Answer("?", None, sentence)


def refused(sentence: str) -> Answer:
    return Answer("✗", None, sentence)


NOTHING = Answer("")
LATER_WORDS = ("2026-06-30", "2026/6/30", "2026.6.30", "２０２６年６月３０日", "2026年6月底前", "二〇二六年六月底",
               "2026年6月", "2026年上半年", "26年6月底")  # fmt: skip
DEADLINES: dict[str, Answer] = {
    **{text: taken(text) for text in LATER_WORDS},
    "20260630": taken("2026-06-30"),
    "2026-06-30 00:00:00": taken("2026-06-30"),
    "2026.10": taken("2026年10月"),
    "6月底": noted("2026年6月底", year(2026)),
    "上半年": noted("2026年上半年", year(2026)),
    "12月底": noted("2025年12月底", year(2025)),
    "年底": noted("2025年底", year(2025)),
    "年内": noted("2025年内", year(2025)),
    "11月底": noted("2025年11月底", year(2025)),
    "本月底": noted("2025年11月底", year(2025)),
    "月底": noted("2025年11月底", year(2025)),
    "一季度末": noted("2026年一季度末", year(2026)),
    "明年3月底": noted("2026年3月底", year(2026)),
    "下月15日": noted("2025年12月15日", "按 2025-12-15 计"),
    "今天": noted("2025年11月18日", "按 2025-11-18 计"),
    "明天": noted("2025年11月19日", "按 2025-11-19 计"),
    "45999": noted("2025年12月8日", "日期数，按 2025-12-08 计"),
    "3月-5月": noted("2026年3月-5月", year(2026)),
    "2025年10月至2026年5月": noted("2025年10月至2026年5月", "按 2026-05-31 计"),
    "11月10日": asked("2025-11-10已经过了；是指 2026-11-10 吗？"),
    "11/10": asked("2025-11-10已经过了；是指 2026-11-10 吗？"),
    "三季度末": asked("2025-09-30已经过了；是指 2026-09-30 吗？"),
    "今年6月底": asked("2025-06-30已经过了；是指 2026-06-30 吗？"),
    "2025-06-30": asked("2025-06-30已经过了；是指 2026-06-30 吗？"),
    "45838": asked("2025-06-30已经过了；是指 2026-06-30 吗？"),
    "2026年9月前": asked("9月前是指 8月31日 还是 9月30日？"),
    "10日内": asked("10日内从 2025-11-18 算起是 2025-11-28；按这一天计吗？"),
    "尽快": asked(KEPT),
    "待定": asked(KEPT),
    "按协议约定时间": asked(KEPT),
    **{text: refused(A.format(text)) for text in ("2026-02-30", "2026年2月30日")},
    **{text: refused(B.format(text)) for text in ("2026/13/45", "Jun 30, 2026", "2026-6-3O")},
    **{text: refused(C.format(text)) for text in ("06/07/2026", "26-12-31", "3-5")},
    "2026.1": refused(D.format("2026.1")),
    "2026年6月底完成初稿，12月底定稿": refused(E.format("2026年6月底完成初稿，12月底定稿")),
    **{text: taken(text) for text in ("长期坚持", "立行立改", "每季度末", "每月25日前")},
    **dict.fromkeys(("/", "无", "—"), NOTHING),
}
FACTS: dict[str, Answer] = {
    **{text: refused(F.format("2026-06-30")) for text in (*LATER_WORDS, "20260630", "2026-06-30 00:00:00")},
    **{text: noted("2025-06-30", year(2025)) for text in ("6月底", "上半年")},
    "12月底": noted("2024-12-31", year(2024)),
    **{text: refused(F.format("2025-12-31")) for text in ("年底", "年内")},
    **{text: refused(F.format("2025-11-30")) for text in ("11月底", "本月底", "月底")},
    **{text: noted("2025-11-10", year(2025)) for text in ("11月10日", "11/10")},
    "三季度末": noted("2025-09-30", year(2025)),
    "一季度末": noted("2025-03-31", year(2025)),
    "明年3月底": refused(F.format("2026-03-31")),
    "今年6月底": taken("2025-06-30"),
    "2025-06-30": taken("2025-06-30"),
    "下月15日": refused(F.format("2025-12-15")),
    "今天": noted("2025-11-18", "按 2025-11-18 计"),
    "明天": refused(F.format("2025-11-19")),
    "45999": refused(F.format("2025-12-08")),
    "45838": noted("2025-06-30", "日期数，按 2025-06-30 计"),
    "2026.10": refused(F.format("2026-10-31")),
    **{text: refused(A.format(text)) for text in ("2026-02-30", "2026年2月30日")},
    **{text: refused(B.format(text)) for text in (
        "2026/13/45", "Jun 30, 2026", "2026-6-3O", "3月-5月", "2025年10月至2026年5月", "2026年9月前", "10日内",
        "长期坚持", "立行立改", "每季度末", "每月25日前", "尽快", "待定", "按协议约定时间",
    )},
    **{text: refused(C.format(text)) for text in ("06/07/2026", "26-12-31", "3-5")},
    "2026.1": refused(D.format("2026.1")),
    "2026年6月底完成初稿，12月底定稿": refused(E.format("2026年6月底完成初稿，12月底定稿")),
    **dict.fromkeys(("/", "无", "—"), NOTHING),
}  # fmt: skip
PERCENTS: dict[str, Answer] = {
    **{text: taken(60) for text in ("60", "60%", "60.00%", "６０％", "60 %")},
    "0.6": asked("是 0.6% 还是 60%？"),
    "60.4%": noted(60, "60.4% 按 60% 计"),
    "60.5%": noted(61, "60.5% 按 61% 计"),
    **{text: noted(99, f"{text} 按 99% 计") for text in ("99.5%", "99.6%", "99.99%")},
    **{text: refused(G.format(text)) for text in ("101%", "−5", "1/2", "六成多", "60-70%", "已完成")},
}
FIGURES: dict[str, Answer] = {
    "6,997.2": taken(6997.2),
    "6997.2亿元": taken(6997.2),
    "69972000万元": asked("写的单位是“万元”，指标单位是“亿元”，换算后是 6,997.2 亿元，对吗？"),
    "38.72%": asked("写的单位是“%”，指标单位是“亿元”；请核对。"),
    "约7000": asked("写的是“约7000”，按 7,000 亿元 计吗？"),
    "—": NOTHING,
    "无": NOTHING,
    **{text: refused(f"“{text}”不是数值。") for text in ("见附件", "7O00")},
}


@pytest.fixture
def desk(lite: Any) -> Any:
    lite.today = TODAY
    return lite


def by_check(check: Check, typed: str) -> Answer:
    """Read as cells, panel and forms do."""
    found = check(typed)
    if found.error:
        return asked(found.error) if found.choices else refused(found.error)
    if found.value in ("", None):
        return NOTHING
    return noted(found.value, found.note) if found.note else taken(found.value)


def by_bulk(desk: Any, field: str, typed: str, old: Any, *, pasted: bool) -> Answer:
    edit = BulkEdit(desk.number("A1.1"), field, typed, pasted=pasted)
    (line,) = desk.look(preview_edits, [edit], TODAY).lines
    if line.error:
        return refused(line.error)
    if line.unclear:
        return asked(line.asks)
    if line.new == old:
        return NOTHING
    value = int(line.new.rstrip("%")) if field == "progress" else line.new
    return noted(value, line.note) if line.note else taken(value)


def by_workbook(kind: CellKind, typed: str, cell: RawCell | None = None) -> Answer:
    """Read as a text cell of a workbook that was sent today, or as another cell."""
    context = CellContext(unit="亿元", sent_on=TODAY, today=TODAY)
    found = read_cell(kind, cell or RawCell(TEXT, typed, "@"), context)
    if found.problem:
        return refused(found.problem)
    if found.review:
        return asked(found.note)
    if found.value in ("", None):
        return NOTHING
    return noted(found.value, found.note) if found.note else taken(found.value)


def by_form(desk: Any, typed: str) -> Answer:
    """Read as 时限变动 does."""
    found = desk.look(preview_change, desk.number("A1.1"), typed, TODAY)
    if found.error:
        return refused(found.error)
    if found.question:
        return asked(found.question)
    if found.new == found.old:
        return NOTHING
    value = found.new.partition("（")[2].rstrip("）") or found.new
    return noted(value, found.note) if found.note else taken(value)


def by_service(desk: Any, typed: str) -> Answer:
    try:
        desk.edit("due_text", typed)
    except UndecidedError as unclear:
        return asked(unclear.sentence)
    except InputError as wrong:
        return refused(wrong.sentence)
    kept = desk.task().due_text
    return taken(kept) if kept else NOTHING


DEADLINE_ROADS: dict[str, Callable[[Any, str], Answer]] = {
    "form": by_form,
    "bulk": lambda desk, typed: by_bulk(desk, "due_text", typed, "", pasted=False),
    "paste": lambda desk, typed: by_bulk(desk, "due_text", typed, "", pasted=True),
    "workbook": lambda _desk, typed: by_workbook(CellKind.DEADLINE, typed),
}


@pytest.mark.parametrize("road", DEADLINE_ROADS)
def test_deadlines(desk: Any, road: str) -> None:
    found = {typed: DEADLINE_ROADS[road](desk, typed) for typed in DEADLINES}
    if road == "form":  # says a day written as such without its wording
        found |= {typed: DEADLINES[typed] for typed in ("2026-06-30", "20260630", "2026-06-30 00:00:00")
                  if found[typed] == taken("2026-06-30")}  # fmt: skip
    expected = DEADLINES
    if road == "workbook":  # what is refused elsewhere is no deadline here either: it waits, with what to write
        expected = {typed: asked(one.sentence) if one.how == "✗" else one for typed, one in DEADLINES.items()}
    assert found == expected


@pytest.mark.parametrize("typed", DEADLINES)
def test_a_deadline_typed_into_a_cell_is_stored_with_its_year_asked_about_or_refused(desk: Any, typed: str) -> None:
    how, value, sentence = DEADLINES[typed]
    assert by_service(desk, typed) == (taken(value) if how == "N" else DEADLINES[typed])
    found = check_due(TODAY)(typed)
    assert found.error == (sentence if how == "✗" else "")
    said = sentence if how == "?" else sentence.replace(" 年计", "-")  # a box says the year with its day
    assert how not in ("N", "?") or said in found.hint
    if how in ("=", "N"):  # reading it again on another day never moves it
        before = desk.task().due_on
        desk.today = date(2026, 5, 2) if before is None or before >= date(2026, 5, 2) else TODAY
        desk.edit("due_text", desk.task().due_text)
        assert desk.task().due_on == before


@pytest.mark.parametrize("typed", ["尽快", "待定", "按协议约定时间"])
def test_words_without_a_day_are_kept_only_where_there_is_no_deadline(desk: Any, typed: str) -> None:
    desk.edit("due_text", "2026年6月底")
    for read in (by_form, by_service, DEADLINE_ROADS["bulk"], DEADLINE_ROADS["paste"]):
        assert read(desk, typed) == refused(B.format(typed))
    context = CellContext(sent_on=TODAY, today=TODAY, deadline="2026年6月底")
    waits = read_cell(CellKind.DEADLINE, RawCell(TEXT, typed, "@"), context)
    assert (waits.review, waits.note) == (True, B.format(typed))


def by_pasted_line(date_cell: str, value_cell: str) -> Answer:
    """Read as a block of observations does; an empty cell is told as a missing one."""
    (row,) = read_pasted(f"{date_cell}\t{value_cell}", TODAY, "亿元")
    if row.problem:
        return NOTHING if row.problem in ("没有日期", "没有数值") else Answer("problem", None, row.problem)
    return Answer("said", (row.on.isoformat() if row.on else "", row.value), row.said)


@pytest.mark.parametrize("typed", FACTS)
def test_days_of_facts(typed: str) -> None:
    expected = FACTS[typed]
    assert by_check(check_past_day(TODAY), typed) in (expected, expected._replace(how="?"))  # 11月底 offers 2024
    assert by_workbook(CellKind.DATE, typed) == expected
    how, value, sentence = expected
    pasted = {"=": ("said", (value, 5.0), ""), "N": ("said", (value, 5.0), sentence), "✗": ("problem", None, sentence)}
    assert by_pasted_line(typed, "5") == (NOTHING if how == "" else Answer(*pasted[how]))


@pytest.mark.parametrize("typed", PERCENTS)
def test_progress(desk: Any, typed: str) -> None:
    desk.act(change_status, desk.number("A1.1"), Status.IN_PROGRESS, TODAY, confirmed=True)
    expected = PERCENTS[typed]
    assert by_check(check_progress, typed) == expected
    assert by_bulk(desk, "progress", typed, "0%", pasted=False) == expected
    assert by_bulk(desk, "progress", typed, "0%", pasted=True) == expected
    assert by_workbook(CellKind.PERCENT, typed) == expected


def test_a_bare_one_and_a_share(desk: Any) -> None:
    desk.act(change_status, desk.number("A1.1"), Status.IN_PROGRESS, TODAY, confirmed=True)
    one = asked("是 1% 还是 100%？")
    assert by_check(check_progress, "1") == taken(1)
    assert by_bulk(desk, "progress", "1", "0%", pasted=False) == taken(1)
    assert by_bulk(desk, "progress", "1", "0%", pasted=True) == one
    cells = {
        ("1", ""): one,
        ("0.6", "0%"): taken(60),
        ("0.6", ""): noted(60, "单元格没有百分数格式，0.6 按 60% 计"),
    }
    for (number, number_format), expected in cells.items():
        assert by_workbook(CellKind.PERCENT, "", RawCell(NUMBER, number, number_format)) == expected


@pytest.mark.parametrize("typed", FIGURES)
def test_figures_of_an_indicator(typed: str) -> None:
    expected = FIGURES[typed]
    assert by_check(check_number("亿元"), typed) == expected
    assert by_workbook(CellKind.NUMBER, typed) == expected
    how, value, sentence = expected
    pasted = by_pasted_line("2025-06-30", typed)
    if how == "=":
        assert pasted == Answer("said", ("2025-06-30", value))
    else:
        assert pasted == (NOTHING if how == "" else Answer("problem", None, sentence))


@pytest.mark.parametrize(
    ("number", "number_format", "expected"),
    [
        ("45999", "", noted("2025年12月8日", "日期数，按 2025-12-08 计")),
        ("45838", "", asked("日期数")),
        ("2026.1", "", refused(D.format("2026.1"))),
        ("46203", "yyyy-mm-dd", taken("2026年6月30日")),
    ],
)
def test_number_cells_of_deadlines(number: str, number_format: str, expected: Answer) -> None:
    found = by_workbook(CellKind.DEADLINE, "", RawCell(NUMBER, number, number_format))
    if expected.how == "?":
        assert found == asked("2025-06-30已经过了；是指 2026-06-30 吗？")
    else:  # what is refused elsewhere waits here, with what to write
        assert found == (asked(expected.sentence) if expected.how == "✗" else expected)


@pytest.mark.parametrize("number", ["2026.1"])  # 2026.10 as a number is the same cell
def test_number_cells_of_facts(number: str) -> None:
    assert by_workbook(CellKind.DATE, "", RawCell(NUMBER, number, "")) == refused(D.format(number))
    assert by_workbook(CellKind.DATE, "", RawCell(NUMBER, "45838", "")) == noted(
        "2025-06-30", "日期数，按 2025-06-30 计"
    )
