"""Which files are kept with tasks and sources: their kinds, what betrays a program, and under which name."""

import re
import unicodedata

from tracker.errors import InputError
from tracker.files.limits import LIMITS, MB

LONGEST_NAME = 120

#: What proves something. None of it is opened or unpacked here.
EVIDENCE_KINDS = frozenset((
    "pdf", "doc", "docx", "wps", "xls", "xlsx", "et", "ppt", "pptx", "dps", "ofd", "txt", "csv", "jpg", "jpeg",
    "png", "gif", "bmp", "tif", "tiff", "heic", "mp3", "mp4", "zip", "rar", "7z", "eml",
))  # fmt: skip
#: A source may be a page of the web as well.
SOURCE_KINDS = EVIDENCE_KINDS | {"html", "htm", "mht"}

_PROGRAMS = frozenset(["exe", "dll", "com", "bat", "cmd", "ps1", "vbs", "js", "lnk", "hta", "msi", "scr", "jar"])
_PROGRAM_HEADS = (b"MZ", b"#!")
_VERSION = re.compile(r"（\d+）$")
_UNSAFE = re.compile(r'[\\/:*?"<>|]')
#: How a file of a kind begins; another beginning is told, the file is kept.
_HEADS = {"pdf": b"%PDF", "jpg": b"\xff\xd8", "jpeg": b"\xff\xd8"}
HEAD = 1024  # readers look for it that far


def clean_file_name(name: str) -> str:
    """Return the last part of a name as it is kept and shown: NFC, at most 120 characters, the ending stays.

    Signs that hide what a file is, or that no system accepts in names, are left out; "" where nothing remains.
    """
    last = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2])
    seen = "".join(sign for sign in last if unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    clean = _UNSAFE.sub("", seen).strip().rstrip(". ")
    stem, dot, ending = clean.rpartition(".")
    if len(clean) <= LONGEST_NAME or not dot:
        return clean[:LONGEST_NAME]
    return f"{stem[: max(LONGEST_NAME - len(ending) - 1, 0)]}.{ending}"[-LONGEST_NAME:]


def kind_of(name: str) -> str:
    """Return the ending of a name in small letters, without the number of a version, "" where it has none."""
    stem, _, ending = _VERSION.sub("", name).rpartition(".")
    return ending.lower() if stem else ""


def version_of(name: str, number: int) -> str:
    """Return the name of a further version of a file: 方案.pdf（2）."""
    return f"{name}（{number}）"


def name_on_disk(name: str) -> str:
    """Return a name under which a system knows what a file is: the number of a version before the ending."""
    version = _VERSION.search(name)
    stem, dot, ending = _VERSION.sub("", name).rpartition(".")
    return f"{stem}{version.group()}{dot}{ending}" if version and stem else name


def refusal_of(name: str, size: int, head: bytes, kinds: frozenset[str] = EVIDENCE_KINDS) -> str:
    """Return why a file with a cleaned name is not kept, "" where it is; `head` is how it begins, size in bytes."""
    if kind_of(name) in _PROGRAMS or head.startswith(_PROGRAM_HEADS):
        return f"“{name}”是可执行文件，没有收。"
    if kind_of(name) not in kinds:
        return f"“{name}”的类型不收，请转成 PDF、图片或 Office 文件。"
    if size <= 0:
        return f"“{name}”是空文件，没有收。"
    if size > LIMITS.kept_bytes:
        return too_large(name, size)
    return ""


def too_large(name: str, size: int) -> str:
    """Return the sentence for a file of `size` bytes, more than are kept."""
    return f"“{name}”有 {size / MB:.1f} MB，超过 {LIMITS.kept_bytes // MB} MB；请压缩或拆分后再加。"


def doubt_of(name: str, head: bytes) -> str:
    """Return what is odd about the beginning of a file that is kept all the same, "" for nothing."""
    kind = kind_of(name)
    expected = _HEADS.get(kind)
    if expected is None or (expected in head[:HEAD] if kind == "pdf" else head.startswith(expected)):
        return ""
    return f"“{name}”的内容不像 {kind} 文件，请打开看一看。"


def checked_name(name: str, data: bytes, kinds: frozenset[str] = EVIDENCE_KINDS) -> str:
    """Return the name a file is kept under. Raises InputError for a file that is not kept."""
    clean = clean_file_name(name)
    if refusal := refusal_of(clean, len(data), data[:HEAD], kinds):
        raise InputError(refusal)
    return clean
