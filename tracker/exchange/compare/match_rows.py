"""Match returned rows with sent rows: by token, by number with a like title, by title alone."""

import difflib
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from tracker.exchange.book.text import key
from tracker.exchange.table.data_rows import TableRow
from tracker.model.changeset import SentRow, SentWorkbook

ALIKE = 0.6
MIXED_UP = "行编码与编号、任务名称对不上，可能贴错了行"
COPIED = "行编码是连同另一行复制来的，名称却是另一个，按新的一行处理"
ONLY_NUMBER = "只有编号相符，没有任务名称可核对"
OTHER_TITLE = "编号相符，任务名称却不同，请核对是不是同一项任务"
_SEVERAL = "文件里没有行编码，工作表「{}」也像同一张表，请核对以哪张为准"
LIKE_TITLE = "只有任务名称相近，请核对是不是同一项任务"
#: Doubts of rows that were only recognised by sight: a row with a sure match takes precedence.
BY_LABEL_OR_TITLE = frozenset({ONLY_NUMBER, OTHER_TITLE, LIKE_TITLE})
_UNSURE = BY_LABEL_OR_TITLE | {MIXED_UP}
_RELATED, _NEARLY, _PAIRS = 0.3, 0.75, 50_000


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
        self._rows = sent.rows
        self._guesses_left = _PAIRS // max(len(sent.rows), 1)

    @cached_property
    def _by_label(self) -> dict[tuple[str, str], SentRow]:
        return _unique((row.kind, key(row.label), row) for row in self._rows)

    @cached_property
    def _by_title(self) -> dict[tuple[str, str], SentRow]:
        return _unique((row.kind, key(row.title), row) for row in self._rows)

    def by_label_or_title(self, row: TableRow) -> tuple[SentRow | None, str]:
        """Return (sent row or None, doubt) by the visible columns: number with a like title, then unique title."""
        kind = row.table.layout.kind
        labelled = self._by_label.get((kind, key(row.label))) if row.label else None
        if labelled and not row.title:
            return labelled, ONLY_NUMBER
        if labelled and likeness(row.title, labelled.title) > ALIKE:
            return labelled, ""
        titled = self._by_title.get((kind, key(row.title))) if row.title else None
        if titled:
            return titled, ""
        changed = labelled and likeness(row.title, labelled.title) > _RELATED
        return (labelled, OTHER_TITLE) if changed else (self._by_similar_title(row), LIKE_TITLE)

    def has_row_like(self, row: TableRow) -> bool:
        """Tell whether a row's number or title is one of ours."""
        kind = row.table.layout.kind
        return (kind, key(row.label)) in self._by_label or (kind, key(row.title)) in self._by_title

    def _by_similar_title(self, row: TableRow) -> SentRow | None:
        """Return the one row whose title is nearly the same; only so many rows of a file are searched for."""
        if not row.title or self._guesses_left <= 0:
            return None
        self._guesses_left -= 1
        titles = [title for kind, title in self._by_title if kind == row.table.layout.kind]
        close = difflib.get_close_matches(key(row.title), titles, n=2, cutoff=_NEARLY)
        return self._by_title[row.table.layout.kind, close[0]] if len(close) == 1 else None


def _unique(entries: Iterable[tuple[str, str, SentRow]]) -> dict[tuple[str, str], SentRow]:
    grouped: dict[tuple[str, str], list[SentRow]] = defaultdict(list)
    for kind, text, row in entries:
        grouped[kind, text].append(row)
    return {name: rows[0] for name, rows in grouped.items() if len(rows) == 1 and name[1]}


def likeness(title: str, other: str) -> float:
    """Return how alike two titles are, 0 to 1."""
    left, right = key(title), key(other)
    return 1.0 if left == right else difflib.SequenceMatcher(None, left, right).ratio()


def match_row(row: TableRow, indexes: Mapping[str, SentIndex], base: SentIndex | None) -> Match:
    """Return the match of one row; its token's export decides, then the base of the file."""
    kind = row.table.layout.kind
    if row.token and (index := indexes.get(row.token.export_code)):
        sent = index.by_key.get((kind, row.token.key))
        if sent is not None:
            return _by_token(row, sent, index)
    if base is None:
        return Match(row, None, "")
    match, doubt = base.by_label_or_title(row)
    return Match(row, match, base.code, doubt if match else "")


def _by_token(row: TableRow, sent: SentRow, index: SentIndex) -> Match:
    """Return the match a token gives; where number and title deny it, the row they surely name, to be confirmed."""
    if not _mixed_up(row, sent):
        return Match(row, sent, index.code)
    named, doubt = index.by_label_or_title(row)
    return Match(row, named if named and not doubt else sent, index.code, MIXED_UP)


def match_rows(rows: Sequence[TableRow], indexes: Mapping[str, SentIndex], base: SentIndex | None) -> list[Match]:
    """Return the matches of all rows; one that is only like a sent row whose own row is there matches nothing."""
    matches = [_with_rivals(match_row(row, indexes, base)) for row in rows]
    sure = {(m.sent.kind, m.sent.key) for m in matches if m.sent and m.doubt not in BY_LABEL_OR_TITLE}
    own = {(m.sent.kind, m.sent.key) for m in matches if m.sent and m.doubt not in _UNSURE}
    tokens = {(m.sent.kind, m.sent.key) for m in matches if m.sent and m.row.token and m.row.token.key == m.sent.key}
    matches = [_apart(m) if m.sent and (m.sent.kind, m.sent.key) in tokens else m for m in matches]
    return [_without_row(m, sure, own) if m.doubt in _UNSURE else m for m in matches]


def _apart(match: Match) -> Match:
    """Return the match of a sent row that is there: an own row below it that names the same person is a proposal."""
    added = match.row.table.layout.proposes and match.row.token is None
    return replace(match, sent=None, doubt="") if added else match


def _without_row(match: Match, sure: Container[tuple[str, str]], own: Container[tuple[str, str]]) -> Match:
    """Return the match without its row where that stands elsewhere in the file."""
    row, sent = match.row, match.sent
    if sent is None:
        return match
    if match.doubt != MIXED_UP:
        return replace(match, sent=None, doubt="") if (sent.kind, sent.key) in sure else match
    by_token = row.token is not None and row.token.key == sent.key
    if by_token and (sent.kind, sent.key) in own:
        return replace(match, sent=None, doubt=COPIED)
    # Another name in a row about a person is what the office says, and waits by itself.
    return replace(match, doubt="") if by_token and row.table.layout.proposes else match


def _with_rivals(match: Match) -> Match:
    """Without tokens nothing says which of several sheets was filled in."""
    rivals = match.row.table.rivals
    if not rivals or match.sent is None or match.doubt:
        return match
    return replace(match, doubt=rivals_sentence(rivals))


def rivals_sentence(rivals: Sequence[str]) -> str:
    """Return the sentence about other sheets that may as well be the one that was filled in."""
    return _SEVERAL.format("」「".join(rivals))


def _mixed_up(row: TableRow, sent: SentRow) -> bool:
    """Tell whether both number and title of a row deny its token."""
    if row.title == sent.title or row.label == sent.label:
        return False
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
    named = Counter(row.token.export_code for row in rows if row.token and row.token.export_code in sent)
    if named:
        return Base(sent[named.most_common(1)[0][0]])
    if named_in_file in sent:
        return Base(sent[named_in_file])
    fits = {code: sum(indexes[code].has_row_like(row) for row in rows) for code in latest if code in sent}
    best = max(fits, key=lambda code: fits[code], default="")
    return Base(sent[best], assumed=True) if best and fits[best] else None
