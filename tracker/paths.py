"""Where things lie: the user's data folder, and what the program brings along, frozen or from a checkout."""

import os
import stat
import sys
from contextlib import suppress
from pathlib import Path

from tracker.errors import InputError

#: ASCII on purpose: some tools an office uses still stumble over a Chinese folder name.
APP_FOLDER = "ZhizaoLedger"
LEDGER_FILE = "ledger.db"
#: A file beside the frozen program that keeps its data in a folder beside it, for use from a stick.
PORTABLE_MARKER = "portable.txt"
PORTABLE_DATA = "data"
#: Modes on Linux: for this user alone.
PRIVATE_FOLDER = 0o700


def data_dir(override: str | Path | None = None) -> Path:
    """Return the absolute folder of the user's database, settings and log, made if missing.

    Raises InputError when the folder cannot be made or written to; a ledger that lies in it already can still be read.
    """
    folder = Path(override).expanduser().absolute() if override else _default_data_dir()
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
    except OSError as error:
        raise InputError(f"数据文件夹「{folder}」无法使用，请换一个可以写入的文件夹。") from error
    if not takes_files(folder) and not (folder / LEDGER_FILE).is_file():
        raise InputError(
            f"数据文件夹「{folder}」只能读、不能写，台账无法使用；请恢复写入权限，或用 --data 指定别的文件夹。"
        )
    require_file(folder / LEDGER_FILE)
    _narrow(folder)
    return folder


def require_file(ledger: Path) -> None:
    """Raise InputError where a folder bears the name of a ledger's file."""
    if ledger.is_dir():
        raise InputError(
            f"「{ledger}」是文件夹，不是台账文件，没有改动；请把它移走或改名，或用 --data 指定别的数据文件夹。"
        )


def _narrow(folder: Path) -> None:
    """Keep other users of this computer out of a folder of ours that older programs left open to them.

    A folder in which other things lie as well is left alone; on Windows the profile's own rights hold.
    """
    if os.name == "nt" or stat.S_IMODE(folder.stat().st_mode) & ~PRIVATE_FOLDER == 0:
        return
    if not (folder / LEDGER_FILE).exists() and any(folder.iterdir()):
        return
    with suppress(OSError):
        folder.chmod(PRIVATE_FOLDER)
        for path in folder.rglob("*"):
            if not path.is_symlink():  # what its owner may do with it stays as it is
                path.chmod(stat.S_IMODE(path.stat().st_mode) & PRIVATE_FOLDER)


def takes_files(folder: Path) -> bool:
    """Tell whether a folder can be written to, by an empty file: on Windows the permissions alone do not tell."""
    probe = folder / f".{os.getpid()}.probe"
    try:
        probe.touch()
        probe.unlink()
    except OSError:
        return False
    return True


def resources_dir() -> Path:
    """Return the folder of icons, style and help pages."""
    return _home() / "resources"


def migrations_dir() -> Path:
    """Return the folder of the schema's history, Alembic's script location."""
    return _home() / "db"


def seed_dir() -> Path:
    """Return the folder of the first content that every new database gets."""
    return migrations_dir() / "seed"


def demo_dir() -> Path:
    """Return the folder of the story that demonstration data tells."""
    return migrations_dir() / "demo"


def _default_data_dir() -> Path:
    beside = Path(sys.executable).absolute().parent
    if getattr(sys, "frozen", False) and (beside / PORTABLE_MARKER).is_file():
        return beside / PORTABLE_DATA
    # Imported here: a start with a given folder does without it.
    from platformdirs import user_data_path

    return user_data_path(APP_FOLDER, appauthor=False)


def _home() -> Path:
    """Return the folder that holds resources/ and db/: PyInstaller's bundle or the checkout."""
    bundle = getattr(sys, "_MEIPASS", None)
    return Path(bundle) if bundle else Path(__file__).resolve().parent.parent
