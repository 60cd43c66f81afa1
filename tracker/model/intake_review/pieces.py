"""One piece of a text under review: as proposed, with what the reviewer made of it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from enum import Enum
from typing import Any

from tracker.model.enums import RecommendationKind
from tracker.model.intake_review.kept_proposal import day_of, plain, spans_of
from tracker.model.rows.intake import Candidate, Duplicate, Proposal, Spans

#: Kinds a reviewer may choose.
KINDS = (
    RecommendationKind.TASK,
    RecommendationKind.GROUP,
    RecommendationKind.UMBRELLA,
    RecommendationKind.LESSON,
    RecommendationKind.PRACTICE,
    RecommendationKind.EXHORTATION,
)
#: Four steps of how sure the program is, by its score.
_STEPS = (0.4, 0.6, 0.8)


class Verdict(Enum):
    """What a reviewer decided about a piece; GONE: it went into another one."""

    OPEN = "open"
    ACCEPTED = "accepted"
    LINKED = "linked"
    REJECTED = "rejected"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Piece:
    """A candidate with its verdict; `link` is the code in the ledger it goes into, `origin` who made it.

    `origin` is proposed, split, merged or marked; `folded` pieces are those the program holds for unlikely.
    """

    id: str
    article: str
    kind: RecommendationKind
    parent: str | None
    title: str
    spans: Spans
    quote: str
    path: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    lead_office: str = ""
    office_named: bool = False
    co_offices: tuple[str, ...] = ()
    due_text: str = ""
    due_on: date | None = None
    indicators: tuple[str, ...] = ()
    duplicates: tuple[Duplicate, ...] = ()
    score: float = 0.0
    reasons: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    folded: bool = False
    origin: str = "proposed"
    verdict: Verdict = Verdict.OPEN
    link: str = ""

    @property
    def start(self) -> int:
        """Return where the piece begins in the text."""
        return self.spans[0][0] if self.spans else 0

    @property
    def is_leaf(self) -> bool:
        """Return whether it would become a task."""
        return self.kind.asks

    @property
    def sureness(self) -> int:
        """Return how sure the program is, in steps from 1 to 4."""
        return 1 + sum(self.score >= step for step in _STEPS)

    @property
    def enters(self) -> bool:
        """Return whether it goes into the ledger as things stand."""
        return self.verdict in (Verdict.ACCEPTED, Verdict.LINKED)

    @property
    def settled(self) -> bool:
        """Return whether nothing is left to be decided about it."""
        return self.verdict is not Verdict.OPEN


def pieces_of(proposal: Proposal) -> dict[str, Piece]:
    """Return what is proposed as pieces that nobody has decided about, those below the mark folded."""
    items = [_item(candidate, folded=False) for candidate in proposal.candidates]
    items += [_item(candidate, folded=True) for candidate in proposal.unsure]
    return {item.id: item for item in items}


def kept_piece(item: Piece) -> dict[str, Any]:
    """Return a piece as JSON can hold it."""
    shape: dict[str, Any] = plain(asdict(item))
    return shape | {"verdict": item.verdict.value}


def piece_of(kept: Mapping[str, Any]) -> Piece:
    """Return the piece that was kept; what an older program did not keep has its usual value."""
    known = {field.name for field in fields(Piece)}
    row: dict[str, Any] = {name: _tupled(value) for name, value in kept.items() if name in known}
    return Piece(
        **row
        | {
            "kind": RecommendationKind(kept["kind"]),
            "verdict": Verdict(kept["verdict"]),
            "spans": spans_of(kept["spans"]),
            "due_on": day_of(kept.get("due_on")),
            "duplicates": tuple(Duplicate(**same) for same in kept.get("duplicates", ())),
        }
    )


def _tupled(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _item(candidate: Candidate, *, folded: bool) -> Piece:
    shared = {field.name for field in fields(Candidate)} & {field.name for field in fields(Piece)}
    row = {name: getattr(candidate, name) for name in shared}
    row["lead_office"] = candidate.lead_office or ""
    row["due_text"] = candidate.due_text or ""
    return replace(Piece(**row), folded=folded)
