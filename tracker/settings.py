"""What one user likes: theme, geometry, name. A small JSON file that may be lost without harm."""

import getpass
import json
import logging
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path

from tracker.files.kept_json import read_kept, write_kept

FILE_NAME = "settings.json"
#: What damaged settings are called from then on.
BAD_NAME = "settings.bad"
THEMES = ("system", "light", "dark")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Settings:
    """Per-user wishes; the ledger itself never depends on them."""

    theme: str = "system"  # one of THEMES
    actor: str = ""  # name written into the history; "" means: ask the system
    geometry: str = ""  # the window's QByteArray in base64
    page: str = ""  # page shown last
    reminder: str = ""  # "on": the tray tells at the start what is due
    last_folder: str = ""  # where the last file dialog stood
    sent_folder: str = ""  # where this desk wrote workbooks last
    desk: str = ""  # 12 hex digits, made once: which installation an act comes from
    ledger: str = ""  # address of the ledger where it is not the file in the data folder, never with a password
    second_backup: str = ""  # a folder elsewhere that gets a copy of every backup made by itself
    states: Mapping[str, str] = field(default_factory=dict)  # splitters and headers by name, base64


def load(folder: Path) -> Settings:
    """Read the settings of a data folder; whatever is missing or unreadable takes its default."""
    path = folder / FILE_NAME
    try:
        return read_kept(path, _from_json, Settings())
    except OSError as error:
        log.warning("settings unreadable, defaults used: %s: %s", path, error)
        return Settings()


def fault_of(folder: Path) -> str:
    """Return the sentence about settings that are there and cannot be read, "" where nothing is wrong with them.

    Asked before they are loaded: without their address a start goes to a ledger on this computer.
    """
    path = folder / FILE_NAME
    try:
        json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError):
        return f"设置文件 {path} 已损坏，改用默认设置，其中的服务器地址也没有读到；原来的文件留作 {BAD_NAME}。"
    except (IsADirectoryError, PermissionError):
        return f"设置文件 {path} 读不出来，这次用默认设置，其中的服务器地址也没有读到；请把它移走，或改为可读写的文件。"
    except OSError:
        return ""  # not there yet; a folder that cannot be used is told by who opens the ledger
    return ""


def save(folder: Path, settings: Settings) -> bool:
    """Write the settings beside the old ones, then put them in their place; False if the disk refuses."""
    path = folder / FILE_NAME
    try:
        write_kept(path, json.dumps(asdict(settings), ensure_ascii=False, indent=1))
    except OSError as error:
        log.warning("settings not saved: %s: %s", path, error)
        return False
    return True


def desk_of(folder: Path) -> str:
    """Return the name of this installation in the ledger (12 hex digits), made and kept at the first call.

    Where the disk refuses, it holds for this start only.
    """
    stored = load(folder)
    if stored.desk:
        return stored.desk
    desk = secrets.token_hex(6)
    save(folder, replace(stored, desk=desk))
    return desk


def system_user() -> str:
    """Return the name the system knows its user by, for the history of who did not give one."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "本机用户"


def _from_json(stored: object) -> Settings:
    """Take what fits its field; the rest comes from another version or from a hand edit."""
    given = stored if isinstance(stored, dict) else {}
    fitting = {f.name: given[f.name] for f in fields(Settings) if _fits(f.name, given.get(f.name))}
    return Settings(**fitting)


def _fits(name: str, value: object) -> bool:
    if name == "states":
        return isinstance(value, dict) and all(isinstance(v, str) for v in value.values())
    return isinstance(value, str) and (name != "theme" or value in THEMES)
