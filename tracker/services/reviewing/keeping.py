"""Beginning a review of a text, keeping what was decided so far, and dropping it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import and_, update
from sqlmodel import Session, col, select

from tracker.errors import ConflictError, InputError, RuleError
from tracker.intake.propose import pasted, propose
from tracker.intake.read.reader import ArticleReader, load_bytes
from tracker.intake.read.source_text import SourceText
from tracker.model.changes import Changes
from tracker.model.enums import Status
from tracker.model.intake_review.kept_proposal import kept_proposal, proposal_of
from tracker.model.intake_review.review import TextReview
from tracker.model.rows.intake import Proposal
from tracker.model.source_words import ReviewState
from tracker.model.tables import IntakeReview, Task, TaskAnswer
from tracker.model.tables import Recommendation as Entry
from tracker.queries.intake_knowledge import read_knowledge
from tracker.services.progress import keep_bytes
from tracker.services.write_basics import begin
from tracker.store.history import drop_empty_batch

#: Characters of a text that can be reviewed in one go; a book is no article.
MOST_CHARACTERS = 300_000
_GOING_ON = Status.those(lambda status: not status.ended)


@dataclass(frozen=True, slots=True)
class KnownEntry:
    """An entry of the ledger; `task` is the code of the task under way that answers it, "" where there is none."""

    code: str
    title: str
    summary: str
    office: str
    task: str


@dataclass(frozen=True, slots=True)
class OpenReview:
    """A review with its version; `known` is what the ledger says under the codes of the likes that were seen."""

    id: int
    version: int
    name: str
    review: TextReview
    known: Mapping[str, KnownEntry]


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """A text as it was read, the bytes it came as, and what it proposes; nothing of it is kept yet."""

    source: SourceText
    data: bytes
    proposal: Proposal


def read_article(session: Session, path: Path, today: date, encoding: str | None = None) -> ReadArticle:
    """Read a file in the process that can be killed; only reads, so that no other desk waits for it.

    Raises InputError, naming the file, for one that cannot be read or is too long.
    """
    with ArticleReader() as reader:
        source = reader.read(path, encoding)
    return _proposing(session, source, load_bytes(path), today)


def read_pasted(session: Session, text: str, today: date) -> ReadArticle:
    """Read a pasted text; errors as of `read_article`."""
    if not text.strip():
        raise InputError("没有可以核对的文字；请先复制文章，再粘贴。")
    return _proposing(session, pasted(text), text.encode("utf-8", "replace"), today)


def start_review(session: Session, article: ReadArticle) -> OpenReview:
    """Begin the review of a text that was read; one of the same bytes that is under way goes on."""
    digest = keep_bytes(session, article.data)
    same = select(IntakeReview.id).where(IntakeReview.sha256 == digest, IntakeReview.state == ReviewState.OPEN)
    under_way = session.exec(same).first()
    if under_way is not None:
        return open_review(session, under_way)
    row = IntakeReview(
        name=_name(article.proposal),
        sha256=digest,
        format=article.source.format,
        text=article.source.text,
        proposal=kept_proposal(article.proposal),
    )
    session.add(row)
    session.flush()
    return open_review(session, row.id)


def look_at_text(session: Session, text: str, today: date) -> OpenReview:
    """Return the review of a text as it would begin; nothing of it is kept."""
    review = TextReview(propose(pasted(text), read_knowledge(session, today)))
    return OpenReview(0, 1, _name(review.proposal), review, _known(session, _codes(review)))


def open_review(session: Session, review_id: int) -> OpenReview:
    """Return a review as it was left. Raises InputError for one that is no longer open."""
    row = the_review(session, review_id)
    review = TextReview(proposal_of(row.proposal), row.decisions)
    return OpenReview(row.id, row.version, row.name, review, _known(session, _codes(review)))


def save_decisions(session: Session, review_id: int, version: int, decisions: Mapping[str, Any]) -> int:
    """Keep what was decided so far and return the new version: no act, nothing of the ledger changes.

    Raises ConflictError when the review was gone on with elsewhere.
    """
    table: Any = IntakeReview
    statement = (
        update(table)
        .where(table.id == review_id, table.version == version, table.state == ReviewState.OPEN)
        .values(decisions=dict(decisions), version=version + 1)
    )
    if session.connection().execute(statement).rowcount != 1:
        raise ConflictError("这篇文章刚刚在别处核对过，本次没有保存；请重新打开后再核对。")
    return version + 1


def drop_review(session: Session, review_id: int, version: int) -> Changes:
    """Put a review away without taking anything in. Raises ConflictError when it was gone on with elsewhere."""
    row = the_review(session, review_id, version)
    batch = begin(session, f"放弃核对“{row.name}”")
    row.state = ReviewState.DROPPED
    if drop_empty_batch(session):
        return Changes("没有变化")
    return Changes(batch.label, batch.id, everything=True)


def the_review(session: Session, review_id: int, version: int | None = None) -> IntakeReview:
    """Return an open review. Raises InputError for one that is done, ConflictError for another version."""
    row = session.get(IntakeReview, review_id)
    if row is None or row.state is not ReviewState.OPEN:
        raise InputError("这篇文章已经核对完，或已放弃；请刷新后再看。")
    if version is not None and row.version != version:
        raise ConflictError("这篇文章刚刚在别处核对过，本次没有改动任何内容；请重新打开后再核对。")
    return row


def answering_task(session: Session, code: str) -> int:
    """Return the task under way that answers an entry of the ledger. Raises RuleError where there is none.

    What goes into a task that has ended would count as answered although nobody works on it any more.
    """
    wanted = select(TaskAnswer.task_id).join(Entry, col(Entry.id) == TaskAnswer.recommendation_id)
    wanted = wanted.join(Task, col(Task.id) == TaskAnswer.task_id).where(col(Task.status).in_(_GOING_ON))
    number = session.exec(wanted.where(Entry.code == code).order_by(col(TaskAnswer.id))).first()
    if number is None:
        raise RuleError(f"{code} 没有还在办理的任务，不能并入；请收为新建议。")
    return number


def _proposing(session: Session, source: SourceText, data: bytes, today: date) -> ReadArticle:
    if len(source.text) > MOST_CHARACTERS:
        raise InputError(
            f"「{source.file}」有 {len(source.text):,} 个字，一次最多核对 {MOST_CHARACTERS} 个字；请分成几篇再读入。"
        )
    return ReadArticle(source, data, propose(source, read_knowledge(session, today)))


def _name(proposal: Proposal) -> str:
    return (proposal.articles[0].title if proposal.articles else "") or proposal.file


def _codes(review: TextReview) -> set[str]:
    return {same.code for piece in review.pieces() for same in piece.duplicates}


def _known(session: Session, codes: set[str]) -> dict[str, KnownEntry]:
    going_on = and_(col(Task.id) == TaskAnswer.task_id, col(Task.status).in_(_GOING_ON))
    wanted = (
        select(Entry, Task.code)
        .join(TaskAnswer, col(TaskAnswer.recommendation_id) == Entry.id, isouter=True)
        .join(Task, going_on, isouter=True)
        .where(col(Entry.code).in_(codes))
        .order_by(col(TaskAnswer.id).desc())
    )
    return {
        entry.code: KnownEntry(entry.code, entry.title, entry.summary, entry.lead_office, task or "")
        for entry, task in sorted(session.exec(wanted), key=lambda pair: pair[1] is not None)
    }
