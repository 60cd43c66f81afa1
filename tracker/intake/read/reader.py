"""Read source files in a process of their own, which can be killed without killing the program."""

import pickle
import stat
from pathlib import Path
from types import TracebackType
from typing import Self

from tracker.errors import InputError
from tracker.files.limits import LIMITS, MB
from tracker.files.reading_process import START_SECONDS, Failure, ReadingProcess
from tracker.files.system_words import system_words
from tracker.intake.read.document import serve
from tracker.intake.read.kinds import kind_of
from tracker.intake.read.source_text import SourceText

_FAILURES = {
    Failure.NOT_STARTED: "还没有读：读取文章的辅助进程启动不了，可能被安全软件拦下或内存不够，与文件无关；请重开本程序再试。",
    Failure.DIED: "读到一半内存用尽或内容错乱，已停止读取，文件不正常；请另存为 .docx，或复制文字后粘贴进来。",
    Failure.TOO_LONG: "读了很久还没有读完，文件不正常，已停止读取；请另存为 .docx，或复制文字后粘贴进来。",
}


class ArticleReader:
    """One reading process for many source files."""

    def __init__(self, timeout: float = LIMITS.seconds, start_seconds: float = START_SECONDS) -> None:
        """`timeout` is what a file may take, `start_seconds` what the process may take to start, in seconds."""
        self._reading = ReadingProcess(lambda: serve, "article-reader", timeout, start_seconds)

    def __enter__(self) -> Self:
        self._reading.begin()  # it comes up while the ledger is asked what it knows
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def read(self, path: Path, encoding: str | None = None) -> SourceText:
        """Return the text of a file; InputError names the file and what is wrong with it."""
        try:
            data = load_bytes(path)
            kind_of(data)
        except InputError as refusal:
            raise InputError(f"「{path.name}」{refusal.sentence}") from refusal
        answer = self._reading.ask((pickle.dumps((path.name, encoding)), data))
        if isinstance(answer, SourceText):
            return answer
        raise InputError(f"「{path.name}」{_FAILURES[answer] if isinstance(answer, Failure) else answer}")

    def close(self) -> None:
        """End the reading process."""
        self._reading.close()


def load_bytes(path: Path) -> bytes:
    """Return the bytes of a file; InputError when it is missing, in use or too large."""
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):  # reading a pipe or a device would never end
            raise InputError("不是文件，请选择里面的文章。" if path.is_dir() else "是设备或管道，不是文件。")
        if about.st_size > LIMITS.file_bytes:
            raise InputError(f"超过 {LIMITS.file_bytes // MB} MB，不像文章，不予读取。")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise InputError("找不到，请核对位置。") from error
    except PermissionError as error:
        raise InputError("正被其他程序打开或没有读取权限，请先关闭再试。") from error
    except OSError as error:
        raise InputError(f"读不出来（{system_words(error)}）。") from error
