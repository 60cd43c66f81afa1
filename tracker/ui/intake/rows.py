"""The rows at the right of a review: headings of the text, groups, and the pieces below them, with their numbers."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from tracker.model.enums import RecommendationKind
from tracker.model.intake_review.pieces import Piece, Verdict
from tracker.model.intake_review.review import TextReview
from tracker.ui.widgets.tag_margin import Extent, Look

#: Tags of what becomes no task, in the margin of the text.
SHORT = {
    RecommendationKind.UMBRELLA: "总",
    RecommendationKind.UMBRELLA_EXHORTATION: "总",
    RecommendationKind.GROUP: "组",
    RecommendationKind.LESSON: "经",
    RecommendationKind.PRACTICE: "做",
    RecommendationKind.EXHORTATION: "号",
}
FOLDED = "folded"
FLAG_WORDS = {"truncated": "截断", "interrupted": "跨段"}


@dataclass(frozen=True, slots=True)
class TreeRow:
    """A heading (no piece) or a piece; `level` is how deep it stands, `number` its tag in the margin."""

    key: str
    level: int
    text: str
    number: str = ""
    note: str = ""
    piece: Piece | None = None
    fold: str = ""  # what is closed when the row is; "" for a row that cannot be closed
    closed: bool = False

    @property
    def opens(self) -> bool:
        """Return whether something lies below the row."""
        return bool(self.fold)


def rows_of(
    review: TextReview, numbers: Mapping[str, str], *, closed: Collection[str] = (), waiting_only: bool = False
) -> tuple[TreeRow, ...]:
    """Return the rows, those under a closed heading left out; the unlikely ones stand last under their own heading."""
    pieces = review.pieces()
    below = _children(pieces)
    ids = {piece.id for piece in pieces}
    top = [piece for piece in pieces if piece.parent not in ids and not _is_folded(piece)]
    rows: list[TreeRow] = []
    for path, group in groupby(top, key=lambda piece: piece.path):
        members = list(group)
        inside = [row for piece in members for row in _of(piece, below, numbers, closed, 1)]
        if waiting_only:
            inside = [row for row in inside if row.piece is not None and row.piece.is_leaf and not row.piece.settled]
        if path and inside:
            fold = f"{'/'.join(path)}:{members[0].id}"
            rows.append(_heading(fold, path[-1], [p for m in members for p in (m, *below.get(m.id, ()))], closed))
            inside = [] if fold in closed else inside
        rows += inside
    folded = [piece for piece in pieces if _is_folded(piece)]
    if folded and not waiting_only:
        rows += _folded(folded, numbers, shut=FOLDED in closed)
    return tuple(rows)


def _heading(fold: str, text: str, pieces: Collection[Piece], closed: Collection[str]) -> TreeRow:
    return TreeRow(f"h:{fold}", 0, text, note=_heading_note(pieces), fold=fold, closed=fold in closed)


def _folded(pieces: Collection[Piece], numbers: Mapping[str, str], *, shut: bool) -> list[TreeRow]:
    head = TreeRow(FOLDED, 0, f"把握低的 {len(pieces):,} 条", note="F 展开" if shut else "", fold=FOLDED, closed=shut)
    return [head] if shut else [head, *(TreeRow(p.id, 1, p.title, numbers[p.id], piece=p) for p in pieces)]


def numbers_of(review: TextReview) -> dict[str, str]:
    """Return the tag of every piece: actions are counted through, parts of a group behind its number."""
    pieces = review.pieces()
    ids = {piece.id for piece in pieces}
    below = _children(pieces)
    numbers: dict[str, str] = {}
    count = 0
    for piece in pieces:
        if piece.id in numbers or piece.parent in ids or _is_folded(piece):
            continue
        parts = [part for part in below.get(piece.id, ()) if part.is_leaf]
        if piece.is_leaf or parts:
            count += 1
            numbers[piece.id] = str(count)
            numbers |= {part.id: f"{count}.{number}" for number, part in enumerate(parts, 1)}
        else:
            numbers[piece.id] = SHORT.get(piece.kind, "")
    return {piece.id: numbers.get(piece.id) or SHORT.get(piece.kind, "疑") for piece in pieces}


def extents_of(review: TextReview, numbers: Mapping[str, str], *, folded: bool) -> tuple[Extent, ...]:
    """Return the stretches of the text that the pieces are, the unlikely ones where they are shown."""
    shown = (piece for piece in review.pieces() if folded or not _is_folded(piece))
    return tuple(Extent(piece.id, numbers[piece.id], piece.spans, _look(piece)) for piece in shown)


def next_waiting(rows: Sequence[TreeRow], key: str) -> str:
    """Return the next piece below one that waits for a decision, else the next piece, else the same."""
    pieces = [row.piece for row in rows if row.piece is not None]
    number = next((n for n, piece in enumerate(pieces) if piece.id == key), len(pieces))
    below = pieces[number + 1 :]
    waiting = (piece.id for piece in below if piece.is_leaf and not piece.settled)
    return next(waiting, below[0].id if below else key)


def _of(
    piece: Piece, below: dict[str, list[Piece]], numbers: Mapping[str, str], closed: Collection[str], level: int
) -> list[TreeRow]:
    parts = below.get(piece.id, [])
    shut = piece.id in closed
    note = f"一组 {len(parts):,} 条" if parts else ""
    own = TreeRow(piece.id, level, piece.title, numbers[piece.id], note, piece, piece.id if parts else "", shut)
    inside = [] if shut else [row for part in parts for row in _of(part, below, numbers, closed, level + 1)]
    return [own, *inside]


def _children(pieces: Collection[Piece]) -> dict[str, list[Piece]]:
    below: dict[str, list[Piece]] = {}
    for piece in pieces:
        if piece.parent is not None:
            below.setdefault(piece.parent, []).append(piece)
    return below


def _heading_note(pieces: Collection[Piece]) -> str:
    leaves = [piece for piece in pieces if piece.is_leaf]
    taken = sum(piece.enters for piece in leaves)
    return f"{len(leaves):,} 条，已收 {taken:,} 条" if taken else f"{len(leaves):,} 条" if leaves else ""


def _is_folded(piece: Piece) -> bool:
    """Tell whether a piece stands among the unlikely ones; what is accepted of them stands with the others."""
    return piece.folded and not piece.enters


def _look(piece: Piece) -> Look:
    if piece.verdict is Verdict.REJECTED:
        return "rejected"
    if piece.verdict is Verdict.LINKED:
        return "linked"
    if piece.verdict is Verdict.ACCEPTED:
        return "accepted"
    if piece.folded:
        return "folded"
    return "open" if piece.is_leaf else "other"
