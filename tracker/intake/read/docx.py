"""Read a .docx: paragraphs and tables in order, headings, numbers, text boxes, changes accepted, notes apart."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from tracker.errors import InputError, TrackerError
from tracker.files.limits import LIMITS, MB
from tracker.files.zip_container import Container, PackageWords
from tracker.intake.read.docx_numbering import Numbering

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_DEEPEST = 60
_MOST_CHARACTERS = 2_000_000
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
BAD = "文件不是 Word 文档（.docx），请核对是否选错了文件。"


@dataclass(slots=True)
class Body:
    """Paragraphs as they come, each with the level of its heading (0 title, None running text)."""

    paragraphs: list[tuple[str, int | None]] = field(default_factory=list)
    characters: int = 0

    def add(self, text: str, level: int | None) -> None:
        """Take a paragraph; InputError where a text is far longer than any article."""
        self.characters += len(text)
        if self.characters > _MOST_CHARACTERS:
            raise InputError(f"文件的文字超过 {_MOST_CHARACTERS // 10_000} 万字，不像文章，不予读取。")
        if text.strip():
            self.paragraphs.append((text.strip(), level))


def read_docx(data: bytes) -> tuple[str, tuple[tuple[int, int, int], ...], tuple[str, ...]]:
    """Return text, headings (start, end, level) and remarks of a .docx; InputError says what is wrong with it."""
    try:
        container = Container(data, words=_DOCUMENT)
    except TrackerError as error:
        raise InputError(error.sentence) from error
    if "word/document.xml" not in container:
        raise InputError(_other_kind(container))
    styles = _styles(container)
    body = _Reader(styles, Numbering(_part(container, "word/numbering.xml")))
    root = _part(container, "word/document.xml")
    if root is None:
        raise InputError(BAD)
    body.walk(root, 0)
    notes = [text for name, kind in _NOTES for text in _notes(container, name, kind)]
    return _assembled(body.body, notes)


def _assembled(body: Body, notes: list[str]) -> tuple[str, tuple[tuple[int, int, int], ...], tuple[str, ...]]:
    text, marks = "", []
    for paragraph, level in body.paragraphs:
        start = len(text)
        text += paragraph
        if level is not None:
            marks.append((start, len(text), level))
        text += "\n"
    remarks = (f"文件有 {len(notes)} 条脚注或尾注，未计入正文",) if notes else ()
    return text.rstrip("\n"), tuple(marks), remarks


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
    names = container.names
    return next(
        (words for sign, words in _OTHERS if any(name.startswith(sign.lower()) for name in map(str.lower, names))), BAD
    )


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
    """Yield the text inside a paragraph: inserted runs and fields' results, no deleted ones, no text boxes."""
    if depth > _DEEPEST:
        return
    name = element.tag.rpartition("}")[2]
    if name in _DROPPED or name in _BOX:
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


class _Reader:
    """Walks the document in its order."""

    def __init__(self, styles: dict[str, int], numbering: Numbering) -> None:
        self._styles, self._numbering = styles, numbering
        self.body = Body()

    def walk(self, element: Element, depth: int) -> None:
        """Take paragraphs, rows of tables and text boxes below an element."""
        if depth > _DEEPEST:
            raise InputError("文件的表格或文本框嵌套太深，不像文章，不予读取。")
        for child in element:
            name = child.tag.rpartition("}")[2]
            if name == "p":
                self._paragraph(child, depth)
            elif name == "tr":
                self._row(child, depth)
            elif name not in _DROPPED:
                self.walk(child, depth + 1)

    def _paragraph(self, paragraph: Element, depth: int) -> None:
        level, number = self._style(paragraph)
        text = "".join(_texts(paragraph, 0))
        if text.strip():
            self.body.add(number + text, level)
        self._boxes(paragraph, depth)

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

    def _row(self, row: Element, depth: int) -> None:
        """Take a row as one paragraph, its cells set apart; a cell of several paragraphs as these."""
        cells = [child for child in row if child.tag == f"{_W}tc"]
        texts = [["".join(_texts(p, 0)).strip() for p in cell.iter(f"{_W}p")] for cell in cells]
        if len(cells) > 1 and all(sum(map(bool, cell)) <= 1 for cell in texts):
            self.body.add("\t".join("".join(cell) for cell in texts if any(cell)), None)
            return
        for cell in cells:
            self.walk(cell, depth + 2)


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
