"""Read a web page, saved as .html or .mht: its running text without scripts, menus and feet."""

import email
import email.policy
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

from tracker.errors import InputError
from tracker.intake.read.body import Body, CellWords, Mark, TableRows, is_row
from tracker.intake.read.plain_text import decoded
from tracker.intake.read.source_text import Table

Block = tuple[str, int | None]
HIDDEN = "网页有不显示的内容，未计入正文"
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{3,20})", re.I)
_DROPPED = frozenset(
    (
        "script",
        "style",
        "nav",
        "footer",
        "noscript",
        "template",
        "svg",
        "iframe",
        "select",
        "button",
        "textarea",
        "head",
    )
)
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "br",
        "li",
        "ul",
        "ol",
        "tr",
        "table",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "section",
        "article",
        "header",
        "main",
        "aside",
        "blockquote",
        "pre",
        "hr",
        "dd",
        "dt",
        "dl",
        "figcaption",
        "figure",
        "caption",
        "thead",
        "tbody",
        "form",
    ]
)
_HEADINGS = {f"h{n}": n - 1 for n in range(1, 7)}
_DEEPEST, _MOST = 400, 2_000_000
_MOST_MERGED = 60
_MOST_PARTS = 2000
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d]*[1-9])", re.I)
_VOID = frozenset(
    ["br", "hr", "img", "input", "meta", "link", "area", "base", "col", "embed", "source", "track", "wbr"]
)


@dataclass(slots=True)
class _Grid:
    """A table being read: the rows so far, the cells of the row that is open, and what is merged down into it."""

    rows: TableRows
    lays_out: bool = False  # other tables stand inside: it only lays out the page
    cells: list[tuple[list[Block], int, int]] = field(default_factory=list)  # blocks, columns, rows
    pending: dict[int, int] = field(default_factory=dict)  # column: rows that a cell above still goes through


