"""Read a web page, saved as .html or .mht: its running text without scripts, menus and feet."""

import email
import email.policy
import re
from html.parser import HTMLParser

from tracker.errors import InputError
from tracker.intake.read.plain_text import decoded

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{3,20})", re.I)
_DROPPED = frozenset(
    ("script", "style", "nav", "footer", "noscript", "template", "svg", "iframe", "select", "button", "form", "head")
)
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "br",
        "li",
        "ul",
        "ol",
        "tr",
        "table",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "section",
        "article",
        "header",
        "main",
        "aside",
        "blockquote",
        "pre",
        "hr",
        "dd",
        "dt",
        "dl",
        "figcaption",
        "figure",
        "caption",
        "thead",
        "tbody",
    ]
)
_HEADINGS = {f"h{n}": n - 1 for n in range(1, 7)}
_DEEPEST, _MOST = 400, 2_000_000
_VOID = frozenset(
    ["br", "hr", "img", "input", "meta", "link", "area", "base", "col", "embed", "source", "track", "wbr"]
)


class _Page(HTMLParser):
    """Collects the text of a page block by block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[tuple[str, int | None]] = []
        self._text = ""
        self._dropped: list[str] = []
        self._heading: int | None = None
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  (the library's signature)
        if tag not in _VOID:
            self._depth += 1
        if self._depth > _DEEPEST * 10:
            raise InputError("网页的标签嵌套太深，不像文章，不予读取。")
        if tag in _DROPPED:
            self._dropped.append(tag)
        if tag in _BLOCKS:
            self._close()
        if tag in ("td", "th"):
            self._text += "\t"
        if tag in _HEADINGS:
            self._heading = _HEADINGS[tag]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  (the library's signature)
        if tag in _BLOCKS:
            self._close()

    def handle_endtag(self, tag: str) -> None:
        self._depth = max(0, self._depth - 1)
        if tag in self._dropped:
            del self._dropped[self._dropped.index(tag) :]
        if tag in _BLOCKS:
            self._close()
        if tag in _HEADINGS:
            self._heading = None

    def handle_data(self, data: str) -> None:
        if not self._dropped:
            self._text += data
            if len(self._text) > _MOST:
                raise InputError("网页的文字太长，不像文章，不予读取。")

    def _close(self) -> None:
        text = re.sub(r"[^\S\t]*[\r\n]+[^\S\t]*", "", self._text)
        text = re.sub(r"[ \t\xa0\u3000]+", " ", text).strip()
        if text:
            self.blocks.append((text, self._heading))
        self._text = ""

    def close(self) -> None:
        """Finish the page."""
        super().close()
        self._close()


def read_html(data: bytes, encoding: str | None = None) -> tuple[str, str, tuple[tuple[int, int, int], ...]]:
    """Return text, encoding and headings of a page."""
    text, name = _decoded(data, encoding)
    page = _Page()
    page.feed(text)
    page.close()
    out, marks = "", []
    for block, level in page.blocks:
        if level is not None:
            marks.append((len(out), len(out) + len(block), level))
        out += block + "\n"
    return out.rstrip("\n"), name, tuple(marks)


def _decoded(data: bytes, encoding: str | None) -> tuple[str, str]:
    stated = _CHARSET.search(data[:4096])
    if encoding is None and stated and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        name = stated[1].decode("ascii")
        try:
            return decoded(data, "gb18030" if name.lower() in ("gb2312", "gbk") else name)
        except InputError:
            pass  # the page says one thing and is another: its bytes decide
    return decoded(data, encoding)


def read_mht(data: bytes, encoding: str | None = None) -> tuple[str, str, tuple[tuple[int, int, int], ...]]:
    """Return text, encoding and headings of a page saved with its pictures; InputError without a page inside."""
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    for number, part in enumerate(message.walk()):
        if number > 2000:
            break
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                return read_html(payload, encoding or _known(part.get_content_charset()))
    raise InputError("网页存档（.mht）里没有正文，请在浏览器中重新另存，或复制文字后粘贴进来。")


def _known(charset: str | None) -> str | None:
    return "gb18030" if charset in ("gb2312", "gbk") else charset
