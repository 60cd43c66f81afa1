"""Read a .docx: paragraphs and tables in order, headings, numbers, text boxes, changes accepted, notes apart."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from tracker.errors import InputError, TrackerError
from tracker.files.limits import LIMITS, MB
from tracker.files.zip_container import Container, PackageWords
from tracker.intake.read.body import Body, Mark, TableRows, is_row
from tracker.intake.read.docx_numbering import Numbering
from tracker.intake.read.source_text import Table

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_DEEPEST = 60
_MOST_COLUMNS = 60
#: What may stand between a table and its rows, a row and its cells.
_WRAPS = frozenset(("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"))
_DROPPED = frozenset(
    ("del", "moveFrom", "instrText", "delText", "Fallback", "pPr", "rPr", "sectPr", "tblPr", "trPr", "tcPr")
)
_BOX = frozenset(("txbxContent",))
_NOTES = (("word/footnotes.xml", "footnote"), ("word/endnotes.xml", "endnote"))
_DOCUMENT = PackageWords("文档", "请重新取得文件", "请去掉密码后再选", "请用 Word 或 WPS 另存为 .docx 再选")
#: What other packages are, by the name of a part.
_OTHERS = (
    ("xl/", "文件是 Excel 工作簿，不是文章；任务清单请从来源页另行导入。"),
    ("ppt/", "文件是演示文稿，请把文字复制出来再粘贴。"),
    ("OFD.xml", "文件是 OFD 版式文件，请用阅读软件另存为 .docx 或 .pdf 再选，或复制文字后粘贴进来。"),
    ("content.xml", "文件是 OpenDocument 文档，请用 Word 或 WPS 另存为 .docx 再选。"),
    ("META-INF/container.xml", "文件是电子书，请把文字复制出来再粘贴。"),
)
PACKED = "文件是压缩包，请先解压，再选择里面的文章。"
BAD = "文件不是 Word 文档（.docx），请核对是否选错了文件。"


def read_docx(data: bytes) -> tuple[str, tuple[Mark, ...], tuple[str, ...], tuple[Table, ...]]:
    """Return text, headings (start, end, level), remarks and tables of a .docx; InputError says what is wrong with it."""
    try:
        container = Container(data, words=_DOCUMENT)
    except TrackerError as error:
        raise InputError(error.sentence) from error
    if "word/document.xml" not in container:
        raise InputError(_other_kind(container))
    styles = _styles(container)
    reader = _Reader(styles, Numbering(_part(container, "word/numbering.xml")))
    root = _part(container, "word/document.xml")
    if root is None:
        raise InputError(BAD)
    reader.walk(root, 0)
    text, marks, tables = reader.body.assembled()
    return text, marks, tuple(_remarks(container, reader)), tables


def _remarks(container: Container, reader: "_Reader") -> Iterator[str]:
    notes = [text for name, kind in _NOTES for text in _notes(container, name, kind)]
    if notes:
        yield f"文件有 {len(notes)} 条脚注或尾注，未计入正文"
    if reader.hidden:
        yield "文件有隐藏的文字，未计入正文；如要使用，请在 Word 或 WPS 中取消“隐藏文字”后再选"


def _part(container: Container, name: str) -> Element | None:
    """Return the root of a part, None where it is not there; InputError for hostile or broken XML."""
    if name not in container:
        return None
    if container.size(name) > LIMITS.article_part_bytes:
        raise InputError(f"文件的部件 {name} 超过 {LIMITS.article_part_bytes // MB} MB，不像文章，不予读取。")
    try:
        data = container.read(name).replace(_STRICT[1:-1].encode(), _W[1:-1].encode())
        root: Element = fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        raise InputError(f"文件的部件 {name} 带有实体声明，可能是恶意文件，不予读取。") from error
    except (ParseError, ValueError, LookupError, RecursionError) as error:
        raise InputError(f"文件的部件 {name} 已损坏，请用 Word 或 WPS 打开后另存为 .docx 再选。") from error
    except TrackerError as error:
        raise InputError(error.sentence) from error
    return root


def _other_kind(container: Container) -> str:
    """Return what a package without a document is."""
    names = [name.lower() for name in container.names]
    bare = BAD if "[content_types].xml" in names else PACKED
    return next((words for sign, words in _OTHERS if any(name.startswith(sign.lower()) for name in names)), bare)


def _styles(container: Container) -> dict[str, int]:
    """Return the level of each paragraph style that is a heading: 0 title, 1 to 9."""
    root = _part(container, "word/styles.xml")
    levels: dict[str, int] = {}
    for style in root.iter(f"{_W}style") if root is not None else ():
        name = style.find(f"{_W}name")
        words = (name.get(f"{_W}val", "") if name is not None else "").lower()
        outline = style.find(f"{_W}pPr/{_W}outlineLvl")
        if words in ("title", "标题"):
            levels[style.get(f"{_W}styleId", "")] = 0
        elif words.startswith(("heading ", "标题 ")) and words[-1:].isdigit():
            levels[style.get(f"{_W}styleId", "")] = int(words[-1])
        elif outline is not None and outline.get(f"{_W}val", "").isdigit() and int(outline.get(f"{_W}val", "9")) < 9:
            levels[style.get(f"{_W}styleId", "")] = int(outline.get(f"{_W}val", "0")) + 1
    return levels


def _notes(container: Container, name: str, kind: str) -> Iterator[str]:
    root = _part(container, name)
    for note in root.iter(f"{_W}{kind}") if root is not None else ():
        if note.get(f"{_W}type") is None and (text := "".join(_texts(note, 0)).strip()):
            yield text


def _texts(element: Element, depth: int) -> Iterator[str]:
    """Yield the text inside a paragraph: inserted runs and fields' results, no deleted or hidden ones, no text boxes."""
    if depth > _DEEPEST:
        return
    name = element.tag.rpartition("}")[2]
    if name in _DROPPED or name in _BOX or (name == "r" and _is_hidden(element)):
        return
    if name == "t":
        yield element.text or ""
    elif name in ("tab", "ptab"):
        yield " "
    elif name in ("br", "cr"):
        yield "\n" if element.get(f"{_W}type") is None else ""
    elif name == "noBreakHyphen":
        yield "-"
    for child in element:
        yield from _texts(child, depth + 1)


