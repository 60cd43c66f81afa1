"""Comments on cells: people answer in them, and what is said there must not vanish unseen."""

from collections.abc import Iterable, Iterator

from tracker.errors import WorkbookError
from tracker.exchange.book.text import clean, shorten
from tracker.exchange.read.xlsx_workbook import read_relations
from tracker.exchange.read.xml_parser import Attributes, DepthGuard, HostileError, LocalNames, parse_part
from tracker.files.zip_container import Container

#: Author of the comments that we write ourselves into a workbook that goes back.
OUR_AUTHOR = "台账系统"
_SHOWN = 20


class _Comments:
    """Collects (address, author, text)."""

    def __init__(self) -> None:
        self._names = LocalNames()
        self._pieces: list[str] = []
        self._ref = self._author = ""
        self._authors: list[str] = []
        self.found: list[tuple[str, str, str]] = []

    def start(self, name: str, attributes: Attributes) -> None:
        local = self._names[name]
        if local == "comment":
            self._ref, self._author = attributes.get("ref", ""), attributes.get("authorId", "")
        if local in ("comment", "author", "rPh"):
            self._pieces.clear()

    def end(self, name: str) -> None:
        local = self._names[name]
        if local == "author":
            self._authors.append("".join(self._pieces))
        elif local == "comment":
            number = int(self._author) if self._author.isdecimal() and len(self._author) < 6 else -1
            author = self._authors[number] if 0 <= number < len(self._authors) else ""
            self.found.append((self._ref, author, "".join(self._pieces)))

    def text(self, data: str, /) -> None:
        self._pieces.append(data)


def comment_notes(container: Container, sheet_part: str) -> tuple[str, ...]:
    """Return one sentence for each comment that somebody else wrote on a sheet.

    Comments carry no data of ours: damaged ones are passed over, hostile ones refuse the file like everything hostile.
    """
    return told_comments(_read(container, sheet_part))


def told_comments(comments: Iterable[tuple[str, str, str]]) -> tuple[str, ...]:
    """Return a sentence for each comment (address, author, text) that is not ours, and how many were left out."""
    told = [(ref, text) for ref, author, text in comments if author != OUR_AUTHOR and clean(text)]
    notes = [f"单元格 {ref} 有批注「{shorten(clean(text), 120)}」，批注不会导入，请核对" for ref, text in told[:_SHOWN]]
    more = len(told) - len(notes)
    return (*notes, f"另有 {more} 条批注没有列出，批注不会导入") if more else tuple(notes)


def _read(container: Container, sheet_part: str) -> Iterator[tuple[str, str, str]]:
    parser = _Comments()
    try:
        for relation in read_relations(container, sheet_part).values():
            if relation.kind == "comments" and relation.part in container:
                chunks = container.small(relation.part)
                parse_part(relation.part, chunks, DepthGuard(relation.part, parser))
    except HostileError:
        raise
    except WorkbookError:
        return iter(parser.found)
    return iter(parser.found)
