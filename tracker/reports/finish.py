"""What is done to a filled document before it is saved: gaps closed, masthead fitted, fonts chosen, data marked."""

from collections.abc import Iterator, Mapping
from typing import Any

from tracker.reports.fonts import Font
from tracker.reports.template_parts import W, own_texts, paragraphs_of

#: The style of the big red words, and the width they have: 156 mm in points.
MASTHEAD, SLIP_TITLE = "机关标志", "单据标题"
_SHEET_POINTS, _LONG_MASTHEAD, _LONG_POINTS, _SMALLEST_POINTS = 442.2, 11, 32, 16
_TEXT_ROOMS = (f"{W}tc", f"{W}hdr", f"{W}ftr", f"{W}txbxContent")
_FONT_SLOTS = ("eastAsia", "ascii", "hAnsi", "cs")


def accept_changes(root: Any) -> None:
    """Accept tracked insertions and deletions: what leaves the office shows no traces of its template's making."""
    for deleted in list(root.iter(f"{W}del", f"{W}moveFrom", f"{W}proofErr")):
        if deleted.getparent() is not None:
            deleted.getparent().remove(deleted)
    for inserted in list(root.iter(f"{W}ins", f"{W}moveTo")):
        parent = inserted.getparent()
        for child in list(inserted):
            inserted.addprevious(child)
        parent.remove(inserted)


def close_gaps(document: Any) -> None:
    """Give every cell and box that lost its last paragraph an empty one: Word opens no file without."""
    for root in _word_roots(document):
        for room in root.iter(*_TEXT_ROOMS):
            last = next(room.iterchildren(f"{W}p", f"{W}tbl", reversed=True), None)
            if last is None or last.tag == f"{W}tbl":
                room.append(room.makeelement(f"{W}p"))


def shrink_masthead(document: Any) -> None:
    """Fit the big words on one line: 40 points up to 11 characters, 32 above, smaller where they are still longer."""
    style = next((style for style in document.styles if style.name == MASTHEAD), None)
    if style is None or style.font.size is None:
        return
    usual = style.font.size.pt
    for paragraph in document.element.body.iterchildren(f"{W}p"):
        if paragraph.style == style.style_id and (
            length := sum(len(piece.text or "") for piece in own_texts(paragraph))
        ):
            size = min(usual, _SHEET_POINTS // length, _LONG_POINTS if length > _LONG_MASTHEAD else usual)
            _set_size(paragraph, max(size, _SMALLEST_POINTS))


def _set_size(paragraph: Any, points: float) -> None:
    from docx.shared import Pt
    from docx.text.paragraph import Paragraph

    for run in Paragraph(paragraph, None).runs:  # type: ignore[arg-type]
        run.font.size = Pt(points)


def colour_title(document: Any, colour: str) -> None:
    """Give the title of a slip the colour of its level (RRGGBB); "" leaves the template's."""
    from docx.shared import RGBColor

    style = next((style for style in document.styles if style.name == SLIP_TITLE), None)
    if style is not None and colour:
        style.font.color.rgb = RGBColor.from_string(colour.upper())


def mark_header(document: Any, mark: str) -> None:
    """Write the mark into the headers unless the document's text says it already."""
    if any(mark in paragraph.text for paragraph in paragraphs_of(document.element.body)):
        return
    for section in document.sections:
        headers = [section.header]
        headers += [section.even_page_header] if document.settings.odd_and_even_pages_header_footer else []
        headers += [section.first_page_header] if section.different_first_page_header_footer else []
        for header in headers:
            _mark(header, mark)


def _mark(header: Any, mark: str) -> None:
    if header.is_linked_to_previous:
        header.is_linked_to_previous = False
    if any(mark in paragraph.text for paragraph in header.paragraphs):
        return
    first = header.paragraphs[0] if header.paragraphs else header.add_paragraph()
    paragraph = first if not first.text else first.insert_paragraph_before("")
    paragraph.style = None
    paragraph.alignment = 2
    paragraph.add_run(mark)


def replace_fonts(document: Any, fonts: Mapping[str, Font]) -> None:
    """Name this PC's fonts in place of the official ones, in styles, text, headers and numbering."""
    changed = {official: font for official, font in fonts.items() if font.family != official or font.bold}
    if not changed:
        return
    for root in _word_roots(document):
        for slots in root.iter(f"{W}rFonts"):
            _replace_font(slots, changed)


def _replace_font(slots: Any, fonts: Mapping[str, Font]) -> None:
    for slot in _FONT_SLOTS:
        font = fonts.get(slots.get(f"{W}{slot}", ""))
        if font is None:
            continue
        slots.set(f"{W}{slot}", font.family)
        if font.bold and slot == "eastAsia" and slots.getparent().find(f"{W}b") is None:
            slots.addnext(slots.makeelement(f"{W}b"))


def _word_roots(document: Any) -> Iterator[Any]:
    for part in document.part.package.iter_parts():
        root = getattr(part, "element", None)
        if root is not None and str(part.partname).startswith("/word/"):
            yield root
