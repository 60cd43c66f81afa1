"""What lies beside returned workbooks: evidence of the same drop, or in a folder of the workbook."""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from tracker.files.file_names import EVIDENCE_FOLDER
from tracker.files.handed_in import HandedFile, gather
from tracker.files.kept_files import kind_of

WORKBOOK_KINDS = frozenset({"xlsx", "xlsm", "xls", "xlsb", "ods", "et"})
#: What we sent ourselves, and came back with the folder.
_OURS = re.compile(r"填表说明\.txt|.*_第\d+批.*\.eml")


def files_beside(paths: Sequence[Path]) -> tuple[HandedFile, ...]:
    """Return the evidence that came with workbooks: in a folder what is no workbook, beside a file its 佐证材料.

    Raises InputError for an archive that cannot be read and for too many files.
    """
    folders = [path for path in paths if path.is_dir()]
    books = [path for path in paths if not path.is_dir() and kind_of(path.name) in WORKBOOK_KINDS]
    others = [path for path in paths if path not in folders and path not in books]
    homes = dict.fromkeys(book.parent / EVIDENCE_FOLDER for book in books)
    whole = [*others, *(home for home in homes if home.is_dir())]
    files = [file for source in gather(whole) for file in source.files]
    for source in gather(folders):
        files += [_of_folder(file, source.name) for file in source.files if _is_evidence(file)]
    return tuple(file for file in files if not file.skipped and not _OURS.fullmatch(file.name))


def _is_evidence(file: HandedFile) -> bool:
    """Tell what of a folder is evidence: all below 佐证材料, elsewhere what could be kept and is no workbook."""
    return EVIDENCE_FOLDER in file.folders or not (file.refusal or kind_of(file.name) in WORKBOOK_KINDS)


def _of_folder(file: HandedFile, name: str) -> HandedFile:
    """Return a file without the names of folders that were dropped as a whole: they say nothing of its task."""
    return replace(file, folders=tuple(folder for folder in file.folders if folder != name))
