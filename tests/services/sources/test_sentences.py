"""Sentences of a source: what the rules say, what people say instead, and a task made of selected words."""

import subprocess
import sys
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.articles import begin_review
from tracker.errors import ConflictError, InputError, RuleError
from tracker.model.enums import Status
from tracker.model.intake_review.pieces import Verdict
from tracker.model.sentences import Share
from tracker.model.source_words import SentenceKind, SourceKind
from tracker.model.tables import Article, Batch, Recommendation, SentenceMark, SourceProblem, Task
from tracker.queries.source_page import read_source_page
from tracker.queries.source_text import SourceReading
from tracker.services import undo
from tracker.services.reviewing import accepting, keeping
from tracker.services.sources.reading import read_source
from tracker.services.sources.register import delete_source, edit_source
from tracker.services.sources.retiring import retire_source
from tracker.services.sources.sentences import make_task_of_words, mark_sentence
from tracker.services.sources.tasks import NewTask
from tracker.services.status import change_status

TODAY = date(2026, 3, 2)
TEXT = """关于园区的建议

一、基本情况
全市现有工业园区120个，总体发展较好。去年完成投资300亿元。

二、对策建议
建立园区体检台账。设立园区更新基金，规模不低于30亿元。
这件事关系长远。
"""
BACK, LEFT, FUND = "去年完成投资300亿元。", "这件事关系长远。", "设立园区更新基金，规模不低于30亿元。"


@pytest.fixture
def source(register: Callable[..., Article]) -> Article:
    return register(SourceKind.MEETING, "园区会议", content=TEXT)


def read(desk: Any, source: Article) -> SourceReading:
    reading: SourceReading = desk.look(read_source, source.id, TODAY)
    return reading


def shares(desk: Any, source: Article) -> dict[str, Share]:
    reading = read(desk, source)
    return {reading.text[row.start : row.end]: row.share for row in reading.sentences}


def at(words: str) -> tuple[int, int]:
    return TEXT.index(words), TEXT.index(words) + len(words)


def mark(desk: Any, source: Article, words: str, kind: SentenceKind | None) -> Any:
    return desk.act(mark_sentence, source.id, at(words), kind, TODAY)


def test_the_rules_tell_what_may_have_been_missed_from_background(desk: Any, source: Article) -> None:
    told = shares(desk, source)
    assert told["建立园区体检台账。"] is Share.MISSED
    assert told[FUND] is Share.MISSED
    assert told[BACK] is Share.BACKGROUND
    assert not {"关于园区的建议", "一、基本情况", "二、对策建议"} & told.keys()


def test_sentences_stand_under_their_headings(desk: Any, source: Article) -> None:
    reading = read(desk, source)
    titles = [reading.text[start:end] for start, end in reading.headings]
    by_section = {reading.text[row.start : row.end]: titles[row.section] for row in reading.sentences}
    assert by_section[BACK] == "一、基本情况"
    assert by_section[FUND] == "二、对策建议"


def test_what_a_person_says_counts_before_the_rules_and_can_be_taken_back(desk: Any, source: Article) -> None:
    mark(desk, source, FUND, SentenceKind.BACKGROUND)
    mark(desk, source, BACK, SentenceKind.MISSED)
    told = shares(desk, source)
    assert (told[FUND], told[BACK]) == (Share.BACKGROUND, Share.MISSED)
    assert {row.start: row.by_hand for row in read(desk, source).sentences}[at(FUND)[0]]
    mark(desk, source, FUND, SentenceKind.MISSED)
    assert len(desk.rows(SentenceMark)) == 2  # changed where it stands
    desk.act(undo.undo_batch)
    assert shares(desk, source)[FUND] is Share.BACKGROUND
    desk.act(undo.undo_batch)
    assert shares(desk, source)[BACK] is Share.BACKGROUND
    mark(desk, source, FUND, None)
    assert shares(desk, source)[FUND] is Share.MISSED
    assert desk.rows(SentenceMark) == []


def test_the_same_mark_twice_is_no_act(desk: Any, source: Article) -> None:
    assert (
        mark(desk, source, FUND, SentenceKind.BACKGROUND).label == "会2026-01 标为背景：设立园区更新基金，规模不低于30…"
    )
    assert mark(desk, source, FUND, SentenceKind.BACKGROUND).label == "没有变化"
    changes = desk.look(read_source_page, source.id).changes
    assert (changes[0].field, changes[0].new) == ("原文句子", f"背景：{FUND}")


def test_a_mark_follows_its_words_when_the_text_is_edited(desk: Any, source: Article) -> None:
    mark(desk, source, BACK, SentenceKind.MISSED)
    desk.act(edit_source, source.id, "content", "新的开头。\n" + TEXT)
    assert shares(desk, source)[BACK] is Share.MISSED


