"""The bytes of a mail draft (.eml) that mail programs of every age open with the right names.

The standard library writes the name of an attachment in pieces that older programs cannot join; so the headers are
written by hand: RFC 2047 words in `name`, and RFC 2231 in one piece in `filename*`.
"""

import base64
import re
import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from tracker.errors import InputError

_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WORD_OCTETS, _FRAME = 75, len("=?UTF-8?B??=")
_COLUMNS = 76
_END = "\r\n"
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A person and their address."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A mail nobody has sent yet; `attachment` is name and bytes of a workbook, None for a mail without one."""

    subject: str
    body: str
    to: tuple[Mailbox, ...] = ()
    copies: tuple[Mailbox, ...] = ()
    attachment: tuple[str, bytes] | None = None


def is_address(text: str) -> bool:
    """Tell whether a text is one plain mail address; whether it can be reached nobody asks."""
    return _ADDRESS.fullmatch(text) is not None


def draft_bytes(draft: Draft) -> bytes:
    """Return the draft as a file: ASCII, CRLF, no line longer than 998 octets.

    Raises InputError for a line break or another control sign in a name, an address, the subject or a file name, which
    would write headers of its own, and for what is no address.
    """
    head = [
        "MIME-Version: 1.0",
        "X-Unsent: 1",
        *_people("To", draft.to),
        *_people("Cc", draft.copies),
        f"Subject: {_words(_plain(draft.subject, '主题'))}",
    ]
    text = ["Content-Type: text/plain; charset=UTF-8", "Content-Transfer-Encoding: base64", ""]
    lines = "\r\n".join(draft.body.splitlines()) + _END
    text += _base64(lines.encode())
    boundary = f"=_{secrets.token_hex(16)}"  # base64 has no underline: it stands in no part
    parts = [text, *([_attached(*draft.attachment)] if draft.attachment is not None else [])]
    body = [line for part in parts for line in (f"--{boundary}", *part)]
    head += [f'Content-Type: multipart/mixed; boundary="{boundary}"', ""]
    return (_END.join((*head, *body, f"--{boundary}--")) + _END).encode("ascii")


def _attached(name: str, data: bytes) -> list[str]:
    """Return the part of an attachment; the name stands twice, each in the one way some programs know."""
    plain = _plain(name, "文件名")
    return [
        f"Content-Type: {_WORKBOOK};",
        f' name="{_words(plain)}"',
        "Content-Transfer-Encoding: base64",
        "Content-Disposition: attachment;",
        f" filename*=UTF-8''{quote(plain, safe='')}",
        "",
        *_base64(data),
    ]


def _people(header: str, people: Sequence[Mailbox]) -> list[str]:
    if not people:
        return []
    return [f"{header}: " + f",{_END} ".join(map(_mailbox, people))]


def _mailbox(person: Mailbox) -> str:
    address = person.address.strip()
    if not is_address(address):
        raise InputError(f"“{_shown(address)}”不像邮箱地址，如 zhangsan@nb.gov.cn；没有生成邮件草稿。")
    name = _plain(person.name, "联络员姓名")
    return f"{_words(name)}{_END} <{address}>" if name else address


def _plain(text: str, what: str) -> str:
    """Return a text that goes into a header. Raises InputError where it could write another header."""
    if any(unicodedata.category(sign) in ("Cc", "Zl", "Zp", "Cs") for sign in text):
        raise InputError(f"{what}“{_shown(text)}”里有换行或控制字符，没有生成邮件草稿；请改正后再试。")
    return unicodedata.normalize("NFC", text.strip())


def _shown(text: str) -> str:
    return "".join(" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in text)[:40]


def _words(text: str) -> str:
    """Return a text as RFC 2047 words of at most 75 octets, folded, cut between characters."""
    words, part = [], ""
    for sign in _clusters(text):
        if part and _FRAME + _encoded(len((part + sign).encode())) > _WORD_OCTETS:
            words.append(part)
            part = ""
        part += sign
    words += [part] if part else []
    return f"{_END} ".join(f"=?UTF-8?B?{base64.b64encode(word.encode()).decode()}?=" for word in words)


def _clusters(text: str) -> list[str]:
    """Return the characters of a text, marks with the letter they stand on."""
    clusters: list[str] = []
    for sign in text:
        if clusters and unicodedata.combining(sign):
            clusters[-1] += sign
        else:
            clusters.append(sign)
    return clusters


def _encoded(octets: int) -> int:
    """Return how many octets base64 makes of so many."""
    return (octets + 2) // 3 * 4


def _base64(data: bytes) -> list[str]:
    text = base64.b64encode(data).decode("ascii")
    return [text[start : start + _COLUMNS] for start in range(0, len(text), _COLUMNS)]
