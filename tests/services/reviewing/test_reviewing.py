"""Reviews of texts: begun, kept half done, accepted as one act that can be taken back, dropped."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from tests.articles import begin_review
from tracker.errors import ConflictError, InputError, RuleError
from tracker.model.enums import RecommendationKind, Status
from tracker.model.intake_review.kept_proposal import kept_proposal
from tracker.model.intake_review.pieces import Piece, Verdict
from tracker.model.intake_review.review import TextReview
from tracker.model.rows.intake import Candidate, Proposal, ProposedArticle
from tracker.model.source_words import ReviewState, SourceKind
from tracker.model.tables import (
    Article,
    ArticleFile,
    Attachment,
    Indicator,
    IndicatorLink,
    IntakeReview,
    Recommendation,
    Task,
    TaskAnswer,
)
from tracker.queries.intake_reviews import list_open_reviews
from tracker.services import status as states
from tracker.services import undo
from tracker.services.reviewing import accepting, keeping

TODAY = date(2026, 3, 2)


def leaves(started: keeping.OpenReview) -> list[Piece]:
    return [item for item in started.review.pieces() if item.is_leaf and not item.folded]


def save(desk: Any, started: keeping.OpenReview) -> int:
    return desk.act(keeping.save_decisions, started.id, started.version, started.review.decisions())


def accept(desk: Any, started: keeping.OpenReview, count: int = 12, **words: Any) -> Any:
    for item in leaves(started)[:count]:
        started.review.decide([item.id], Verdict.ACCEPTED)
    version = save(desk, started)
    return desk.act(accepting.accept_review, started.id, version, TODAY, accepting.SourceWords(**words))


def source_of(desk: Any, changes: Any) -> Article:
    (number,) = changes.sources
    return desk.rows(Article, Article.id == number)[0]


def test_a_review_keeps_text_bytes_and_proposal(desk: Any, article: str, started: keeping.OpenReview) -> None:
    (row,) = desk.rows(IntakeReview)
    assert row.text == article
    assert row.proposal["text"] == article
    assert desk.look(lambda session: session.get(Attachment, row.sha256).data) == article.encode()
    assert len(leaves(started)) >= 12


def test_a_file_is_read_and_goes_beside_the_source(desk: Any, article: str, tmp_path: Path) -> None:
    path = tmp_path / "园区.txt"
    path.write_text(article, encoding="gb18030")
    started = desk.act(lambda s: keeping.start_review(s, keeping.read_article(s, path, TODAY)))
    source = source_of(desk, accept(desk, started, 3))
    (file,) = desk.rows(ArticleFile, ArticleFile.article_id == source.id)
    assert (file.name, file.size) == ("园区.txt", path.stat().st_size)
    assert source.content == article


def test_a_file_that_cannot_be_read_says_why_and_leaves_nothing(desk: Any, tmp_path: Path) -> None:
    path = tmp_path / "空.txt"
    path.write_bytes(b" ")
    with pytest.raises(InputError, match="空的"):
        desk.act(lambda s: keeping.start_review(s, keeping.read_article(s, path, TODAY)))
    assert not desk.rows(IntakeReview)


def test_the_same_text_goes_on_where_it_was_left(desk: Any, article: str, started: keeping.OpenReview) -> None:
    first = leaves(started)[0].id
    started.review.decide([first], Verdict.REJECTED)
    save(desk, started)
    again = desk.act(begin_review, article, TODAY)
    assert again.id == started.id
    assert again.review[first].verdict is Verdict.REJECTED
    (row,) = desk.look(list_open_reviews)
    assert (row.settled, row.total) == (1, len(leaves(started)))


def test_keeping_decisions_is_no_act(desk: Any, started: keeping.OpenReview) -> None:
    before = desk.content()
    started.review.decide([leaves(started)[0].id], Verdict.ACCEPTED)
    save(desk, started)
    after = desk.content()
    assert {name for name in after if after[name] != before[name]} == {"intake_review"}
    with pytest.raises(InputError):
        desk.act(undo.undo_batch)


def test_a_review_gone_on_with_elsewhere_is_not_written_over(desk: Any, started: keeping.OpenReview) -> None:
    save(desk, started)
    with pytest.raises(ConflictError, match="在别处核对过"):
        save(desk, started)


def test_accepting_registers_the_article_with_numbers_places_and_drafts(
    desk: Any, article: str, started: keeping.OpenReview
) -> None:
    changes = accept(desk, started)
    source = source_of(desk, changes)
    assert (source.code, source.kind, source.title) == ("章2026-01", SourceKind.ARTICLE, "关于加快园区焕新的若干建议")
    assert source.content == article
    entries = desk.rows(Recommendation, Recommendation.article_id == source.id)
    tasks = desk.rows(Task, Task.source_id == source.id)
    assert len(tasks) == len(changes.tasks) == 12
    assert {task.status for task in tasks} == {Status.UNASSIGNED}
    assert {task.code for task in tasks} <= {entry.code for entry in entries}
    assert [entry.code for entry in entries] == [f"章2026-01.{number}" for number in range(1, len(entries) + 1)]
    for entry in entries:
        words = "".join(source.content[start:end] for start, end in entry.spans)
        assert "".join(words.split()) == "".join(entry.anchor.split()) != ""
    starts = [entry.spans[0][0] for entry in entries]
    assert starts == sorted(starts)
    (row,) = desk.rows(IntakeReview)
    assert (row.state, row.article_id) == (ReviewState.ACCEPTED, source.id)


def test_a_named_office_is_confirmed_and_the_deadline_is_read(desk: Any, started: keeping.OpenReview) -> None:
    changes = accept(desk, started)
    (task,) = [task for task in desk.rows(Task, Task.source_id == source_of(desk, changes).id) if task.due_on]
    assert "体检台账" in task.content
    assert (task.due_text, task.due_on.isoformat(), task.offices_confirmed) == ("2026年底前", "2026-12-31", True)
    others = [row for row in desk.rows(Task, Task.source_id == task.source_id) if row.id != task.id]
    assert not any(row.offices_confirmed for row in others)


def test_undo_takes_all_of_it_back_and_redo_brings_it_again(desk: Any, started: keeping.OpenReview) -> None:
    for item in leaves(started)[:12]:
        started.review.decide([item.id], Verdict.ACCEPTED)
    started.review.tick(started.review.proposal.indicators[-1].id)
    version = save(desk, started)
    before = desk.content()
    desk.act(accepting.accept_review, started.id, version, TODAY)
    accepted = desk.content()
    desk.act(undo.undo_batch)
    assert desk.content() == before
    assert [row.id for row in desk.look(list_open_reviews)] == [started.id]
    desk.act(undo.redo_batch)
    assert desk.content() == accepted


def test_a_number_once_given_is_not_given_again(desk: Any, started: keeping.OpenReview) -> None:
    accept(desk, started, 2)
    desk.act(undo.undo_batch)
    again = desk.look(keeping.open_review, started.id)
    changes = desk.act(accepting.accept_review, again.id, again.version, TODAY)
    assert source_of(desk, changes).code == "章2026-02"


def test_a_duplicate_is_answered_by_the_task_there_is(desk: Any, started: keeping.OpenReview) -> None:
    first = leaves(started)[0]
    started.review.decide([first.id], Verdict.LINKED, "A1.1")
    before = len(desk.rows(Task))
    changes = desk.act(accepting.accept_review, started.id, save(desk, started), TODAY)
    assert len(desk.rows(Task)) == before
    (entry,) = desk.rows(
        Recommendation, Recommendation.article_id == source_of(desk, changes).id, Recommendation.title == first.title
    )
    answers = desk.rows(TaskAnswer, TaskAnswer.recommendation_id == entry.id)
    assert [row.task_id for row in answers] == [desk.number("A1.1")]


def test_a_duplicate_without_a_task_is_refused(desk: Any, started: keeping.OpenReview) -> None:
    first = leaves(started)[0]
    started.review.decide([first.id], Verdict.LINKED, "A1.2")
    version = save(desk, started)
    before = desk.content()
    with pytest.raises(RuleError, match=r"A1\.2 没有还在办理的任务"):
        desk.act(accepting.accept_review, started.id, version, TODAY)
    assert desk.content() == before


def test_a_duplicate_whose_task_has_ended_is_refused_and_shown_without_task(
    desk: Any, started: keeping.OpenReview
) -> None:
    first = leaves(started)[0]
    code = next(code for code, entry in started.known.items() if entry.task == code)
    desk.act(states.change_status, desk.number(code), Status.CANCELLED, TODAY, "不再需要", decided_by="王副市长")
    assert desk.look(keeping.open_review, started.id).known[code].task == ""
    started.review.decide([first.id], Verdict.LINKED, code)
    version = save(desk, started)
    with pytest.raises(RuleError, match="没有还在办理的任务"):
        desk.act(accepting.accept_review, started.id, version, TODAY)


def test_ticked_indicators_are_made_and_hang_on_their_entries(desk: Any, started: keeping.OpenReview) -> None:
    fund = next(figure for figure in started.review.proposal.indicators if figure.value == "30")
    started.review.tick(fund.id)
    changes = accept(desk, started)
    (number,) = changes.indicators
    (indicator,) = desk.rows(Indicator, Indicator.id == number)
    assert (indicator.target_value, indicator.unit, indicator.article_id) == (
        30.0,
        fund.unit,
        source_of(desk, changes).id,
    )
    (link,) = desk.rows(IndicatorLink, IndicatorLink.indicator_id == number)
    (entry,) = desk.rows(Recommendation, Recommendation.id == link.recommendation_id)
    assert "基金" in entry.title


def test_the_reviewer_names_the_source(desk: Any, started: keeping.OpenReview) -> None:
    source = source_of(desk, accept(desk, started, 1, title="园区焕新的建议", number="研〔2026〕3号"))
    assert (source.title, source.number, source.title_in_source) == ("园区焕新的建议", "研〔2026〕3号", False)


def test_nothing_accepted_is_nothing_to_take_in(desk: Any, started: keeping.OpenReview) -> None:
    with pytest.raises(RuleError, match="还没有收下"):
        desk.act(accepting.accept_review, started.id, started.version, TODAY)


def test_an_office_nobody_knows_is_named_and_nothing_is_written(desk: Any, started: keeping.OpenReview) -> None:
    first = leaves(started)[0].id
    started.review.edit(first, lead_office="市园区办")
    started.review.decide([first], Verdict.ACCEPTED)
    version = save(desk, started)
    before = desk.content()
    with pytest.raises(InputError, match="市园区办"):
        desk.act(accepting.accept_review, started.id, version, TODAY)
    assert desk.content() == before


def test_a_dropped_review_is_offered_no_more_until_undo(desk: Any, started: keeping.OpenReview) -> None:
    desk.act(keeping.drop_review, started.id, started.version)
    assert desk.look(list_open_reviews) == ()
    with pytest.raises(InputError, match="已放弃"):
        desk.look(keeping.open_review, started.id)
    desk.act(undo.undo_batch)
    assert [row.id for row in desk.look(list_open_reviews)] == [started.id]


def test_a_review_gone_on_with_elsewhere_is_not_dropped(desk: Any, started: keeping.OpenReview) -> None:
    first = leaves(started)[0].id
    started.review.decide([first], Verdict.ACCEPTED)
    save(desk, started)
    with pytest.raises(ConflictError, match="在别处核对过"):
        desk.act(keeping.drop_review, started.id, started.version)
    assert desk.look(keeping.open_review, started.id).review[first].verdict is Verdict.ACCEPTED


def test_a_text_as_long_as_a_book_is_refused(desk: Any) -> None:
    with pytest.raises(InputError, match="一次最多核对"):
        desk.act(begin_review, "建" * (keeping.MOST_CHARACTERS + 1), TODAY)


PAIR = ("路灯太暗。要更换路灯。\n", "道路太窄。要拓宽道路。\n")


def pair_of_articles(desk: Any) -> int:
    """Keep a review of a file with two articles, one action of each accepted, and return its id."""
    text = "".join(PAIR)
    halves = ((0, len(PAIR[0])), (len(PAIR[0]), len(text)))
    articles = [ProposedArticle(f"a{n}", f"文章{n}", True, (), (), None, (half,)) for n, half in enumerate(halves, 1)]
    candidates = []
    for number, words in enumerate(("要更换路灯", "要拓宽道路"), 1):
        start = text.index(words)
        span = ((start, start + len(words)),)
        kind = RecommendationKind.TASK
        candidates.append(Candidate(f"c{number}", f"a{number}", kind, None, None, (), words, words, words, span))
    proposal = Proposal("两篇.txt", "txt", None, text, tuple(articles), (), tuple(candidates), (), ())
    review = TextReview(proposal)
    review.decide(["c1", "c2"], Verdict.ACCEPTED)

    def keep(session: Session) -> int:
        row = IntakeReview(name="两篇", text=text, proposal=kept_proposal(proposal), decisions=review.decisions())
        session.add(row)
        session.flush()
        return row.id

    return desk.act(keep)


def test_each_article_of_a_file_is_a_source_of_its_own(desk: Any) -> None:
    changes = desk.act(accepting.accept_review, pair_of_articles(desk), 1, TODAY)
    sources = [desk.rows(Article, Article.id == number)[0] for number in sorted(changes.sources)]
    assert [(source.title, source.content) for source in sources] == [("文章1", PAIR[0]), ("文章2", PAIR[1])]
    for source, words in zip(sources, ("要更换路灯", "要拓宽道路"), strict=True):
        (entry,) = desk.rows(Recommendation, Recommendation.article_id == source.id)
        assert source.content[slice(*entry.spans[0])] == words


def test_articles_of_one_file_share_its_number_but_not_one_that_is_registered(desk: Any) -> None:
    words = accepting.SourceWords(number="研〔2026〕7号")
    changes = desk.act(accepting.accept_review, pair_of_articles(desk), 1, TODAY, words)
    assert {desk.rows(Article, Article.id == number)[0].number for number in changes.sources} == {"研〔2026〕7号"}
    second = pair_of_articles(desk)
    before = desk.content()
    with pytest.raises(ConflictError, match="研〔2026〕7号"):
        desk.act(accepting.accept_review, second, 1, TODAY, words)
    assert desk.content() == before


def test_words_that_are_damaged_in_the_source_stay_said_to_be(desk: Any) -> None:
    text = "二、对策建议\n（一）要建立园区体检台账。\n（二）要用好资金。应当设立园区更新基金，优先用于老旧"
    started = desk.act(begin_review, text, TODAY)
    source = source_of(desk, accept(desk, started))
    rows = desk.rows(Recommendation, Recommendation.article_id == source.id)
    notes = {row.title[:6]: row.note for row in rows if row.kind is RecommendationKind.TASK}
    assert notes["建立园区体检"] == ""
    assert notes["设立园区更新"] == "原文存疑：句子不完整，缺的字没有补"