class _Page(HTMLParser):
    """Collects the text of a page block by block, the rows of its tables cell by cell."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.body = Body()
        self.hidden = False
        self._text = ""
        self._dropped: list[str] = []
        self._heading: int | None = None
        self._depth = 0
        self._grids: list[_Grid] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _VOID:
            self._depth += 1
        if self._depth > _DEEPEST * 10:
            raise InputError("网页的标签嵌套太深，不像文章，不予读取。")
        if tag == "body":
            self._dropped = []  # a head that nobody closed ends here
        if self._dropped and self._dropped[-1] == "p" and tag in _BLOCKS:
            self._dropped.pop()  # a paragraph ends where the next block begins
        hidden = _is_hidden(attrs)
        self.hidden = self.hidden or (hidden and tag not in _DROPPED)
        if tag not in _VOID and (tag in _DROPPED or hidden or tag in self._dropped):
            self._dropped.append(tag)
        if tag in _BLOCKS:
            self._close()
        if tag in _HEADINGS:
            self._heading = _HEADINGS[tag]
        if not self._dropped:
            self._open_table(tag, dict(attrs))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  (the library's signature)
        if tag in _BLOCKS:
            self._close()

    def handle_endtag(self, tag: str) -> None:
        self._depth = max(0, self._depth - 1)
        shown = not self._dropped
        if tag in self._dropped:
            last = len(self._dropped) - 1 - self._dropped[::-1].index(tag)
            del self._dropped[last:]
        if tag in _BLOCKS:
            self._close()
        if tag in _HEADINGS:
            self._heading = None
        if shown and tag == "tr":
            self._close_row()
        elif shown and tag == "table" and self._grids:
            self._close_row()
            self._grids.pop()

    def handle_data(self, data: str) -> None:
        if not self._dropped:
            self._text += data
            if len(self._text) > _MOST:
                raise InputError("网页的文字太长，不像文章，不予读取。")

    def _open_table(self, tag: str, named: Mapping[str, str | None]) -> None:
        if tag == "table":
            if len(self._grids) > _DEEPEST:
                raise InputError("网页的表格嵌套太深，不像文章，不予读取。")
            for outer in self._grids:
                self._lay_out(outer)
            self._grids.append(_Grid(TableRows(self.body)))
        elif tag == "tr":
            self._close_row()
        elif tag in ("td", "th") and self._grids:
            self._close()
            if not self._grids[-1].lays_out:
                self._grids[-1].cells.append(([], _count(named.get("colspan")), _count(named.get("rowspan"))))

    def _close(self) -> None:
        text = re.sub(r"[^\S\t]*[\r\n]+[^\S\t]*", "", self._text)
        text = re.sub(r"[ \t\xa0\u3000]+", " ", text).strip()
        self._text = ""
        if text:
            self._keep((text, self._heading))

    def _keep(self, block: Block) -> None:
        """Put a block where it stands: into the cell that is open, else into the body."""
        if self._grids and self._grids[-1].cells:
            self.body.count(block[0])
            self._grids[-1].cells[-1][0].append(block)
        else:
            self.body.add(*block)

    def _close_row(self) -> None:
        """End a row: as a row of cells, or as the blocks that stand in them where it only lays out the page."""
        self._close()
        grid = self._grids[-1] if self._grids else None
        if grid is None or not grid.cells:
            return
        cells, grid.cells = grid.cells, []
        if is_row([[text for text, _ in blocks] for blocks, _, _ in cells]):
            grid.rows.add(list(_with_pending(grid, cells)))
        else:
            self._take_apart(grid, cells)

    def _lay_out(self, grid: _Grid) -> None:
        """Treat a table as the layout of the page from here on."""
        cells, grid.cells, grid.lays_out = grid.cells, [], True
        self._take_apart(grid, cells)

    def _take_apart(self, grid: _Grid, cells: Sequence[tuple[list[Block], int, int]]) -> None:
        """Put what stands in the cells of a row into the body, block by block."""
        grid.rows.interrupt()
        grid.pending = {}
        for blocks, _, _ in cells:
            for block in blocks:
                self.body.add(*block)

    def close(self) -> None:
        """Finish the page."""
        super().close()
        while self._grids:
            self._close_row()
            self._grids.pop()
        self._close()


def _with_pending(grid: _Grid, cells: Sequence[tuple[list[Block], int, int]]) -> Iterator[CellWords]:
    """Yield the cells of a row with those that are merged down into it from above."""
    column = 0
    for blocks, columns, rows in [*cells, ([], 0, 1)]:
        while grid.pending.get(column, 0) > 0:
            grid.pending[column] -= 1
            yield "", 1, True
            column += 1
        if columns:
            for n in range(column, column + columns):
                grid.pending[n] = rows - 1
            yield " ".join(text for text, _ in blocks), columns, False
            column += columns


def _count(said: str | None) -> int:
    """Return over how many columns or rows a cell goes; hostile numbers count as few."""
    return max(1, min(int(said), _MOST_MERGED)) if said and said.strip().isdecimal() else 1


def _is_hidden(attrs: Sequence[tuple[str, str | None]]) -> bool:
    """Tell whether nobody sees an element who looks at the page."""
    named = dict(attrs)
    return "hidden" in named or bool(_UNSEEN.search(named.get("style") or ""))


Read = tuple[str, str, tuple[Mark, ...], tuple[str, ...], tuple[Table, ...]]


def read_html(data: bytes, encoding: str | None = None) -> Read:
    """Return text, encoding, headings, remarks and tables of a page."""
    text, name = _decoded(data, encoding)
    page = _Page()
    page.feed(text)
    page.close()
    whole, marks, tables = page.body.assembled()
    return whole, name, marks, (HIDDEN,) if page.hidden else (), tables


def _decoded(data: bytes, encoding: str | None) -> tuple[str, str]:
    stated = _CHARSET.search(data[:4096])
    if encoding is None and stated and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        name = stated[1].decode("ascii")
        try:
            return decoded(data, "gb18030" if name.lower() in ("gb2312", "gbk") else name)
        except InputError:
            pass  # the page says one thing and is another: its bytes decide
    return decoded(data, encoding)


def read_mht(data: bytes, encoding: str | None = None) -> Read:
    """Return what `read_html` does of a page saved with its pictures, or of a mail; InputError without words inside."""
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    plain = b""
    for number, part in enumerate(message.walk()):
        if number > _MOST_PARTS:
            break
        payload = part.get_payload(decode=True)
        if not isinstance(payload, bytes):
            continue
        said = encoding or _known(part.get_content_charset())
        if part.get_content_type() == "text/html":
            return read_html(payload, said)
        if part.get_content_type() == "text/plain" and not plain.strip():
            plain, encoding = payload, said
    if plain.strip() and message.get("From") and "saved" not in str(message["From"]).lower():
        text, name = decoded(plain, encoding)
        return text, name, (), (), ()
    raise InputError("网页存档（.mht）里没有正文，请在浏览器中重新另存，或复制文字后粘贴进来。")


def _known(charset: str | None) -> str | None:
    return "gb18030" if charset in ("gb2312", "gbk") else charset
