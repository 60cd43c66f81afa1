"""Fill a Word template: checked first, evaluated in a sandbox, finished as one document."""

import io
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from tracker.errors import InputError
from tracker.model.cell_text import CONTROL, LINE_ENDS
from tracker.reports import finish
from tracker.reports.fonts import Font
from tracker.reports.names import empty_values, names_of
from tracker.reports.template_check import require_sound
from tracker.reports.template_parts import TemplateFile, open_template, own_texts, paragraphs_of
from tracker.reports.template_tags import marks_in

DEMO_MARK = "（演示数据）"
#: A trifle less than the 156 mm of the text, or it would stand beside its line.
_PICTURE_MILLIMETRES = 155
_TEXT = '<w:t xml:space="preserve">'
_BROKEN_TEXT = re.compile(r"<w:t(?: [^>]*)?>[^<]*[\n\t][^<]*</w:t>")

#: What a name may be filled with: a text or number, a list of rows, something that draws a picture (PNG) if asked for.
Value = str | int | float | None | Sequence[Mapping[str, object]] | Callable[[], bytes]


def fill_template(
    path: Path,
    paper: str,
    values: Mapping[str, Value],
    *,
    fonts: Mapping[str, Font] | None = None,
    colour: str = "",
    is_demo: bool = False,
    now: datetime | None = None,
) -> bytes:
    """Return the document a template makes of these values; names without a value stay empty.

    `fonts` maps official families to those of this PC, `colour` (RRGGBB) is that of a slip's title. With demonstration
    data a document that does not say so gets it in its header. Raises InputError with every finding of the template,
    and KeyError for a value without a name.
    """
    if strange := set(values) - set(names_of(paper)):
        raise KeyError(f"no placeholder of {paper}: {sorted(strange)}")
    template = open_template(path)
    require_sound(template, paper)
    document = _rendered(template, empty_values(paper) | _whole_rows(_drawn(values, template), paper))
    finish.close_gaps(document)
    finish.shrink_masthead(document)
    finish.colour_title(document, colour)
    if is_demo:
        finish.mark_header(document, DEMO_MARK)
    finish.replace_fonts(document, fonts or {})
    _describe(document, values, now or datetime.now().astimezone())
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def plain_text(value: object) -> object:
    """Return a value without the characters a document cannot hold; numbers stay as they are."""
    if isinstance(value, str):
        return CONTROL.sub("", LINE_ENDS.sub("\n", value))
    return "" if value is None else value


def _drawn(values: Mapping[str, Value], template: TemplateFile) -> dict[str, object]:
    """Return the values with the pictures that the template shows; drawing takes longer than all the rest."""
    shown = {mark.name for _, paragraphs in template.parts() for each in paragraphs for mark in marks_in(each.text)}
    return {
        name: (value() or "" if name in shown else "") if callable(value) else value for name, value in values.items()
    }  # fmt: skip


def _whole_rows(values: dict[str, object], paper: str) -> dict[str, object]:
    """Return the values with every column of every list: an empty one where a row has none."""
    empty = {name: dict.fromkeys(each.columns, "") for name, each in names_of(paper).items() if each.columns}
    rows = {name: [columns | dict(row) for row in values.get(name, ())] for name, columns in empty.items()}  # type: ignore[attr-defined]
    return values | rows


def _rendered(template: TemplateFile, values: Mapping[str, object]) -> Any:
    from jinja2 import StrictUndefined, TemplateError
    from jinja2.sandbox import SandboxedEnvironment
    from lxml.etree import XMLSyntaxError

    engine = _engine()(io.BytesIO(template.content))
    engine.init_docx()
    _join_marks(engine.docx)
    environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    try:
        engine.render({name: _writable(value, engine) for name, value in values.items()}, environment, autoescape=True)
    except (TemplateError, XMLSyntaxError, ValueError) as error:
        sentence = f"模板“{template.path.name}”生成不了文件，请在 Word、WPS 中另存后再试，或改用默认模板。"
        raise InputError(sentence) from error
    return engine.docx


def _writable(value: object, engine: Any) -> object:
    from docx.shared import Mm
    from docxtpl import InlineImage

    if isinstance(value, bytes):
        return InlineImage(engine, io.BytesIO(value), width=Mm(_PICTURE_MILLIMETRES))
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [{name: plain_text(cell) for name, cell in row.items()} for row in value]
    return plain_text(value)


def _join_marks(document: Any) -> None:
    """Put every mark into one run and write it as the engine reads it: users' programs split them at will."""
    for part in document.part.package.iter_parts():
        element = getattr(part, "element", None)
        if element is None or not str(part.partname).startswith("/word/"):
            continue
        finish.accept_changes(element)
        for paragraph in list(paragraphs_of(element)):
            if "{" in paragraph.text:
                _join(paragraph.element, paragraph.text)


def _join(paragraph: Any, text: str) -> None:
    pieces = list(own_texts(paragraph))
    starts, position = [], 0
    for piece in pieces:
        starts.append(position)
        position += len(piece.text or "") if piece.tag.endswith("}t") else 1
    for mark in reversed(list(marks_in(text))):
        _replace(pieces, starts, mark.start, mark.end, mark.written)


def _replace(pieces: Sequence[Any], starts: Sequence[int], start: int, end: int, written: str) -> None:
    """Write a mark into the first text it touches and take it out of the others."""
    first = True
    for piece, begins in zip(pieces, starts, strict=True):
        is_text = piece.tag.endswith("}t")
        length = len(piece.text or "") if is_text else 1
        if begins + length <= start or begins >= end:
            continue
        if not is_text:
            piece.getparent().remove(piece)
            continue
        text = piece.text or ""
        head, tail = text[: max(start - begins, 0)], text[max(min(end - begins, length), 0) :]
        piece.text = f"{head}{written if first else ''}{tail}"
        piece.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        first = False


def _with_breaks(match: re.Match[str]) -> str:
    """Return a text with Word's own line breaks and tabs."""
    text = match.group()
    return text.replace("\n", f"</w:t><w:br/>{_TEXT}").replace("\t", f"</w:t><w:tab/>{_TEXT}")


def _engine() -> Callable[[io.BytesIO], Any]:
    """Return the engine class: docxtpl without its second reading of values and of every paragraph."""
    from docxtpl import DocxTemplate
    from lxml import etree

    class Engine(DocxTemplate):  # type: ignore[misc]
        """Fills once: what stands in a value is never read as a mark, nor are the file's properties."""

        def render_xml_part(self, src_xml: str, part: Any, context: Any, jinja_env: Any = None) -> str:
            self.current_rendering_part = part
            written: str = jinja_env.from_string(src_xml).render(context)
            return _BROKEN_TEXT.sub(_with_breaks, written)

        def fix_tables(self, xml: str) -> Any:
            """Read the text as it is: marks of ours change no columns, and what is broken must not be mended."""
            return etree.fromstring(xml.encode())

        def render_properties(self, context: Any, jinja_env: Any = None) -> None:
            """Leave title and author alone: they are written afterwards."""

        def render_init(self) -> None:
            """Keep the document whose marks were joined."""
            self.pic_map: dict[str, Any] = {}
            self.current_rendering_part, self.docx_ids_index, self.is_saved = None, 1000, False

    return Engine


def _describe(document: Any, values: Mapping[str, Value], now: datetime) -> None:
    properties = document.core_properties
    properties.title = " ".join(str(plain_text(values.get("标题") or "")).split())[:255]
    properties.author = properties.last_modified_by = str(plain_text(values.get("印发单位") or ""))[:255]
    properties.created = properties.modified = now.replace(tzinfo=None)
    properties.revision = 1