def test_an_entry_follows_its_words_when_the_text_is_edited(desk: Any, source: Article) -> None:
    desk.act(make_task_of_words, source.id, at(FUND), FUND, NewTask("设立基金"), TODAY)
    desk.act(edit_source, source.id, "content", "新的开头。\n" + TEXT.replace(BACK, ""))
    told = shares(desk, source)
    assert (told[FUND], told["新的开头。"]) == (Share.TASK, Share.BACKGROUND)
    assert list(told.values()).count(Share.TASK) == 1
    desk.act(undo.undo_batch)
    assert shares(desk, source)[FUND] is Share.TASK
    desk.act(edit_source, source.id, "content", TEXT.replace(FUND, "另设基金的事以后再说。"))
    assert Share.TASK not in shares(desk, source).values()
    assert read(desk, source).entries[0].spans == ()


def test_a_deleted_source_comes_back_with_its_marks(desk: Any, source: Article) -> None:
    mark(desk, source, BACK, SentenceKind.MISSED)
    desk.act(delete_source, source.id)
    assert desk.rows(SentenceMark) == []
    desk.act(undo.undo_batch)
    assert shares(desk, source)[BACK] is Share.MISSED


def test_the_same_words_are_no_second_recommendation(desk: Any, source: Article) -> None:
    acts = [
        desk.act(make_task_of_words, source.id, at(FUND), FUND, NewTask(title), TODAY)
        for title in ("设立基金", "管好基金")
    ]
    (entry,) = desk.rows(Recommendation, Recommendation.article_id == source.id)
    tasks = desk.rows(Task, Task.source_id == source.id)
    assert [(task.code, task.recommendation_id) for task in tasks] == [
        ("会2026-01.1", entry.id),
        ("会2026-01.2", entry.id),
    ]
    with pytest.raises(RuleError, match="先撤销那一次"):
        desk.act(undo.undo_batch, acts[0].batch_id)  # the other task hangs on its recommendation
    desk.act(undo.undo_batch)
    assert [task.title for task in read(desk, source).entries[0].answering] == ["设立基金"]
    part = FUND[:8]
    desk.act(make_task_of_words, source.id, (at(FUND)[0], at(FUND)[0] + 8), part, NewTask("起草办法"), TODAY)
    assert len(read(desk, source).entries) == 2  # other words, another recommendation


def test_only_a_sentence_that_no_entry_is_about_can_be_marked(desk: Any, source: Article) -> None:
    desk.act(make_task_of_words, source.id, at(FUND), FUND, NewTask("设立基金"), TODAY)
    with pytest.raises(InputError, match="已经有建议（有任务）"):
        mark(desk, source, FUND, SentenceKind.BACKGROUND)
    with pytest.raises(InputError, match="没有这一句"):
        desk.act(mark_sentence, source.id, (0, 3), SentenceKind.MISSED, TODAY)


def test_selected_words_become_a_recommendation_with_its_task(desk: Any, source: Article) -> None:
    start, end = at(FUND)
    wanted = NewTask("设立更新基金", lead_office="市财政局", themes=("园区",))
    changes = desk.act(make_task_of_words, source.id, (start, end + 1), FUND + "\n", wanted, TODAY)
    (task,) = desk.rows(Task, Task.id == next(iter(changes.tasks)))
    (entry,) = desk.rows(Recommendation, Recommendation.id == task.recommendation_id)
    assert (task.code, entry.code, task.source_id) == ("会2026-01.1", "会2026-01.1", source.id)
    assert (entry.anchor, entry.title, entry.section) == (FUND, "设立更新基金", "二、对策建议")
    assert entry.spans == [[start, end]]
    assert (entry.lead_office, entry.themes) == ("市财政局", ["园区"])
    assert shares(desk, source)[FUND] is Share.TASK
    desk.act(undo.undo_batch)
    assert desk.rows(Recommendation, Recommendation.article_id == source.id) == []
    assert desk.rows(Task, Task.source_id == source.id) == []
    assert shares(desk, source)[FUND] is Share.MISSED
    desk.act(undo.redo_batch)
    (entry,) = desk.rows(Recommendation, Recommendation.article_id == source.id)
    assert (entry.anchor, entry.spans) == (FUND, [[start, end]])
    assert shares(desk, source)[FUND] is Share.TASK


def test_a_cancelled_task_covers_nothing(desk: Any, source: Article) -> None:
    (number,) = desk.act(make_task_of_words, source.id, at(FUND), FUND, NewTask("设立基金"), TODAY).tasks
    desk.act(change_status, number, Status.CANCELLED, TODAY, "不再办理", decided_by="王副市长")
    assert shares(desk, source)[FUND] is Share.OPEN
    (entry,) = read(desk, source).entries
    assert entry.light is None
    assert [task.status for task in entry.tasks] == [Status.CANCELLED]


