"""Make and check the token in the hidden column of each row: its kind, row key, export code, checksum."""

import base64
import hmac
import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, unquote

from tracker.errors import WorkbookError
from tracker.exchange.book.text import clean

_CHECK_BYTES = 6
_SHAPE = re.compile(r"([THP])([^~\s]{1,800})~([A-Za-z0-9-]{1,40})~([A-Za-z0-9_-]{8})")
_KEY = re.compile(r"[!-}]{1,80}")
#: Begins a key that is written in other signs because a token is plain ASCII without blanks.
_QUOTED = "%%"
_LONGEST = 80
_CODE = re.compile(r"[A-Za-z0-9-]{1,40}")


@dataclass(frozen=True, slots=True)
class Token:
    """A token that was read; `genuine` tells whether its checksum stands, `mark` of which kind of row it is."""

    key: str
    export_code: str
    genuine: bool
    mark: str = "T"


def make_token(key: str, export_code: str, secret: bytes, mark: str = "T") -> str:
    """Return the token of one row; starts with a letter (`mark`: T, H, of 联系方式 P), printable ASCII only."""
    if not (0 < len(key) <= _LONGEST and _CODE.fullmatch(export_code)):
        raise WorkbookError(f"编号「{key}」或批次「{export_code}」太长，或含有不能写入行编码的字符。")
    written = key if _KEY.fullmatch(key) and not key.startswith(_QUOTED) else f"{_QUOTED}{_quoted(key)}"
    return f"{mark}{written}~{export_code}~{_checksum(key, export_code, secret, mark)}"


def _quoted(key: str) -> str:
    return quote(key, safe="").replace("~", "%7E")


@lru_cache(maxsize=32_768)
def read_token(text: str, secret: bytes) -> Token | None:
    """Return the token in a cell's text, None when the text has not the shape of one."""
    match = _SHAPE.fullmatch(clean(text))
    if match is None:
        return None
    mark, written, export_code, checksum = match.groups()
    key = unquote(written.removeprefix(_QUOTED)) if written.startswith(_QUOTED) else written
    genuine = hmac.compare_digest(checksum, _checksum(key, export_code, secret, mark))
    return Token(key, export_code, genuine, mark)


def _checksum(key: str, export_code: str, secret: bytes, mark: str) -> str:
    """Return the checksum; rows of tasks and indicators have one over their key alone, as they always had."""
    digest = hmac.digest(secret, f"{mark.removeprefix('T')}{key}~{export_code}".encode(), "sha256")
    return base64.urlsafe_b64encode(digest[:_CHECK_BYTES]).decode("ascii")
