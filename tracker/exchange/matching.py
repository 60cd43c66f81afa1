"""Which row of ours a returned row is: by token, by number with a like title, by title alone; else nobody's."""

import difflib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tracker.exchange.rows import TableRow
from tracker.exchange.text import key
from tracker.model.changeset import SentRow, SentWorkbook

ALIKE = 0.6
MIXED_UP = "行编码与编号、任务名称对不上，可能贴错了行"


@dataclass(frozen=True, slots=True)
class Base:
    """What the comparison starts from; `assumed` when the file itself does not say which export it is."""

    sent: SentWorkbook
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """A returned row, the sent row it is (None: unknown), and why a person should look at it."""

    row: TableRow
    sent: SentRow | None
    export_code: str
    doubt: str = ""


class SentIndex:
    """The rows of one export by key, and by what stands in the visible columns."""

    def __init__(self, sent: SentWorkbook) -> None:
        self.code = sent.export_code
        self.by_key = {(row.kind, row.key): row for row in sent.rows}
        self._by_label = _unique((row.kind, key(row.label), row) for row in sent.rows)
        self._by_title = _unique((row.kind, key(row.title), row) for row in sent.rows)

    def by_sight(self, row: TableRow) -> tuple[SentRow | None, str]:
        """Return (sent row or None, doubt) by the visible columns."""
        kind = row.table.layout.kind
        labelled = self._by_label.get((kind, key(row.label))) if row.label else None
        if labelled and not row.title:
            return labelled, "只有编号相符，没有任务名称可核对"
        if labelled and likeness(row.title, labelled.title) > ALIKE:
            return labelled, ""
        titled = self._by_title.get((kind, key(row.title))) if row.title else None
        return titled, ""


def _unique(entries: Iterable[tuple[str, str, SentRow]]) -> dict[tuple[str, str], SentRow]:
    grouped: dict[tuple[str, str], list[SentRow]] = defaultdict(list)
    for kind, text, row in entries:
        grouped[kind, text].append(row)
    return {place: rows[0] for place, rows in grouped.items() if len(rows) == 1 and place[1]}


def likeness(one: str, other: str) -> float:
    """Return how alike two titles are, 0 to 1."""
    left, right = key(one), key(other)
    return 1.0 if left == right else difflib.SequenceMatcher(None, left, right).ratio()


def match_row(row: TableRow, indexes: Mapping[str, SentIndex], base: SentIndex | None) -> Match:
    """Return the match of one row; its token's export decides, then the base of the file."""
    kind = row.table.layout.kind
    if row.token and (index := indexes.get(row.token.export_code)):
        sent = index.by_key.get((kind, row.token.key))
        if sent is not None:
            return Match(row, sent, index.code, MIXED_UP if _mixed_up(row, sent) else "")
    if base is None:
        return Match(row, None, "")
    found, doubt = base.by_sight(row)
    return Match(row, found, base.code, doubt)


def _mixed_up(row: TableRow, sent: SentRow) -> bool:
    """Tell whether both number and title of a row deny its token."""
    other_label = bool(row.label) and key(row.label) != key(sent.label)
    other_title = bool(row.title) and likeness(row.title, sent.title) <= ALIKE
    return other_label and other_title


def choose_base(
    rows: Sequence[TableRow],
    indexes: Mapping[str, SentIndex],
    sent: Mapping[str, SentWorkbook],
    latest: Iterable[str],
    named_in_file: str,
) -> Base | None:
    """Return the base of rows whose own token does not say it; None when nothing fits at all."""
    told = Counter(row.token.export_code for row in rows if row.token and row.token.export_code in sent)
    if told:
        return Base(sent[told.most_common(1)[0][0]])
    if named_in_file in sent:
        return Base(sent[named_in_file])
    fits = {code: sum(indexes[code].by_sight(row)[0] is not None for row in rows) for code in latest if code in sent}
    best = max(fits, key=lambda code: fits[code], default="")
    return Base(sent[best], assumed=True) if best and fits[best] else None
