"""The names of papers in a folder: what it is, for whom, of which day; every system accepts them."""

from datetime import date

from tracker.files.file_names import LONGEST, clean_name


def paper_name(word: str, day: date, suffix: str, office: str = "") -> str:
    """Return 通报_20261128.docx or 催办单_市经信局_20261128.docx; long offices are cut."""
    tail = f"_{day:%Y%m%d}{suffix}"
    stem = clean_name("_".join(filter(None, (word, office))), LONGEST - len(tail)).rstrip(" ._")
    return f"{stem}{tail}"