def _is_hidden(run: Element) -> bool:
    """Tell whether a run is formatted as hidden: nobody who reads the document sees it."""
    vanish = run.find(f"{_W}rPr/{_W}vanish")
    return vanish is not None and vanish.get(f"{_W}val", "true") not in ("0", "false", "off")


class _Reader:
    """Walks the document in its order."""

    def __init__(self, styles: dict[str, int], numbering: Numbering) -> None:
        self._styles, self._numbering = styles, numbering
        self.body = Body()
        self.hidden = False

    def walk(self, element: Element, depth: int) -> None:
        """Take paragraphs, tables and text boxes below an element."""
        if depth > _DEEPEST:
            raise InputError("文件的表格或文本框嵌套太深，不像文章，不予读取。")
        for child in element:
            name = child.tag.rpartition("}")[2]
            if name == "p":
                self._paragraph(child, depth)
            elif name == "tbl":
                self._table(child, depth)
            elif name not in _DROPPED:
                self.walk(child, depth + 1)

    def _paragraph(self, paragraph: Element, depth: int) -> None:
        level, number = self._style(paragraph)
        text = "".join(_texts(paragraph, 0))
        if text.strip():
            self.body.add(number + text, level)
        self._note_hidden(paragraph)
        self._boxes(paragraph, depth)

    def _note_hidden(self, paragraph: Element) -> None:
        runs = () if self.hidden else paragraph.iter(f"{_W}r")
        self.hidden = self.hidden or any(_is_hidden(run) and run.find(f"{_W}t") is not None for run in runs)

    def _style(self, paragraph: Element) -> tuple[int | None, str]:
        """Return the level of a paragraph and its number as Word would print it."""
        properties = paragraph.find(f"{_W}pPr")
        if properties is None:
            return None, ""
        style = properties.find(f"{_W}pStyle")
        name = style.get(f"{_W}val", "") if style is not None else ""
        outline = properties.find(f"{_W}outlineLvl")
        level = self._styles.get(name)
        if outline is not None and outline.get(f"{_W}val", "9").isdigit() and int(outline.get(f"{_W}val", "9")) < 9:
            level = int(outline.get(f"{_W}val", "0")) + 1
        numbered = properties.find(f"{_W}numPr")
        return level, self._numbering.next(numbered) if numbered is not None else ""

    def _boxes(self, paragraph: Element, depth: int) -> None:
        for box in _boxes_in(paragraph, 0):
            self.walk(box, depth + 3)

    def _table(self, table: Element, depth: int) -> None:
        """Take the rows of a table as paragraphs of cells; those that only lay out a page as what stands in them."""
        rows = TableRows(self.body)
        drawn = list(_rows_of(table, depth))
        if not drawn:
            self.walk(table, depth + 1)
        for row in drawn:
            cells = list(_inside(row, "tc", depth))
            paragraphs = [list(cell.iter(f"{_W}p")) for cell in cells]
            plain = not any(_has_frames(cell) for cell in cells)
            if plain and is_row([["".join(_texts(p, 0)) for p in cell] for cell in paragraphs]):
                words = (" ".join(filter(None, map(self._cell_words, cell))) for cell in paragraphs)
                rows.add([(text, *_merged(cell)) for text, cell in zip(words, cells, strict=True)], _skipped(row))
                continue
            rows.interrupt()
            for cell in cells:
                self.walk(cell, depth + 2)

    def _cell_words(self, paragraph: Element) -> str:
        self._note_hidden(paragraph)
        text = " ".join("".join(_texts(paragraph, 0)).split())
        return self._style(paragraph)[1] + text


