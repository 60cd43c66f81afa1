"""Where the templates lie: the shipped ones, and the user's own in the data folder, which win."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from tracker import paths
from tracker.errors import InputError
from tracker.files.system_words import system_words
from tracker.files.whole_files import write_all
from tracker.reports.names import PAPERS

#: The folder of templates, in the program and in the data folder.
FOLDER = "templates"


def shipped_template(paper: str) -> Path:
    """Return the template that came with the program."""
    return paths.resources_dir() / FOLDER / f"{paper}.docx"


def own_template(paper: str, data: Path) -> Path:
    """Return where the user's own template of a paper lies, existing or not."""
    return data / FOLDER / f"{paper}.docx"


def find_template(paper: str, data: Path | None = None) -> Path:
    """Return the template a paper is made from: the user's own where there is one."""
    own = own_template(paper, data) if data is not None else None
    return own if own is not None and own.is_file() else shipped_template(paper)


def begin_editing(paper: str, data: Path) -> Path:
    """Return the user's own template, a copy of the shipped one where there was none; InputError when unwritable."""
    own = own_template(paper, data)
    if not own.is_file():
        _copy(shipped_template(paper), own)
    return own


def restore_shipped(paper: str, data: Path, today: date) -> Path | None:
    """Lay the user's own template aside under a name with the day and return it; nothing is deleted."""
    own = own_template(paper, data)
    if not own.is_file():
        return None
    aside = _free(own, today)
    try:
        own.rename(aside)
    except OSError as error:
        raise InputError(f"模板“{own.name}”正被其他程序打开，请关闭后再恢复默认模板。") from error
    return aside


def copy_templates(folder: Path, papers: Iterable[str] = PAPERS) -> list[Path]:
    """Copy the shipped templates into a folder; InputError where one of them is there already, nothing copied then."""
    targets = {paper: folder / f"{paper}.docx" for paper in papers}
    if there := [path.name for path in targets.values() if path.exists()]:
        raise InputError(f"文件夹“{folder}”里已经有{'、'.join(there)}，没有覆盖；请换一个文件夹。")
    for paper, target in targets.items():
        _copy(shipped_template(paper), target)
    return list(targets.values())


def _copy(source: Path, target: Path) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"文件夹“{target.parent}”无法建立（{system_words(error)}），请换个位置。") from error
    write_all([(target, source.read_bytes())])


def _free(path: Path, today: date) -> Path:
    """Return a name beside a file that nothing has: 通报_20261128.docx, then 通报_20261128_2.docx."""
    names = (f"{path.stem}_{today:%Y%m%d}{ending}{path.suffix}" for ending in ("", *(f"_{n}" for n in range(2, 1000))))
    return next(aside for aside in map(path.with_name, names) if not aside.exists())
