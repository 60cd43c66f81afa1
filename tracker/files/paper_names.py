"""The names of papers in a folder: what it is, for whom, of which day; every system accepts them."""

import re
from datetime import date

_UNSAFE = re.compile(r'[\\/:*?"<>|\s\x00-\x1f\x7f]+')
_LONGEST = 80


def paper_name(word: str, day: date, suffix: str, office: str = "") -> str:
    """Return 通报_20261128.docx or 催办单_市经信局_20261128.docx; long offices are cut."""
    tail = f"_{day:%Y%m%d}{suffix}"
    stem = _UNSAFE.sub("", "_".join(filter(None, (word, office)))).strip(" ._") or "出文"
    return f"{stem[: _LONGEST - len(tail)]}{tail}"
