"""The review of a text: decisions about its pieces, each of which can be taken back."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from tracker.errors import RuleError
from tracker.model.enums import RecommendationKind
from tracker.model.intake_review.pieces import Piece, Verdict, kept_piece, piece_of, pieces_of
from tracker.model.rows.intake import Proposal, Span, Spans

#: Where a piece may be cut when no place was chosen.
_CUTS = re.compile(r"[；;，,。]")
_LONGEST_TITLE = 20
_STRONG = 4


class TextReview:
    """The pieces of one text by id; `decisions` is what was kept of an earlier sitting."""

    def __init__(self, proposal: Proposal, decisions: Mapping[str, Any] | None = None) -> None:
        kept = decisions or {}
        self.proposal = proposal
        self.text = proposal.text
        self._pieces = pieces_of(proposal)
        self._proposed = dict(self._pieces)
        self._pieces |= {row["id"]: piece_of(row) for row in kept.get("items", ())}
        self.ticked: frozenset[str] = frozenset(kept.get("indicators", ()))
        self._sorted: tuple[Piece, ...] = ()
        self._sorted_of: dict[str, Piece] | None = None
        self._serial = int(kept.get("made", 0))
        self._before: list[tuple[dict[str, Piece], frozenset[str], str]] = []

    def __getitem__(self, piece_id: str) -> Piece:
        return self._pieces[piece_id]

    def pieces(self) -> tuple[Piece, ...]:
        """Return the pieces in the order of the text, an outer one before those inside it."""
        if self._sorted_of is not self._pieces:  # asked many times between two decisions
            there = (piece for piece in self._pieces.values() if piece.verdict is not Verdict.GONE)
            self._sorted = tuple(sorted(there, key=_order))
            self._sorted_of = self._pieces
        return self._sorted

    def decisions(self) -> dict[str, Any]:
        """Return what differs from the proposal, as it is kept: also the record a scorer learns from."""
        changed = [item for key, item in self._pieces.items() if self._proposed.get(key) != item]
        return {
            "items": [kept_piece(item) for item in changed],
            "indicators": sorted(self.ticked),
            "made": self._serial,
        }

    def children(self, piece_id: str) -> tuple[Piece, ...]:
        """Return the pieces directly under one."""
        return tuple(item for item in self.pieces() if item.parent == piece_id)

    def waiting(self) -> tuple[Piece, ...]:
        """Return what is still to be decided: actions above the mark."""
        return tuple(item for item in self.pieces() if item.is_leaf and not item.folded and not item.settled)

    def entering(self) -> tuple[Piece, ...]:
        """Return what goes into the ledger as things stand."""
        return tuple(item for item in self.pieces() if item.enters)

    def tally(self) -> tuple[int, int]:
        """Return how many actions above the mark are settled, and how many there are."""
        leaves = [item for item in self.pieces() if item.is_leaf and not item.folded]
        return sum(item.settled for item in leaves), len(leaves)

    def decide(self, piece_ids: Iterable[str], verdict: Verdict, link: str = "") -> None:
        """Settle pieces, or open them again; a linked one goes into what `link` names."""
        if verdict is Verdict.LINKED and not link:
            raise RuleError("没有可以并入的任务；请收为新建议。")
        wanted = list(piece_ids)
        self._change({key: replace(self._pieces[key], verdict=verdict, link=link) for key in wanted}, *wanted[:1])

    def accept_sure(self) -> int:
        """Accept the open actions the program is surest of and that repeat nothing, and return how many."""
        sure = [
            item.id
            for item in self.waiting()
            if item.sureness == _STRONG and not any(same.marked for same in item.duplicates)
        ]
        if sure:
            self.decide(sure, Verdict.ACCEPTED)
        return len(sure)

    def edit(self, piece_id: str, **values: Any) -> None:
        """Change what a piece says: title, kind, themes, offices, deadline."""
        if "title" in values and not str(values["title"]).strip():
            raise RuleError("建议要有名称。")
        item = self._pieces[piece_id]
        if values.get("due_text", item.due_text) != item.due_text:
            values.setdefault("due_on", None)
        if values.get("lead_office", item.lead_office) != item.lead_office:
            values["office_named"] = bool(values["lead_office"])
        self._change({piece_id: replace(item, **values)}, piece_id)

    def set_kind(self, piece_id: str, kind: RecommendationKind) -> None:
        """Call a piece something else; below another action it is a part of it."""
        item = self._pieces[piece_id]
        if kind.asks:
            kind = RecommendationKind.SUBTASK if item.parent else RecommendationKind.TASK
        self._change({piece_id: replace(item, kind=kind, folded=False)}, piece_id)

    def put_under(self, piece_id: str, parent: str | None) -> None:
        """Make a piece part of another one, or of none. Raises RuleError where it would be part of itself."""
        above = parent
        while above is not None:
            if above == piece_id:
                raise RuleError("不能把一条放到它自己下面。")
            above = self._pieces[above].parent
        changed = {piece_id: self._moved(self._pieces[piece_id], parent)}
        if parent is not None and self._pieces[parent].is_leaf:
            changed[parent] = replace(self._pieces[parent], kind=RecommendationKind.GROUP)
        self._change(changed, piece_id)

    @staticmethod
    def _moved(item: Piece, parent: str | None) -> Piece:
        kind = item.kind
        if kind.asks:
            kind = RecommendationKind.SUBTASK if parent else RecommendationKind.TASK
        return replace(item, parent=parent, kind=kind)

    def split(self, piece_id: str, at: int | None = None) -> str:
        """Cut a piece in two at a place of the text and return the id of the second half.

        Without a place inside it, it is cut behind the first mark of its sentence; RuleError where there is none.
        """
        item = self._pieces[piece_id]
        cut = at if at is not None and self._inside(item, at) else self._first_cut(item)
        if cut is None:
            raise RuleError("这一条里没有可以拆开的地方；请把光标放到原文中要拆开的位置再按 S。")
        first = _cut(item.spans, lambda start, end: (start, min(end, cut)))
        second = _cut(item.spans, lambda start, end: (max(start, cut), end))
        new = self._number()
        part = self._piece(item, new, second, "split")
        self._change({piece_id: self._piece(item, piece_id, first, item.origin), new: part}, piece_id)
        return new

    def merge(self, piece_id: str) -> str:
        """Join a piece with the one above it in the text and return the id that stays."""
        order = [item for item in self.pieces() if item.is_leaf]
        number = next((n for n, item in enumerate(order) if item.id == piece_id), 0)
        if number == 0:
            raise RuleError("上面没有可以合并的建议。")
        above, item = order[number - 1], order[number]
        spans = _joined((*above.spans, *item.spans))
        dated = above if above.due_text else item  # words and day of one deadline, never of two
        both = replace(
            above,
            spans=spans,
            quote=self._words(spans),
            co_offices=tuple(dict.fromkeys((*above.co_offices, *item.co_offices))),
            themes=tuple(dict.fromkeys((*above.themes, *item.themes))),
            indicators=self._figures_in(spans),
            due_text=dated.due_text,
            due_on=dated.due_on,
            origin="merged",
        )
        below = {child.id: self._moved(child, above.id) for child in self.children(piece_id)}
        self._change({above.id: both, piece_id: replace(item, verdict=Verdict.GONE), **below}, piece_id)
        return above.id

    def mark(self, start: int, end: int) -> str:
        """Make a stretch of the text a piece of its own and return its id. RuleError for an empty one."""
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        if end - start < 2:
            raise RuleError("请先在原文中选中要成为建议的文字。")
        article = next((a.id for a in self.proposal.articles if any(s <= start < e for s, e in a.spans)), "")
        article = article or (self.proposal.articles[0].id if self.proposal.articles else "a1")
        words = self._words(((start, end),))
        new = self._number()
        reasons = ("核对人选中的文字",)
        path = self._path_at(start)
        self._change(
            {
                new: Piece(
                    new, article, RecommendationKind.TASK, None, words[:_LONGEST_TITLE], ((start, end),), words, path,
                    indicators=self._figures_in(((start, end),)), score=1.0, reasons=reasons, origin="marked",
                )
            },
            new,
        )  # fmt: skip
        return new

    def tick(self, indicator_id: str) -> None:
        """Choose an indicator, or choose it no more."""
        self._remember("")
        self.ticked = self.ticked ^ {indicator_id}

    def take_back(self) -> str | None:
        """Undo the last step of this sitting and return the piece it was about, None where there is none."""
        if not self._before:
            return None
        self._pieces, self.ticked, about = self._before.pop()
        return about

    def above(self, piece_id: str) -> str | None:
        """Return what stands directly above a piece at its own depth, None for the first."""
        parent = self._pieces[piece_id].parent
        order = [piece.id for piece in self.pieces() if piece.parent == parent and not piece.folded]
        number = order.index(piece_id) if piece_id in order else 0
        return order[number - 1] if number else None

    def _path_at(self, offset: int) -> tuple[str, ...]:
        """Return the headings above a place."""
        path: dict[int, str] = {}
        for section in self.proposal.sections:
            if section.spans and section.spans[0][0] <= offset:
                path = {level: title for level, title in path.items() if level < section.level}
                path[section.level] = section.title
        return tuple(path[level] for level in sorted(path))

    def _piece(self, item: Piece, new: str, spans: Spans, origin: str) -> Piece:
        words = self._words(spans)
        title = words.strip("，；。,; ")[:_LONGEST_TITLE]
        figures = self._figures_in(spans)
        return replace(
            item, id=new, spans=spans, quote=words, title=title, indicators=figures, origin=origin,
            verdict=Verdict.OPEN, link="",
        )  # fmt: skip

    def _figures_in(self, spans: Spans) -> tuple[str, ...]:
        """Return the figures that are printed inside these places: a piece has those of its own words."""
        return tuple(
            figure.id
            for figure in self.proposal.indicators
            if figure.spans and any(start <= figure.spans[0][0] < end for start, end in spans)
        )

    @staticmethod
    def _inside(item: Piece, at: int) -> bool:
        return bool(item.spans) and item.spans[0][0] < at < item.spans[-1][1]

    def _first_cut(self, item: Piece) -> int | None:
        for start, end in item.spans:
            for match in _CUTS.finditer(self.text, start, end):
                if self._inside(item, match.end()):
                    return match.end()
        return item.spans[1][0] if len(item.spans) > 1 else None

    def _words(self, spans: Spans) -> str:
        return "".join("".join(self.text[start:end].split()) for start, end in spans)

    def _number(self) -> str:
        self._serial += 1
        return f"m{self._serial}"

    def _change(self, changed: Mapping[str, Piece], about: str = "") -> None:
        self._remember(about)
        self._pieces = {**self._pieces, **changed}

    def _remember(self, about: str) -> None:
        self._before.append((self._pieces, self.ticked, about))


def kept_tally(proposal: Mapping[str, Any], decisions: Mapping[str, Any]) -> tuple[int, int]:
    """Return the tally of a review as it is kept, without making its pieces: lists ask it of many reviews."""
    settled = {row["id"]: False for row in proposal["candidates"] if RecommendationKind(row["kind"]).asks}
    for row in decisions.get("items", ()):
        verdict = Verdict(row["verdict"])
        counts = RecommendationKind(row["kind"]).asks and not row.get("folded") and verdict is not Verdict.GONE
        settled.pop(row["id"], None)
        if counts:
            settled[row["id"]] = verdict is not Verdict.OPEN
    return sum(settled.values()), len(settled)


def _order(piece: Piece) -> tuple[int, int, str]:
    return piece.start, -(piece.spans[-1][1] if piece.spans else 0), piece.id


def _cut(spans: Spans, part: Callable[[int, int], Span]) -> Spans:
    return tuple((start, end) for start, end in (part(*span) for span in spans) if start < end)


def _joined(spans: Iterable[Span]) -> Spans:
    out: list[Span] = []
    for start, end in sorted(spans):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return tuple(out)
