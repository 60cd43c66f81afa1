"""Where the program writes down what happened: a rotating UTF-8 file in the data folder, and stderr."""

import logging
import re
import sys
from pathlib import Path

FOLDER_NAME = "log"
FILE_NAME = "tracker.log"
FILE_BYTES = 1_000_000
FILES_KEPT = 3

#: user:password@ in a URL, or password=… in any message; the secret stands behind the named group.
SECRET = re.compile(
    r"(?P<url>://[^\s:/@]*:)\S+(?=@)|(?P<key>\b(?:password|passwd|pwd)\s*[=:]\s*)[^\s&,;]+", re.IGNORECASE
)

#: What a database driver tells of the values of a row, to the end of its paragraph.
_VALUES = re.compile(r"^[ \t]*(?:DETAIL|CONTEXT):.*$", re.MULTILINE)
_STATEMENT = re.compile(r"\[SQL: .*?\](?=\n|$)", re.DOTALL)
#: Numbers of telephones and addresses of mail, whoever wrote them there.
_PRIVATE = re.compile(r"(?<![\w.-])(?:0\d{2,3}-)?\d{7,}(?![\w-])|[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z]+)+")

#: A file with a name that people gave it: what stands in it may be anybody's.
_FILE = re.compile(r"(?P<name>[^\s'\"\\/:]*[^\x00-\x7f][^\s'\"\\/:]*)(?P<ending>\.[A-Za-z][A-Za-z0-9]{1,4})\b")

_started: list[logging.Handler] = []


class SafeFormatter(logging.Formatter):
    """Blots out passwords and what is private, also inside a traceback."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line as it may be mailed to somebody."""
        return conceal(super().format(record))


def conceal(text: str) -> str:
    """Return `text` without passwords, values of rows, long numbers, addresses of mail and names of files."""
    safe = without_passwords(text)
    for pattern in (_VALUES, _STATEMENT, _PRIVATE):
        safe = pattern.sub("***", safe)
    return _FILE.sub(_hashed, safe)


def without_passwords(text: str) -> str:
    """Return `text` as it may stand on a screen that others see: an address of a server in it has no password."""
    return SECRET.sub(lambda match: (match["url"] or match["key"]) + "***", text)


def _hashed(match: re.Match[str]) -> str:
    """Return a file name as 8 signs: the same file is known again, its name is not."""
    import hashlib  # few lines name a file

    return f"{hashlib.sha256(match['name'].encode()).hexdigest()[:8]}{match['ending']}"


def start(folder: Path | None, *, stderr: bool = False) -> Path | None:
    """Begin to log; return the file, None when there is no folder or it cannot be written.

    The file gets everything of `tracker` and the warnings of others; stderr gets warnings and worse.
    A second call replaces what the first one set up.
    """
    stop()
    path = _start_file(folder) if folder else None
    if stderr and sys.stderr is not None:  # a windowed Windows program has none
        _add(logging.StreamHandler(), logging.WARNING, "%(levelname)s %(name)s: %(message)s")
    logging.getLogger("tracker").setLevel(logging.INFO)
    return path


def stop() -> None:
    """Close what `start` opened."""
    while _started:
        handler = _started.pop()
        logging.getLogger().removeHandler(handler)
        handler.close()


def _start_file(folder: Path) -> Path | None:
    # Imported here: the command line's short answers do without it.
    from logging.handlers import RotatingFileHandler

    path = folder / FOLDER_NAME / FILE_NAME
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(path, maxBytes=FILE_BYTES, backupCount=FILES_KEPT, encoding="utf-8")
    except OSError:
        return None
    _add(handler, logging.INFO, "%(asctime)s %(levelname)s %(name)s: %(message)s")
    return path


def _add(handler: logging.Handler, level: int, form: str) -> None:
    handler.setLevel(level)
    handler.setFormatter(SafeFormatter(form))
    logging.getLogger().addHandler(handler)
    _started.append(handler)
