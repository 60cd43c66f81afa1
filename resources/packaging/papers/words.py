"""The pieces a Word document is written with: paragraphs, tables, cells, in plain XML."""

from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

MILLIMETRE = 1440 / 25.4
#: Half a point, black, single: the lines of every table.
_LINE = '<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")


def twips(millimetres: float) -> int:
    """Return twentieths of a point."""
    return round(millimetres * MILLIMETRE)


def run(text: str, properties: str = "") -> str:
    """Return a run; a tab and a newline become Word's own."""
    set_ = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    inside = escape(text).replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
    inside = inside.replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
    return f'<w:r>{set_}<w:t xml:space="preserve">{inside}</w:t></w:r>'


def paragraph(text: str, style: str, properties: str = "") -> str:
    """Return a paragraph of one run in a style."""
    inside = run(text) if text else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{inside}</w:p>'


def mark(text: str, style: str = "Body") -> str:
    """Return a paragraph that holds nothing but a mark: {%p for … %}."""
    return paragraph(f"{{%p {text} %}}", style)


def field(code: str, properties: str = "") -> str:
    """Return a field that Word computes, such as PAGE."""
    set_ = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    pieces = (
        '<w:fldChar w:fldCharType="begin"/>',
        f'<w:instrText xml:space="preserve"> {code} </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>1</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    )
    return "".join(f"<w:r>{set_}{piece}</w:r>" for piece in pieces)


def cell(width: float, content: str, span: int = 1, extra: str = "", align: str = "center") -> str:
    """Return a cell of so many millimetres that holds paragraphs."""
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{twips(width)}" w:type="dxa"/>{spanned}{extra}<w:vAlign w:val="{align}"/></w:tcPr>'
        f"{content}</w:tc>"
    )


def row(cells: Iterable[str], *, header: bool = False, height: float = 0, exact: bool = False) -> str:
    """Return a row that no page break goes through; a header row is repeated on every page."""
    rule = "exact" if exact else "atLeast"
    tall = f'<w:trHeight w:val="{twips(height)}" w:hRule="{rule}"/>' if height else ""
    head = "<w:tblHeader/>" if header else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{tall}{head}</w:trPr>{''.join(cells)}</w:tr>"


def table(widths: Sequence[float], rows: Iterable[str], sides: Sequence[str] = _SIDES, above: float = 0) -> str:
    """Return a table whose columns have these millimetres, with lines on these sides."""
    grid = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in widths)
    lines = "".join(
        _LINE.format(side=side) if side in sides else f'<w:{side} w:val="nil"/>' for side in _SIDES
    )  # fmt: skip
    edges = (("top", above), ("left", 0.8), ("bottom", above), ("right", 0.8))
    margins = "".join(f'<w:{side} w:w="{twips(edge)}" w:type="dxa"/>' for side, edge in edges if edge)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(map(twips, widths))}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{lines}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def listed(
    head: Sequence[tuple[str, float]], source: str, columns: Sequence[str], left: Sequence[str] = ()
) -> str:  # fmt: skip
    """Return a table with a header row and one row for each of a list; `left` names columns set flush left."""
    widths = [width for _, width in head]
    top = row((cell(width, paragraph(word, "TableHead")) for word, width in head), header=True)
    body = row(
        cell(width, paragraph(f"{{{{ 行.{name} }}}}", "TableLeft" if name in left else "TableText"))
        for name, width in zip(columns, widths, strict=True)
    )
    whole = sum(widths)
    begin = row([cell(whole, paragraph(f"{{%tr for 行 in {source} %}}", "TableText"), len(widths))])
    end = row([cell(whole, paragraph("{%tr endfor %}", "TableText"), len(widths))])
    return table(widths, (top, begin, body, end))