def test_words_that_moved_are_not_taken_for_others(desk: Any, source: Article) -> None:
    start, end = at(FUND)
    with pytest.raises(InputError, match="已不在原处"):
        desk.act(make_task_of_words, source.id, (start + 1, end + 1), FUND, NewTask("设立基金"), TODAY)
    with pytest.raises(InputError, match="请先在原文中选中"):
        desk.act(make_task_of_words, source.id, (start, start + 1), FUND[0], NewTask("设立基金"), TODAY)
    desk.act(retire_source, source.id, TODAY, "园区会议已经办完")
    with pytest.raises(RuleError, match="已归档"):
        desk.act(make_task_of_words, source.id, at(FUND), FUND, NewTask("设立基金"), TODAY)
    assert desk.rows(Task, Task.source_id == source.id) == []


def test_words_of_an_excerpt_become_an_entry_in_its_section(desk: Any) -> None:
    (article,) = desk.rows(Article, Article.code == "A")
    before = read(desk, article)
    entry = next(entry for entry in before.entries if entry.code == "A1.1")
    start, end = entry.spans[0]
    words = before.text[start : end - 2]
    desk.act(make_task_of_words, article.id, (start, end - 2), words, NewTask("再办一项"), TODAY)
    after = read(desk, article)
    new = after.entries[[row.code for row in after.entries].index("A.1")]
    assert after.text[slice(*new.spans[0])] == words
    assert len(after.headings) == len(before.headings)
    (row,) = desk.rows(Recommendation, Recommendation.code == "A.1")
    assert row.spans == []
    assert row.section == before.text[slice(*before.headings[1])]
    assert {sentence.share for sentence in after.sentences} <= {Share.TASK, Share.OPEN, Share.OTHER}


def test_what_a_review_turned_down_was_not_missed(desk: Any) -> None:
    started = desk.act(begin_review, TEXT, TODAY)
    fund = next(item for item in started.review.waiting() if "更新基金" in item.quote)
    started.review.decide([item.id for item in started.review.waiting()], Verdict.ACCEPTED)
    started.review.decide([fund.id], Verdict.REJECTED)
    version = desk.act(keeping.save_decisions, started.id, started.version, started.review.decisions())
    (number,) = desk.act(accepting.accept_review, started.id, version, TODAY).sources
    (article,) = desk.rows(Article, Article.id == number)
    told = shares(desk, article)
    assert told["建立园区体检台账。"] is Share.TASK
    assert told[FUND] is Share.BACKGROUND


def test_damage_that_the_review_saw_stays_with_the_source(desk: Any) -> None:
    text = (
        "关于采购的建议\n\n一、对策建议\n建立统一采购平台，由市财政局牵头管理。实训设备的采购也应当纳入统一管理，避免\n"
        "图为学生在公共实训中心操作数控机床。（资料照片）\n\n重复投入，重复建设的问题要在年底前解决。\n"
    )
    started = desk.act(begin_review, text, TODAY)
    started.review.decide([item.id for item in started.review.waiting()], Verdict.ACCEPTED)
    version = desk.act(keeping.save_decisions, started.id, started.version, started.review.decisions())
    (number,) = desk.act(accepting.accept_review, started.id, version, TODAY).sources
    (article,) = desk.rows(Article, Article.id == number)
    flaws = desk.rows(SourceProblem, SourceProblem.article == article.code)
    by_kind = {flaw.kind: flaw.description for flaw in flaws}
    assert by_kind["interleaved"].startswith("句子被其他栏目隔开：“")
    assert by_kind["interleaved"].endswith("避免”+“重复投入，重复建设的问题”")
    assert by_kind["layout"] == "图片说明，未当作正文"
    assert read(desk, article).pins == (article.content.index("重复投入"),)
    desk.act(undo.undo_batch)
    assert desk.rows(SourceProblem, SourceProblem.article == article.code) == []


def test_a_source_of_excerpts_is_read_without_the_rules_of_the_intake() -> None:
    code = "import sys, tracker.services.sources.reading; print('tracker.intake.propose' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "False"


def test_of_two_people_who_mark_the_same_sentence_the_second_is_told(desk: Any, source: Article) -> None:
    shown = shares(desk, source)[FUND]
    mark(desk, source, FUND, SentenceKind.BACKGROUND)
    acts = len(desk.rows(Batch))
    for kind in (SentenceKind.MISSED, None):
        with pytest.raises(ConflictError, match=r"的这一句刚被.*改为“背景”，您标的没有保存"):
            desk.act(mark_sentence, source.id, at(FUND), kind, TODAY, shown)
    assert shares(desk, source)[FUND] is Share.BACKGROUND
    desk.act(mark_sentence, source.id, at(FUND), SentenceKind.BACKGROUND, TODAY, shown)  # both say the same
    assert len(desk.rows(Batch)) == acts
    desk.act(mark_sentence, source.id, at(FUND), None, TODAY, Share.BACKGROUND)
    with pytest.raises(ConflictError, match="刚被别人改为“可能漏了”"):
        desk.act(mark_sentence, source.id, at(FUND), SentenceKind.MISSED, TODAY, Share.BACKGROUND)
