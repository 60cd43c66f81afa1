"""Open a Word file as a template: what is none is refused in a sentence, the rest is walked paragraph by paragraph."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tracker.errors import InputError, WorkbookError
from tracker.files.limits import MB, TEMPLATE_LIMITS
from tracker.files.system_words import system_words
from tracker.files.zip_container import Container

_OLE = b"\xd0\xcf\x11\xe0"
_MAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
#: The parts with text and what a place in them begins with; the body needs no word.
_PARTS = re.compile(r"word/(document|header|footer|footnotes)\d*\.xml", re.IGNORECASE)
_PART_WORDS = {"document": "", "header": "页眉", "footer": "页脚", "footnotes": "脚注"}


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph: its element, the text people see, where it stands, and the block, row and table around it."""

    element: Any
    text: str
    where: str
    container: Any  # the element whose child it is
    row: Any = None
    table: Any = None
    table_where: str = ""


@dataclass
class _Count:
    """Where the walk is, for the words of a where."""

    part: str
    paragraphs: int = 0
    tables: int = 0
    boxes: int = 0


@dataclass(frozen=True)
class TemplateFile:
    """A Word file whose parts are well-formed and within the limits."""

    path: Path
    content: bytes
    roots: dict[str, Any] = field(repr=False)

    def parts(self) -> Iterator[tuple[Any, list[Paragraph]]]:
        """Yield body, headers, footers and footnotes, each with its paragraphs and those of tables and text boxes."""
        for name, root in self.roots.items():
            match = _PARTS.fullmatch(name)
            yield root, list(paragraphs_of(root, _PART_WORDS[match[1].lower()] if match else ""))


def open_template(path: Path) -> TemplateFile:
    """Read a template; InputError with a sentence where it is no usable docx."""
    content = _bytes_of(path)
    if content.startswith(_OLE) or path.suffix.lower() != ".docx":
        raise _no_docx(path)
    try:
        container = Container(content, TEMPLATE_LIMITS)
        types = container.read("[Content_Types].xml") if "[Content_Types].xml" in container else b""
        readable = [name for name in container.names if name.endswith((".xml", ".rels"))]
        roots = {name: _parsed(container.read(name), path) for name in readable}
    except WorkbookError as error:
        raise _refused(path, content) from error
    texts = {name: root for name, root in sorted(roots.items()) if _PARTS.fullmatch(name)}
    if _MAIN not in types or not any(name.startswith("word/document") for name in texts):
        raise _no_docx(path)
    _require_inside(roots, path)
    return TemplateFile(path, content, texts)


def paragraphs_of(root: Any, word: str = "") -> Iterator[Paragraph]:
    """Yield the paragraphs below an element in reading order, each with its place; `word` begins every one."""
    yield from _walk(root, _Count(word), _Around())


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands around a paragraph: text box, table, row and the words for them."""

    box: str = ""
    cell: str = ""
    table_where: str = ""
    table: Any = None
    row: Any = None


def _walk(element: Any, count: _Count, around: _Around) -> Iterator[Paragraph]:
    for child in element:
        if child.tag == f"{W}p":
            yield from _paragraph(child, count, around)
        elif child.tag == f"{W}tbl":
            yield from _table(child, count, around)
        elif isinstance(child.tag, str) and child.tag not in (f"{_COMPATIBLE}Fallback", f"{W}del"):
            yield from _walk(child, count, around)


def _paragraph(element: Any, count: _Count, around: _Around) -> Iterator[Paragraph]:
    if not around.cell and not around.box:
        count.paragraphs += 1
    where = around.cell or around.box or f"第{count.paragraphs}段"
    yield Paragraph(
        element, text_of(element), count.part + where, element.getparent(), around.row, around.table, around.table_where
    )
    for box in _boxes(element):
        count.boxes += 1
        yield from _walk(box, count, _Around(box=f"文本框{count.boxes}"))


def _table(element: Any, count: _Count, around: _Around) -> Iterator[Paragraph]:
    count.tables += 1
    where = f"{around.box}表{count.tables}"
    for number, row in enumerate(element.iterchildren(f"{W}tr"), 1):
        for column, cell in enumerate(row.iterchildren(f"{W}tc"), 1):
            words = f"{where}第{number}行第{column}格"
            yield from _walk(cell, count, _Around(around.box, words, count.part + where, element, row))


def _boxes(paragraph: Any) -> Iterator[Any]:
    """Yield the text boxes anchored in a paragraph; a box's copy for old programs is the same text again."""
    for box in paragraph.iter(f"{W}txbxContent"):
        above = list(box.iterancestors(f"{W}p", f"{_COMPATIBLE}Fallback"))
        if above and above[0] is paragraph:
            yield box


def text_of(paragraph: Any) -> str:
    """Return the text of a paragraph as people see it: without deleted text and without its text boxes."""
    return "".join(_piece(element) for element in own_texts(paragraph))


def own_texts(paragraph: Any) -> Iterator[Any]:
    """Yield the elements of a paragraph that are text, a line break or a tab, in order."""
    for element in paragraph.iter(f"{W}t", f"{W}br", f"{W}tab"):
        if element.getparent().tag == f"{W}tabs":
            continue
        above = next(element.iterancestors(f"{W}p", f"{W}del"), None)
        if above is paragraph:
            yield element


def _piece(element: Any) -> str:
    if element.tag == f"{W}t":
        return element.text or ""
    return "\n" if element.tag == f"{W}br" else "\t"


def _bytes_of(path: Path) -> bytes:
    try:
        if path.stat().st_size > TEMPLATE_LIMITS.file_bytes:
            raise InputError(
                f"模板“{path.name}”超过{TEMPLATE_LIMITS.file_bytes // MB}MB，请删去其中的图片等内容后再用。"
            )
        return path.read_bytes()
    except OSError as error:
        raise InputError(
            f"模板“{path.name}”读不出（{system_words(error)}），请检查文件还在不在、能不能打开。"
        ) from error


def _parsed(content: bytes, path: Path) -> Any:
    from lxml import etree

    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise InputError(f"模板“{path.name}”里有不该有的内容（文档类型声明），不予使用；请在 Word、WPS 中另存后再试。")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise InputError(f"模板“{path.name}”已损坏，请在 Word、WPS 中打开修复、另存后再试。") from error


def _no_docx(path: Path) -> InputError:
    return InputError(f"“{path.name}”不是 docx 文件，或加了密码；请在 Word、WPS 中另存为不加密的 .docx。")


def _refused(path: Path, content: bytes) -> InputError:
    if not content.startswith(b"PK"):
        return _no_docx(path)
    size, parts = TEMPLATE_LIMITS.total_bytes // MB, TEMPLATE_LIMITS.zip_entries
    limits = f"解压后超过{size}MB、部件超过{parts}个或不像正常的 Word 文件"
    return InputError(f"模板“{path.name}”不能使用：文件已损坏，或者{limits}；请在 Word、WPS 中另存后再试。")


def _require_inside(roots: dict[str, Any], path: Path) -> None:
    """Refuse what a template would fetch from elsewhere; links that a reader clicks may stay."""
    for name, root in roots.items():
        if not name.endswith(".rels"):
            continue
        for relation in root.iter(f"{{{_RELATIONSHIPS}}}Relationship"):
            outside = relation.get("TargetMode", "").lower() == "external"
            if outside and not relation.get("Type", "").endswith("/hyperlink"):
                raise InputError(
                    f"模板“{path.name}”引用了外部文件“{relation.get('Target', '')[:60]}”，不予使用；请改为嵌入后再试。"
                )
