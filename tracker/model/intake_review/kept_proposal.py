"""A proposal as JSON that is kept beside the review of its text, and back."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from tracker.model.enums import RecommendationKind
from tracker.model.rows.intake import (
    Candidate,
    Duplicate,
    IntakeProblem,
    Proposal,
    ProposedArticle,
    ProposedIndicator,
    ProposedSection,
    Spans,
)

Json = dict[str, Any]
_LISTED = ("authors", "units", "path", "themes", "co_offices", "indicators", "reasons", "flags")


def kept_proposal(proposal: Proposal) -> Json:
    """Return a proposal as JSON can hold it, the folded candidates and the text included."""
    shape: Json = plain(asdict(proposal))
    return shape


def proposal_of(kept: Mapping[str, Any]) -> Proposal:
    """Return the proposal that was kept."""
    return Proposal(
        file=kept["file"],
        format=kept["format"],
        encoding=kept["encoding"],
        text=kept["text"],
        articles=tuple(ProposedArticle(**_row(row)) for row in kept["articles"]),
        sections=tuple(ProposedSection(**_row(row)) for row in kept["sections"]),
        candidates=tuple(_candidate(row) for row in kept["candidates"]),
        indicators=tuple(ProposedIndicator(**_row(row) | {"on": day_of(row["on"])}) for row in kept["indicators"]),
        problems=tuple(IntakeProblem(**_row(row)) for row in kept["problems"]),
        unsure=tuple(_candidate(row) for row in kept["unsure"]),
    )


def plain(value: Any) -> Any:
    """Return dates as ISO text, tuples as lists, kinds as their values."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, str) else value


def spans_of(kept: Sequence[Sequence[int]]) -> Spans:
    """Return places as the pairs they were."""
    return tuple((start, end) for start, end in kept)


def day_of(kept: str | None) -> date | None:
    """Return a day that was kept as ISO text."""
    return date.fromisoformat(kept) if kept else None


def _row(kept: Mapping[str, Any]) -> Json:
    row = dict(kept)
    row["spans"] = spans_of(row["spans"])
    return row | {name: tuple(row[name]) for name in _LISTED if name in row}


def _candidate(kept: Mapping[str, Any]) -> Candidate:
    row = _row(kept)
    row["kind"] = RecommendationKind(row["kind"])
    row["due_on"] = day_of(row["due_on"])
    row["duplicates"] = tuple(Duplicate(**same) for same in row["duplicates"])
    return Candidate(**row)
