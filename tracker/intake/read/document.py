"""Read a source file of any kind into plain text; runs in the process that can be killed."""

import gc
import pickle
from collections.abc import Callable
from multiprocessing.connection import Connection

from tracker.errors import InputError
from tracker.files.limits import LIMITS
from tracker.files.memory_limit import confine
from tracker.files.reading_process import READY
from tracker.intake.read.kinds import kind_of
from tracker.intake.read.plain_text import decoded
from tracker.intake.read.quality import check_readable
from tracker.intake.read.source_text import SourceText

_MOST_CHARACTERS = 1_000_000
#: What a library runs into over a file that nobody thought of: the fault of the file, not of the program.
_STUMBLES = (ArithmeticError, AssertionError, AttributeError, LookupError, OSError, TypeError, ValueError)
UNREADABLE = "文件里有读不懂的内容，多半已损坏；请另存为 .docx，或复制文字后粘贴进来。"
TOO_MUCH_MEMORY = "读取文件用的内存超过上限，文件不正常，不予读取。"


def read_document(data: bytes, name: str, encoding: str | None = None) -> SourceText:
    """Return the text of a file's bytes; InputError says in one sentence why it cannot be read."""
    kind = kind_of(data)
    source = _readers()[kind](data, name, encoding)
    if len(source.text) > _MOST_CHARACTERS:
        raise InputError(f"文件的文字超过 {_MOST_CHARACTERS // 10_000} 万字，不像文章，不予读取。")
    check_readable(source.text, scanned=source.format in ("pdf", "docx"))
    return source


def _readers() -> dict[str, Callable[[bytes, str, str | None], SourceText]]:
    return {"txt": _txt, "package": _docx, "pdf": _pdf, "html": _html, "mht": _mht}


def _txt(data: bytes, name: str, encoding: str | None) -> SourceText:
    text, used = decoded(data, encoding)
    return SourceText(name, "txt", text, used)


def _docx(data: bytes, name: str, _encoding: str | None) -> SourceText:
    from tracker.intake.read.docx import read_docx

    text, marks, notes, tables = read_docx(data)
    return SourceText(name, "docx", text, None, wrapped=False, marks=marks, notes=notes, tables=tables)


def _pdf(data: bytes, name: str, _encoding: str | None) -> SourceText:
    from tracker.intake.read.pdf import read_pdf

    text, tables, notes = read_pdf(data)
    return SourceText(name, "pdf", text, notes=notes, tables=tables)


def _html(data: bytes, name: str, encoding: str | None) -> SourceText:
    from tracker.intake.read.web import read_html

    text, used, marks, notes, tables = read_html(data, encoding)
    return SourceText(name, "html", text, used, wrapped=False, marks=marks, notes=notes, tables=tables)


def _mht(data: bytes, name: str, encoding: str | None) -> SourceText:
    from tracker.intake.read.web import read_mht

    text, used, marks, notes, tables = read_mht(data, encoding)
    return SourceText(name, "mht", text, used, wrapped=False, marks=marks, notes=notes, tables=tables)


def serve(connection: Connection) -> None:
    """Say that the process is ready, then read one file after another until the parent hangs up."""
    confine(LIMITS.memory_bytes)
    connection.send_bytes(READY)
    gc.disable()
    while True:
        try:
            name, encoding = pickle.loads(connection.recv_bytes())  # what our own parent sent
            data = connection.recv_bytes()
        except (EOFError, OSError):
            return
        connection.send(answer(data, name, encoding))


def answer(data: bytes, name: str, encoding: str | None) -> SourceText | str:
    """Return the text of a file, or the sentence that says why it is refused."""
    try:
        return read_document(data, name, encoding)
    except InputError as refusal:
        return refusal.sentence
    except (MemoryError, RecursionError):
        return TOO_MUCH_MEMORY
    except _STUMBLES:
        return UNREADABLE