def _rows_of(table: Element, depth: int) -> Iterator[Element]:
    """Yield the rows of a table, but not those of tables inside it, nor rows struck out."""
    for row in _inside(table, "tr", depth):
        if row.find(f"{_W}trPr/{_W}del") is None:
            yield row


def _inside(element: Element, name: str, depth: int) -> Iterator[Element]:
    """Yield the nearest elements of this name below another, through what may wrap them."""
    if depth > _DEEPEST:
        raise InputError("文件的表格或文本框嵌套太深，不像文章，不予读取。")
    for child in element:
        if child.tag == f"{_W}{name}":
            yield child
        elif child.tag.rpartition("}")[2] in _WRAPS:
            yield from _inside(child, name, depth + 1)


def _has_frames(cell: Element) -> bool:
    """Tell whether a table or a text box stands inside a cell."""
    return cell.find(f".//{_W}tbl") is not None or cell.find(f".//{_W}txbxContent") is not None


def _merged(cell: Element) -> tuple[int, bool]:
    """Return over how many columns a cell goes, and whether it goes on with the one above."""
    span = cell.find(f"{_W}tcPr/{_W}gridSpan")
    wide = span.get(f"{_W}val", "1") if span is not None else "1"
    down = cell.find(f"{_W}tcPr/{_W}vMerge")
    columns = min(int(wide), _MOST_COLUMNS) if wide.isdigit() else 1
    return max(columns, 1), down is not None and down.get(f"{_W}val", "continue") != "restart"


def _skipped(row: Element) -> int:
    before = row.find(f"{_W}trPr/{_W}gridBefore")
    count = before.get(f"{_W}val", "0") if before is not None else "0"
    return min(int(count), _MOST_COLUMNS) if count.isdigit() else 0


def _boxes_in(element: Element, depth: int) -> Iterator[Element]:
    """Yield the text boxes of a paragraph, once each: the fallback for old programs repeats them."""
    if depth > _DEEPEST:
        return
    for child in element:
        name = child.tag.rpartition("}")[2]
        if name in _BOX:
            yield child
        elif name not in _DROPPED:
            yield from _boxes_in(child, depth + 1)
