"""What a review needs to know of received files, read in one go on the database thread."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.model.changeset import ChangeSet, Decision, Problem
from tracker.model.deadline_outlook import DeadlineOutlook
from tracker.model.enums import LightColour
from tracker.model.rows import ExportRow
from tracker.ui.core.sessions import DatabaseSession
from tracker.ui.exchange.register_query import day_word
from tracker.ui.review.drafts import read_drafts
from tracker.ui.review.entries import Book, Review
from tracker.ui.review.entry_decisions import Decisions, Identity

if TYPE_CHECKING:
    from tracker.queries.returns import Author
    from tracker.services.returns.apply import Received
    from tracker.services.returns.receive import Refused


def read_review(
    session: DatabaseSession,
    received: "Sequence[Received]",
    refused: "Sequence[Refused]",
    folder: Path,
    today: date,
    before: Sequence[Book] = (),
) -> Review:
    """Return the review of received files, with what was decided about them before and kept in `folder`.

    `before` are the files of a review that goes on: those received again take their places in it.
    """
    from tracker.queries.exports import exports_of_returns
    from tracker.queries.returns import authors_of, settled_rows
    from tracker.services.returns.copies import compared_copies

    compared = compared_copies([file.preview for file in received])
    received = [replace(file, preview=preview) for file, preview in zip(received, compared, strict=True)]
    numbers = [file.return_id for file in received]
    exports, settled = exports_of_returns(session, today, numbers), settled_rows(session, numbers)
    authors = _words(authors_of(session, [file.preview for file in received]))
    drafts = read_drafts(folder)
    outlooks = _outlooks(session, received, exports, today)
    fresh: dict[int, Book] = {}
    for file in received:
        book = _book(file, exports.get(file.return_id), drafts.get(file.preview.sha256, {}))
        book.settled = settled.get(file.return_id, frozenset())
        book.authors = {
            change.identity: word for change in file.preview.changes if (word := authors.get(change.identity))
        }
        book.outlooks = outlooks.get(file.return_id, {})
        fresh[file.return_id] = book
    if before:
        return Review([fresh.get(book.return_id, book) for book in before])
    return Review([*fresh.values(), *map(_unread, refused)])


def _book(received: "Received", row: ExportRow | None, drafts: Mapping[Identity, Decision]) -> Book:
    changes = received.preview
    return Book(
        changes,
        _note(changes, row),
        day_word(row.sent_on) if row else "",
        received.return_id,
        Decisions(changes, drafts),
        answers=row is not None,
    )


def _outlooks(
    session: DatabaseSession, received: "Sequence[Received]", exports: Mapping[int, ExportRow], today: date
) -> Mapping[int, Mapping[Identity, DeadlineOutlook]]:
    """Return by file and entry what granting the deadlines that offices ask for would come to."""
    from tracker.services.deadline_outlooks import DeadlineWish, read_outlooks
    from tracker.services.returns.deadline_requests import grantable_move

    asked = [(file.return_id, change) for file in received for change in file.preview.changes if change.request]
    wishes = []
    for number, change in asked:
        sent_on = exports[number].sent_on if number in exports else today
        wishes.append(DeadlineWish(change.key, str(change.theirs or ""), sent_on))
    outlooks: dict[int, dict[Identity, DeadlineOutlook]] = defaultdict(dict)
    read = read_outlooks(session, wishes, today, grantable_move)
    reds = _count_red(session, today) if any(outlook.reds_change for outlook in read) else 0
    for (number, change), outlook in zip(asked, read, strict=True):
        outlooks[number][change.identity] = replace(outlook, reds=reds) if outlook.reds_change else outlook
    return outlooks


def _count_red(session: DatabaseSession, today: date) -> int:
    """Return how many lights of the whole ledger are red, counted as on the overview."""
    from tracker.queries.tallies import Scope, read_tallies

    tallies = read_tallies(session, Scope(today, today))
    return sum(tally.tasks for tally in tallies if tally.light is LightColour.RED)


def _words(authors: "Mapping[Identity, Author]") -> dict[Identity, str]:
    """Return who and when as 沈佳宁 9月8日, in the day of this desktop."""
    return {key: f"{author.name} {day_word(author.at.astimezone().date())}".strip() for key, author in authors.items()}


def _unread(refused: "Refused") -> Book:
    """Return a file that could not be read as one with nothing but a problem."""
    return Book(ChangeSet(refused.name, "", "", "", 0, (), (Problem("", "", refused.sentence),)))


def _note(changes: ChangeSet, row: ExportRow | None) -> str:
    """Return file, batch and day in one line."""
    if row is None:
        return changes.file
    parts = [changes.file, f"第 {row.round} 批（{day_word(row.sent_on)}发出）"]
    received = f"，{day_word(row.received_on)}收到" if row.received_on else ""
    words = " · ".join(parts) + f"{received}，{row.tasks:,} 项任务"
    return f"{words}。{changes.note}" if changes.note else words
