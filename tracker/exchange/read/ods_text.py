"""The text of one cell of an open-document table: its own, without readings, shapes and words struck out."""

import re
from typing import NamedTuple

from tracker.exchange.read.xml_parser import Attributes

#: What stands in a cell beside its text: comments, readings of characters, shapes, text boxes, pictures, footnotes.
_BESIDE = frozenset(
    {"annotation", "annotation-end", "ruby-text", "note", "frame", "text-box", "object", "object-ole", "image", "g"}
    | {"custom-shape", "rect", "line", "ellipse", "circle", "polyline", "polygon", "path", "control", "caption"}
    | {"measure", "connector", "regular-polygon", "page-thumbnail", "scene", "plugin", "table"}
)
_BLANKS = re.compile(r"[ \t\r\n]+")
_MOST_BLANKS = 32_767


class OwnText(NamedTuple):
    """What a cell says by itself, its struck-out words apart unless it has no others."""

    text: str
    struck: str = ""


class CellText:
    """Collects the paragraphs of a cell; `odd` tells that they are more than plain paragraphs."""

    def __init__(self, *, struck: bool) -> None:
        """`struck` is the cell that is struck out as a whole."""
        self.odd = self._all_struck = struck
        self._beside = self._depth = 0  # of the element that is not the cell's own, and of the one under way
        self._in_paragraph = False
        self._spans: list[bool] = []  # struck or not, of the spans that are open
        self._paragraphs: list[tuple[list[str], list[str]]] = []  # of each: its words, and those struck out
        self._pending = ""  # a blank that counts only where something follows

    def start(self, local: str, attributes: Attributes, *, struck: bool) -> None:
        """Take an opening tag inside the cell; `struck` is a style that strikes out."""
        self._depth += 1
        if self._beside:
            return
        if local in _BESIDE:
            self._beside = self._depth
            self.odd = self.odd or local != "annotation"
        elif local == "p":
            self._in_paragraph, self._pending = True, ""
            self._paragraphs.append(([], []))
        else:
            self._start_inside(local, attributes, struck)

    def _start_inside(self, local: str, attributes: Attributes, struck: bool) -> None:
        self.odd = True
        if local == "span":
            self._spans.append(struck or bool(self._spans and self._spans[-1]))
        elif local == "s":
            count = next((value for key, value in attributes.items() if key.endswith(":c")), "1")
            self._add(" " * min(int(count) if count.isdecimal() else 1, _MOST_BLANKS))
        elif local in ("tab", "line-break"):
            self._add("\t" if local == "tab" else "\n")

    def end(self, local: str) -> None:
        """Take a closing tag inside the cell."""
        if self._beside == self._depth:
            self._beside = 0
        elif not self._beside and local == "p":
            self._in_paragraph = False
        elif not self._beside and local == "span" and self._spans:
            self._spans.pop()
        self._depth -= 1

    def characters(self, data: str) -> None:
        """Take a piece of text; blanks and line ends between words are one blank, at the ends of a paragraph none."""
        if self._beside:
            return
        if not self._in_paragraph:
            self.odd = True  # the file is indented: other readers take the blanks for text
            return
        if "\n" in data or "  " in data or "\t" in data or data[:1] in " \r" or data[-1:] in " \r":
            self.odd = True
        words = _BLANKS.sub(" ", data)
        if words.startswith(" ") and any(self._paragraphs[-1]):
            self._pending = " "
        if body := words.strip(" "):
            self._add(body)
            self._pending = " " if words.endswith(" ") else ""

    def _add(self, text: str) -> None:
        if not self._in_paragraph:
            return
        kept, struck = self._paragraphs[-1]
        (struck if self._spans and self._spans[-1] else kept).append(self._pending + text)
        self._pending = ""

    def own(self) -> OwnText:
        """Return what the cell says."""
        kept = "\n".join("".join(words) for words, _ in self._paragraphs)
        struck = "\n".join("".join(words) for _, words in self._paragraphs if words)
        text = kept if kept.strip() else struck
        return OwnText(text, text if self._all_struck else struck)
