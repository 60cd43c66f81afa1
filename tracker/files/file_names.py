"""Names of files: ours clean and unique on every system, those of others as people can read them."""

import os
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

#: Longest name without its ending, in characters.
LONGEST = 80
_UNSAFE = re.compile(r'[\\/:*?"<>|\s]+')
#: What systems keep for devices, whatever ending follows.
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE)
_NAMELESS = "未命名"


def clean_name(text: str, limit: int = LONGEST) -> str:
    """Return a name, without ending, that every system accepts: at most `limit` characters, never empty."""
    plain = unicodedata.normalize("NFC", _UNSAFE.sub("", text))
    seen = "".join(sign for sign in plain if unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    name = seen[:limit].strip(". ") or _NAMELESS
    return f"_{name}"[:limit] if is_device_name(name) else name


def is_device_name(name: str) -> bool:
    """Tell whether systems keep a name for a device, whatever ending follows."""
    return _RESERVED.fullmatch(name) is not None


def distinct_names(texts: Mapping[int, str], limit: int = LONGEST) -> dict[int, str]:
    """Return clean names by number; those that are equal but for letter case get their number behind."""
    names = {number: clean_name(text, limit) for number, text in texts.items()}
    count = Counter(name.casefold() for name in names.values())
    used = {name.casefold() for name in names.values() if count[name.casefold()] == 1}
    for number, name in names.items():
        if count[name.casefold()] > 1:
            tail = f"_{number}"
            while (other := f"{name[: limit - len(tail)]}{tail}").casefold() in used:
                tail = f"_{tail}"
            names[number] = other
            used.add(other.casefold())
    return names


def shown_name(path: Path) -> str:
    """Return the name of a file as people read it, in one line and without signs that turn its letters round.

    A name in the encoding of an older system is decoded.
    """
    name = path.name
    try:
        name.encode()
    except UnicodeEncodeError:
        name = os.fsencode(name).decode("gb18030", "replace")
    return "".join(sign for sign in name if unicodedata.category(sign) not in ("Cc", "Cf")) or _NAMELESS


def free_path(path: Path) -> Path:
    """Return the path, or the first `name(2).xlsx` that does not exist yet: a sent file is never replaced."""
    free, number = path, 2
    while free.exists():
        free = path.with_stem(f"{path.stem}({number})")
        number += 1
    return free
