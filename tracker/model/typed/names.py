"""Split several names that were written in one text: the one rule for every form and file."""

import re

#: Signs between names, but not inside brackets: 各区（县、市） is one name.
_OUTSIDE = r"(?![^（(）)]*[）)])"
_SIGNS = re.compile(rf"[、，,；;/／|\n\t]+{_OUTSIDE}")
_SIGNS_AND_BLANKS = re.compile(rf"[、，,；;/／|\s]+{_OUTSIDE}")


def split_names(text: str, *, blanks: bool = False) -> list[str]:
    """Return the names in a text in their order, each once; with `blanks` they may stand between names, too."""
    parts = (_SIGNS_AND_BLANKS if blanks else _SIGNS).split(text)
    return list(dict.fromkeys(name for part in parts if (name := part.strip())))
