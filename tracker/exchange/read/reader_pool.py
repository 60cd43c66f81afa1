"""Read files in a process of its own, which can be killed without killing the program."""

import hashlib
import stat
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from tracker.errors import WorkbookError
from tracker.exchange.book.raw_book import RawBook
from tracker.exchange.compare.changed_rows import ChangedRows
from tracker.exchange.read.file_kind import sniff
from tracker.exchange.read.reader_process import serve
from tracker.files.file_names import shown_name
from tracker.files.limits import LIMITS, MB
from tracker.files.reading_process import START_SECONDS, Failure, ReadingProcess
from tracker.files.system_words import system_words

_NOT_STARTED = "还没有读：读取工作簿的辅助进程启动不了，可能被安全软件拦下或内存不够，与文件无关；请重开本程序再试。"


@dataclass(frozen=True, slots=True)
class FileBytes:
    """A returned file as it came: name, original bytes and their SHA-256 (hex)."""

    name: str
    data: bytes
    sha256: str


def load_file(path: Path) -> FileBytes:
    """Return the bytes of a file; WorkbookError when it is missing, in use, empty or too large."""
    name = shown_name(path)
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):  # reading a pipe or a device would never end
            kind = "文件夹" if path.is_dir() else "设备或管道"
            raise WorkbookError(f"「{name}」是{kind}，不是文件，请选择里面的工作簿文件。")
        if path.name.startswith(("~$", ".~")):
            raise WorkbookError(f"「{name}」是打开工作簿时产生的临时文件，请选择工作簿本身。")
        if about.st_size > LIMITS.file_bytes:
            raise WorkbookError(f"文件「{name}」超过 {LIMITS.file_bytes // MB} MB，不像反馈表，不予读取。")
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise WorkbookError(f"找不到文件「{name}」，请核对位置。") from error
    except PermissionError as error:
        raise WorkbookError(f"文件「{name}」正被其他程序打开或没有读取权限，请先关闭再试。") from error
    except OSError as error:
        raise WorkbookError(f"文件「{name}」读不出来（{system_words(error)}）。") from error
    return FileBytes(name, data, hashlib.sha256(data).hexdigest())


class BookReader:
    """One reading process for many files; it is started when needed and again after it died."""

    def __init__(self, timeout: float = LIMITS.seconds, start_seconds: float = START_SECONDS) -> None:
        """`timeout` is what a file may take, `start_seconds` what the process may take to start, in seconds."""
        self._timeout = timeout
        self._reading = ReadingProcess(lambda: serve, "workbook-reader", timeout, start_seconds)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def read(self, file: FileBytes) -> RawBook:
        """Return the raw content of a file; WorkbookError names the file and what is wrong with it."""
        book = self.read_or_compare(file, b"")
        assert isinstance(book, RawBook)  # without a key nothing is compared
        return book

    def read_or_compare(self, file: FileBytes, secret: bytes) -> RawBook | ChangedRows:
        """Return the changed rows of a file that carries what we sent, signed with `secret`, else its raw content."""
        try:
            sniff(file.data)
        except WorkbookError as refusal:
            raise WorkbookError(_named(file, refusal.sentence)) from refusal
        answer = self._ask(file, secret)
        if isinstance(answer, str):
            raise WorkbookError(_named(file, answer))
        return answer

    def close(self) -> None:
        """End the reading process."""
        self._reading.close()

    def _ask(self, file: FileBytes, secret: bytes) -> RawBook | ChangedRows | str:
        answer: RawBook | ChangedRows | str | Failure = self._reading.ask((secret, file.data))
        if not isinstance(answer, Failure):
            return answer
        return {
            Failure.NOT_STARTED: _NOT_STARTED,
            Failure.DIED: "读到一半内存用尽或内容错乱，已停止读取，文件不正常；请用 Excel 或 WPS 另存为 .xlsx 后再发。",
            Failure.TOO_LONG: f"读了 {self._timeout:g} 秒还没有读完，文件不正常，已停止读取。",
        }[answer]


class ReaderPool:
    """A reading process that stays for the next file: starting one takes longer than reading most files."""

    def __init__(self) -> None:
        self._idle: deque[BookReader] = deque()

    @contextmanager
    def reader(self) -> Iterator[BookReader]:
        """Lend a reader, which nobody else uses meanwhile."""
        try:
            reader = self._idle.pop()
        except IndexError:
            reader = BookReader()
        try:
            yield reader
        finally:
            if self._idle:  # one is enough for files that come one by one
                reader.close()
            else:
                self._idle.append(reader)


#: The readers of this program; they end with it.
READERS = ReaderPool()


def read_file(file: FileBytes) -> RawBook:
    """Return the raw content of one file; WorkbookError names the file and what is wrong with it."""
    with READERS.reader() as reader:
        return reader.read(file)


def read_or_compare(file: FileBytes, secret: bytes) -> RawBook | ChangedRows:
    """Return the changed rows of one file, or its raw content; see `BookReader.read_or_compare`."""
    with READERS.reader() as reader:
        return reader.read_or_compare(file, secret)


def _named(file: FileBytes, sentence: str) -> str:
    """Return a refusal with the file it is about and what to do."""
    advice = "" if "请" in sentence else "；请与发件人核对，另存为新的 .xlsx 后再发。"
    return f"「{file.name}」{sentence.rstrip('。') if advice else sentence}{advice}"
