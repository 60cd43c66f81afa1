"""Groups, decisions, the tally, what is kept for later, and values as a person reads and writes them."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from tracker.errors import InputError
from tracker.model.changeset import ChangeSet, Decision, FieldChange, Problem
from tracker.model.enums import Choice, Outcome
from tracker.ui.review.entries import Book, Review
from tracker.ui.review.entry_decisions import (
    Answers,
    Decisions,
    allows,
    field_word,
    group_key,
    load_drafts,
    read_value,
    show_value,
)

Make = Callable[..., FieldChange]


@pytest.fixture
def make() -> Make:
    def made(key: str, outcome: Outcome, field: str = "progress", **more: object) -> FieldChange:
        values: dict[str, object] = {"snapshot": 45, "ours": 55, "theirs": 60, "cell": "H12"} | more
        return FieldChange("task", key, key, f"任务{key}", field, outcome=outcome, sheet="任务清单", **values)  # type: ignore[arg-type]

    return made


@pytest.fixture
def changes(make: Make) -> ChangeSet:
    entries = (
        make("same", Outcome.SAME),
        make("plain", Outcome.CHANGE),
        make("plain2", Outcome.CHANGE),
        make("unsure", Outcome.CHANGE, review=True),
        make("clash", Outcome.CONFLICT),
        make("emptied", Outcome.CLEARED),
        make("", Outcome.UNKNOWN_ROW, field="", cell="A40"),
        make("gone", Outcome.MISSING_ROW, field=""),
    )
    return ChangeSet("a.xlsx", "市科技局", "E1", "x", 8, entries)


def test_groups_come_in_the_order_of_need(changes: ChangeSet) -> None:
    unread = replace(changes, problems=(Problem("任务清单", "H9", "读不出"),), rows=(("task", "still"),))
    found = [(group.heading, group.word, group.size) for group in Review([Book(unread)]).groups()]
    assert found == [
        ("需要决定", "冲突", 1),
        ("需要决定", "对方清空", 1),
        ("需要决定", "需要确认", 1),
        ("需要决定", "新增任务建议", 1),
        ("请对方改正", "无法识别", 1),
        ("可直接采纳", "对方修改", 2),
        ("无须处理", "已一致", 1),
        ("无须处理", "缺少的行", 1),
        ("无须处理", "没有变化", 1),
    ]


def test_what_is_asked_for_comes_first_and_what_is_forbidden_stands_apart(asked: Book) -> None:
    groups = Review([asked]).groups()
    assert [(group.word, group.size) for group in groups] == [("延期申请", 4), ("不能采纳", 1), ("对方修改", 1)]
    assert [group_key(change) for change in asked.changes.changes] == [*["request"] * 4, "forbidden", "change"]


GRANT = Decision(Choice.THEIRS, None, "", "王市长")
ANOTHER = Decision(Choice.MERGED, "2026-12-31", "", "王市长")


@pytest.mark.parametrize(
    ("decision", "allowed"),
    [
        (Decision(Choice.OURS), (True, True, True)),
        (Decision(Choice.LATER), (True, True, True)),
        (Decision(Choice.THEIRS), (False, False, True)),
        (Decision(Choice.THEIRS, decided_by=" "), (False, False, True)),
        (Decision(Choice.MERGED, 70), (False, False, True)),
        (GRANT, (True, False, True)),
        (ANOTHER, (True, False, True)),
    ],
)
def test_a_deadline_is_granted_by_somebody_and_what_is_forbidden_by_nobody(
    asked: Book, decision: Decision, allowed: tuple[bool, ...]
) -> None:
    request, _, _, frozen_request, frozen, plain = asked.changes.changes
    assert tuple(allows(change, decision) for change in (request, frozen, plain)) == allowed
    assert allows(frozen_request, decision) == (decision.choice in (Choice.OURS, Choice.LATER))


def test_requests_count_in_the_sum_and_on_their_own(asked: Book) -> None:
    decisions = asked.decisions
    assert (decisions.tally(), decisions.answers()) == ((1, 0, 5), (0, 0, 4))
    assert decisions.answers().words() == ""
    for change, decision in zip(asked.changes.changes, (GRANT, ANOTHER, Decision(Choice.OURS)), strict=False):
        decisions.decide(change, decision)
    assert (decisions.tally(), decisions.answers()) == ((3, 1, 2), (2, 1, 1))
    assert decisions.answers().words() == "同意时限申请 2 项，不同意时限申请 1 项"
    assert (
        decisions.tally()
        .sentence(decisions.answers())
        .startswith("采纳 3 项，保留 1 项，待决定 2 项；其中时限申请同意 2 项、不同意 1 项、待定 1 项。")
    )
    assert decisions.tally().sentence(Answers()) == "采纳 3 项，保留 1 项，待决定 2 项。采纳后可整批撤销。"
    decisions.take_back()
    assert (decisions.tally(), decisions.answers()) == ((3, 0, 3), (2, 0, 2))


def test_who_granted_is_kept_with_the_draft(asked: Book) -> None:
    first, second, *_ = asked.changes.changes
    asked.decisions.decide(first, replace(GRANT, reason="疫情影响", keep_nodes=True))
    asked.decisions.decide(second, ANOTHER)
    again = Decisions(asked.changes, load_drafts(json.loads(json.dumps(asked.decisions.dump()))))
    assert again.all() == asked.decisions.all()


def test_drafts_of_before_are_read_but_grant_nothing(asked: Book) -> None:
    request, *_, frozen, plain = asked.changes.changes
    old = [[*change.identity, "theirs", None, ""] for change in (request, frozen, plain)]
    kept = [*asked.changes.changes[1].identity, "ours", None, "不延"]
    assert Decisions(asked.changes, load_drafts([*old, kept])).all() == {
        plain.identity: Decision(Choice.THEIRS),
        asked.changes.changes[1].identity: Decision(Choice.OURS, reason="不延"),
    }


def test_every_outcome_has_a_group(make: Make) -> None:
    for outcome in Outcome:
        one = ChangeSet("a", "b", "c", "d", 1, (make("x", outcome),))
        assert [group.key for group in Review([Book(one)]).groups()] == [group_key(one.changes[0])]


def entry(changes: ChangeSet, key: str) -> FieldChange:
    return next(change for change in changes.changes if change.key == key)


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        ([], (2, 0, 4)),
        ([("clash", Choice.THEIRS)], (3, 0, 3)),
        ([("clash", Choice.OURS), ("emptied", Choice.MERGED)], (3, 1, 2)),
        ([("plain", Choice.OURS)], (1, 1, 4)),
        ([("plain", Choice.LATER)], (1, 0, 5)),
        ([("clash", Choice.LATER)], (2, 0, 4)),
        ([("clash", Choice.THEIRS), ("clash", Choice.OURS)], (2, 1, 3)),
        ([("", Choice.THEIRS)], (3, 0, 3)),
    ],
)
def test_the_tally(changes: ChangeSet, made: list[tuple[str, Choice]], expected: tuple[int, int, int]) -> None:
    decisions = Decisions(changes)
    for key, choice in made:
        decisions.decide(entry(changes, key), Decision(choice, 50 if choice is Choice.MERGED else None))
    assert tuple(decisions.tally()) == expected


def test_the_sum_is_said_in_words(changes: ChangeSet) -> None:
    assert Decisions(changes).tally().sentence() == "采纳 2 项，保留 0 项，待决定 4 项。采纳后可整批撤销。"


def test_decisions_are_taken_back_one_by_one(changes: ChangeSet) -> None:
    decisions = Decisions(changes)
    clash = entry(changes, "clash")
    decisions.decide(clash, Decision(Choice.THEIRS))
    decisions.decide(clash, Decision(Choice.OURS))
    assert decisions.take_back() is clash
    assert decisions.get(clash) == Decision(Choice.THEIRS)
    assert decisions.take_back() is clash
    assert decisions.get(clash) is None
    assert decisions.take_back() is None


def test_what_was_put_off_goes_on_later(changes: ChangeSet) -> None:
    decisions = Decisions(changes)
    decisions.decide(entry(changes, "clash"), Decision(Choice.MERGED, ("市科技局", "市财政局")))
    decisions.decide(entry(changes, "emptied"), Decision(Choice.OURS, reason="口径不一致"))
    again = Decisions(changes, load_drafts(json.loads(json.dumps(decisions.dump()))))
    assert again.tally() == decisions.tally()
    assert again.all() == decisions.all()
    assert again.take_back() is None  # what an earlier sitting decided is not undone by Ctrl+Z


def test_drafts_about_entries_that_are_gone_are_dropped(changes: ChangeSet) -> None:
    drafts = {("task", "elsewhere", "progress"): Decision(Choice.OURS)}
    assert Decisions(changes, drafts).all() == {}


@pytest.mark.parametrize(
    "rows", [None, "nonsense", {}, [["task", "a"]], [["task", "a", "b", "perhaps", 1, ""]], [1], 7]
)
def test_unreadable_drafts_are_no_drafts(rows: object) -> None:
    assert load_drafts(rows) == {}


def test_the_tally_follows_every_step_back(changes: ChangeSet) -> None:
    decisions = Decisions(changes)
    tallies = [decisions.tally()]
    for key, made in (("clash", Choice.OURS), ("clash", Choice.LATER), ("plain", Choice.OURS), ("same", Choice.OURS)):
        decisions.decide(entry(changes, key), Decision(made))
        tallies.append(decisions.tally())
    assert [tuple(one) for one in tallies] == [(2, 0, 4), (2, 1, 3), (2, 0, 4), (1, 1, 4), (1, 1, 4)]
    for expected in reversed(tallies[:-1]):
        decisions.take_back()
        assert decisions.tally() == expected


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        ("progress", 45, "45%"),
        ("progress", 0, "0%"),
        ("progress", None, ""),
        ("status", "in_progress", "推进中"),
        ("status", "unheard", "unheard"),
        ("co_offices", ("市科技局", "市财政局"), "市科技局、市财政局"),
        ("co_offices", (), ""),
        ("indicator_value", 6997.2, "6,997.2"),
        ("owner", "胡建平", "胡建平"),
        ("owner", "", ""),
    ],
)
def test_values_are_shown_as_people_say_them(field: str, value: object, shown: str) -> None:
    assert show_value(field, value) == shown  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("progress", "60", 60),
        ("progress", " 60% ", 60),
        ("progress", "60％", 60),
        ("progress", "", None),
        ("indicator_value", "6,997.2", 6997.2),
        ("status", "推进中", "in_progress"),
        ("co_offices", "市科技局、市财政局，市经信局", ("市科技局", "市财政局", "市经信局")),
        ("co_offices", "市科技局；各区（县、市）", ("市科技局", "各区（县、市）")),
        ("progress_note", "第一点\n第二点", "第一点\n第二点"),
        ("indicator_on", "2023-08-31", "2023-08-31"),
        ("indicator_on", "2023年8月", "2023-08-31"),
        ("indicator_on", "", ""),
        ("indicator_value", "—", None),
        ("due_text", "2026年6月底", "2026年6月底"),
        ("due_text", "20260630", "2026-06-30"),
        ("due_text", "长期坚持", "长期坚持"),
    ],
)
def test_what_is_typed_becomes_a_canonical_value(field: str, text: str, value: object) -> None:
    assert read_value(field, text) == value


@pytest.mark.parametrize(
    ("field", "text", "part"),
    [
        ("progress", "六成", "进度要填 0 到 100 的百分数，现在是“六成”。"),
        ("progress", "160", "0 到 100"),
        ("progress", "0.6", "是 0.6% 还是 60%？"),
        ("indicator_value", "见附件", "“见附件”不是数值。"),
        ("due_text", "6月底", "6月底读不出日期；请写成 2026-06-30"),
        ("due_text", "2026-02-30", "2026年2月只有 28 天"),
        ("due_text", "尽快", "尽快读不出日期"),
        ("status", "做着呢", "不在可选范围"),
        ("indicator_on", "上月底", "读不出日期"),
        ("indicator_on", "长期坚持", "读不出日期"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(field: str, text: str, part: str) -> None:
    with pytest.raises(InputError) as caught:
        read_value(field, text)
    assert part in caught.value.sentence


@pytest.mark.parametrize(("field", "word"), [("progress", "进度"), ("", "整行"), ("unknown", "unknown")])
def test_fields_have_their_chinese_names(field: str, word: str) -> None:
    assert field_word(field) == word
