"""Read comments on cells: people answer in them, so the import says what they wrote there."""

from collections.abc import Iterable, Iterator

from tracker.errors import WorkbookError
from tracker.exchange.book.text import clean, shorten
from tracker.exchange.read.xlsx_workbook import read_relations
from tracker.exchange.read.xml_parser import Attributes, DepthGuard, HostileError, LocalNames, parse_part
from tracker.files.zip_container import Container

#: Author of the comments that we write ourselves into a workbook that goes back.
OUR_AUTHOR = "台账系统"
#: How they begin: some programs lose who wrote a comment.
OURS_BEGIN = f"{OUR_AUTHOR}："
_SHOWN = 20


class _Comments:
    """Collects (address, author, text); text is what stands in `t`, not the layout that some programs write beside."""

    def __init__(self) -> None:
        self._names = LocalNames()
        self._pieces: list[str] = []
        self._in_text = self._phonetic = self._wanted = False
        self._instead = 0  # open elements that repeat for old programs what stands beside them
        self._ref = self._author = ""
        self._authors: list[str] = []
        self.comments: list[tuple[str, str, str]] = []

    def start(self, name: str, attributes: Attributes) -> None:
        local = self._names[name]
        if local == "Fallback" or self._instead:
            self._instead += 1
            self._wanted = False
            return
        if local == "comment":
            self._ref, self._author = attributes.get("ref", ""), attributes.get("authorId", "")
        if local in ("comment", "author"):
            self._pieces.clear()
        self._in_text = self._in_text or local == "text"
        self._phonetic = self._phonetic or local == "rPh"
        self._wanted = local == "author" or (local == "t" and self._in_text and not self._phonetic)

    def end(self, name: str) -> None:
        local = self._names[name]
        self._wanted = False
        if self._instead:
            self._instead -= 1
            return
        self._in_text = self._in_text and local != "text"
        self._phonetic = self._phonetic and local != "rPh"
        if local == "author":
            self._authors.append("".join(self._pieces))
        elif local == "comment":
            number = int(self._author) if self._author.isdecimal() and len(self._author) < 6 else -1
            author = self._authors[number] if 0 <= number < len(self._authors) else ""
            self.comments.append((self._ref, author, "".join(self._pieces)))

    def text(self, data: str, /) -> None:
        if self._wanted:
            self._pieces.append(data)


def comment_notes(container: Container, sheet_part: str) -> tuple[str, ...]:
    """Return one sentence for each comment that somebody else wrote on a sheet.

    Comments carry no data of ours: damaged ones are passed over, hostile ones refuse the file like everything hostile.
    """
    return notes_of_comments(_read(container, sheet_part))


def notes_of_comments(comments: Iterable[tuple[str, str, str]]) -> tuple[str, ...]:
    """Return a sentence for each comment (address, author, text) that is not ours, and how many were left out."""
    others = [(ref, text) for ref, author, text in comments if not _is_ours(author, text) and clean(text)]
    notes = [f"单元格 {at} 有批注「{shorten(clean(text), 120)}」，批注不会导入，请核对" for at, text in others[:_SHOWN]]
    more = len(others) - len(notes)
    return (*notes, f"另有 {more} 条批注没有列出，批注不会导入") if more else tuple(notes)


def _is_ours(author: str, text: str) -> bool:
    return author == OUR_AUTHOR or text.startswith(OURS_BEGIN)


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
        return iter(parser.comments)
    return iter(parser.comments)
