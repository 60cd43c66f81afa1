"""What a paper consists of, from top to bottom, before it is laid out on pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtGui import QImage

from tracker.reports.fonts import BODY, HEADING, SUBHEADING, TITLE

RED = "#C00000"


@dataclass(frozen=True, slots=True)
class Style:
    """A style of paragraphs; sizes in points, indents in characters of the size."""

    font: str = BODY
    size: float = 16
    line: float = 28.8  # exact; 0 lets the line grow with its text
    indent: float = 0  # of the first line
    align: str = "both"  # both, left, center, right
    before: float = 0
    colour: str = ""
    keeps_next: bool = False  # never the last on its page
    edge: float = 0  # free room at the left in millimetres
    rule: bool = False  # with the red line of a head below it, as wide as the text


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `name` is the sentence it shows, where the user may change that one."""

    text: str
    style: Style
    name: str = ""
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: its lines of text, each in a style of its own or all in the first."""

    lines: tuple[Paragraph, ...]
    span: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table with column widths in millimetres; the first `heads` rows stand on every page."""

    widths: tuple[float, ...]
    rows: tuple[tuple[Cell, ...], ...]
    heads: int = 1
    ruled: bool = True  # with lines around its cells
    least: tuple[float, ...] = ()  # the least height of each row in millimetres, 0 for none


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as wide as the text."""

    image: QImage
    width: float = 155  # millimetres
    keeps_next: bool = True


Block = Paragraph | Table | Picture


@dataclass(frozen=True, slots=True)
class Sheet:
    """The page in millimetres: GB/T 9704-2012 unless a paper says otherwise."""

    top: float = 37
    bottom: float = 35
    left: float = 28
    right: float = 26
    numbered: bool = True
    width: float = 210
    height: float = 297


@dataclass(frozen=True, slots=True)
class Pages:
    """A paper ready to be laid out."""

    title: str
    sheet: Sheet
    blocks: tuple[Block, ...]


BODY_TEXT = Style(indent=2)
FLUSH = Style(align="left")
PART = Style(HEADING, indent=2, keeps_next=True)
SUBPART = Style(SUBHEADING, indent=2, keeps_next=True)
CENTRED = Style(align="center")
MASTHEAD = Style(TITLE, 40, 0, align="center", colour=RED)
LONG_MASTHEAD = replace(MASTHEAD, size=32)
PAPER_TITLE = Style(TITLE, 22, 35, align="center")
TABLE_TITLE = Style(HEADING, 12, 24, align="center", keeps_next=True)
PICTURE_TITLE = replace(TABLE_TITLE, keeps_next=False)
CELL = Style(size=10.5, line=18, align="center")
CELL_LEFT = replace(CELL, align="left", edge=0.8)
NOTE = replace(CELL, align="left")
ANNEX = Style(HEADING, align="left")
RIGHT_SIDE = Style(align="right")
#: More characters of a masthead than this are set smaller.
_LONG = 11


def masthead(text: str) -> Paragraph:
    """Return the big red words; many of them are smaller."""
    return Paragraph(text, LONG_MASTHEAD if len(text) > _LONG else MASTHEAD)


def issuer_line(issuer: str, day: str, style: Style = FLUSH) -> Table:
    """Return who issued a bulletin and when, and the red line below."""
    sides = (Paragraph(issuer, replace(style, rule=True)), Paragraph(day, replace(style, align="right")))
    return Table((90, 66), (tuple(Cell((side,)) for side in sides),), heads=0, ruled=False)


def listed(
    columns: Sequence[tuple[str, float]],
    rows: Sequence[Mapping[str, object]],
    names: Sequence[str],
    left: Sequence[str] = (),
    style: Style = CELL,
) -> Table:
    """Return a table: `columns` are heads with widths, `names` the keys of the rows, `left` those not centred."""
    head = tuple(Cell((Paragraph(word, style),)) for word, _ in columns)
    flush = replace(style, align="left", edge=CELL_LEFT.edge)
    lines = (
        tuple(_cell(row.get(name, ""), flush if name in left else style) for name in names) for row in rows
    )  # fmt: skip
    return Table(tuple(width for _, width in columns), (head, *lines))


def _cell(value: object, style: Style) -> Cell:
    return Cell(tuple(Paragraph(line, style) for line in str(value).split("\n")))
