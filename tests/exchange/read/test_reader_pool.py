"""The reading process: one for many files, killed when it hangs, replaced when it dies."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any

import pytest

from tracker.errors import WorkbookError
from tracker.exchange.read import reader_pool as reader_module
from tracker.exchange.read.open_book import read_raw
from tracker.exchange.read.reader_pool import READERS, BookReader, FileBytes, ReaderPool, load_file, read_file
from tracker.exchange.read.reader_process import TOO_MUCH_MEMORY, answer
from tracker.files.limits import Limits
from tracker.files.reading_process import READY

Make = Callable[..., Any]


@pytest.fixture(scope="module")
def reader() -> Iterator[BookReader]:
    with BookReader() as one:
        yield one


def file_of(data: bytes, name: str = "反馈.xlsx") -> FileBytes:
    return FileBytes(name, data, "")


def hang(connection: Any) -> None:
    """Stand in for a child that never answers."""
    connection.send_bytes(READY)
    time.sleep(60)


def never_stand(_connection: object) -> None:
    """Stand in for a child that something holds up before it can read."""
    time.sleep(60)


def fall(_connection: object) -> None:
    """Stand in for a child that ends before it can read."""


def die(connection: Any) -> None:
    """Stand in for a library that aborts the process in the middle of a file."""
    connection.send_bytes(READY)
    connection.recv_bytes()
    os.kill(os.getpid(), signal.SIGABRT)


def test_a_child_gives_what_reading_here_gives(reader: BookReader, exported: Path) -> None:
    file = load_file(exported)
    assert reader.read(file) == read_raw(file.data)


def test_one_child_serves_many_files(reader: BookReader, exported: Path, xlsx: Make) -> None:
    file = load_file(exported)
    first = reader.read(file)
    with pytest.raises(WorkbookError, match=r"「坏\.xlsx」部件"):
        reader.read(file_of(xlsx("<row"), "坏.xlsx"))
    process = reader._reading._process
    assert reader.read(file) == first
    assert reader._reading._process is process


def test_a_refusal_needs_no_child() -> None:
    with BookReader() as one:
        with pytest.raises(WorkbookError, match=r"「空\.xlsx」文件是空的"):
            one.read(file_of(b"", "空.xlsx"))
        assert one._reading._process is None


@pytest.mark.parametrize("serve", [never_stand, fall])
def test_a_file_is_not_blamed_for_a_child_that_never_stood(
    monkeypatch: pytest.MonkeyPatch, xlsx: Make, serve: Callable[..., None], expect_log: Callable[[str], None]
) -> None:
    expect_log("did not st")
    with BookReader(start_seconds=4) as one:
        with monkeypatch.context() as patched:
            patched.setattr(reader_module, "serve", serve)
            with pytest.raises(WorkbookError, match=r"「反馈\.xlsx」还没有读：.*启动不了.*与文件无关"):
                one.read(file_of(xlsx()))
        assert one._reading._process is None
        assert one.read(file_of(xlsx())).sheets[0].text(1, 1) == "ok"


def test_a_child_that_is_held_up_is_started_again(
    monkeypatch: pytest.MonkeyPatch, xlsx: Make, expect_log: Callable[[str], None]
) -> None:
    """The first process never stands; the second one reads, and nobody notices but the log."""
    expect_log("did not stand")
    start, begun = SpawnProcess.start, []

    def held_up_once(process: Any) -> None:
        if not begun:
            process._args = (never_stand, process._args[1])
        begun.append(process)
        start(process)

    monkeypatch.setattr(SpawnProcess, "start", held_up_once)
    with BookReader(start_seconds=4) as one:
        assert one.read(file_of(xlsx())).sheets[0].text(1, 1) == "ok"
        assert one.read(file_of(xlsx())).sheets[0].text(1, 1) == "ok"
    assert len(begun) == 2


def test_a_machine_that_starts_no_process_is_told(
    monkeypatch: pytest.MonkeyPatch, xlsx: Make, expect_log: Callable[[str], None]
) -> None:
    expect_log("did not start: .*temporarily unavailable")

    def refuse(_process: object) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    with BookReader() as one:
        monkeypatch.setattr(SpawnProcess, "start", refuse)
        with pytest.raises(WorkbookError, match="启动不了"):
            one.read(file_of(xlsx()))
        assert one._reading._connection is None


def test_a_hanging_child_is_killed(monkeypatch: pytest.MonkeyPatch, xlsx: Make) -> None:
    monkeypatch.setattr(reader_module, "serve", hang)
    started = time.monotonic()
    with BookReader(timeout=5) as one, pytest.raises(WorkbookError, match="读了 5 秒"):
        one.read(file_of(xlsx()))
    assert time.monotonic() - started < 20


def test_a_dead_child_is_replaced(monkeypatch: pytest.MonkeyPatch, xlsx: Make) -> None:
    with BookReader() as one:
        with monkeypatch.context() as patched:
            patched.setattr(reader_module, "serve", die)
            with pytest.raises(WorkbookError, match="读到一半"):
                one.read(file_of(xlsx()))
        assert one.read(file_of(xlsx())).sheets[0].text(1, 1) == "ok"


def test_a_reader_of_the_pool_stays_for_the_next_file(xlsx: Make) -> None:
    pool = ReaderPool()
    with pool.reader() as first:
        first.read(file_of(xlsx()))
        process = first._reading._process
    with pool.reader() as second:
        assert second.read(file_of(xlsx())).sheets[0].text(1, 1) == "ok"
        assert second._reading._process is process
    first.close()
    assert first._reading._process is None


def test_two_files_at_once_have_two_readers_of_which_one_stays() -> None:
    pool = ReaderPool()
    with pool.reader() as one, pool.reader() as other:
        assert one is not other
    assert [reader._reading._process for reader in (one, other)] == [None, None]
    with pool.reader() as again, pool.reader() as fresh:
        assert again in (one, other)
        assert fresh not in (one, other)


def test_a_reader_comes_back_from_a_bad_file() -> None:
    pool = ReaderPool()
    with pytest.raises(WorkbookError), pool.reader() as one:
        one.read(file_of(b""))
    with pool.reader() as again:
        assert again is one


def test_too_much_memory_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def exhausted(_data: bytes) -> None:
        raise MemoryError

    monkeypatch.setattr("tracker.exchange.read.reader_process.read_raw", exhausted)
    assert answer(b"PK") == TOO_MUCH_MEMORY


def test_read_file_reads_one_file(exported: Path) -> None:
    assert [s.name for s in read_file(load_file(exported)).sheets] == ["任务清单", "指标填报", "_meta"]
    with READERS.reader() as reader:
        assert reader._reading._process is not None, "it waits for the next file"


def test_load_file_keeps_bytes_and_digest(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"abc")
    file = load_file(path)
    assert (file.name, file.data, file.sha256[:8]) == ("a.xlsx", b"abc", "ba7816bf")


def test_load_file_says_what_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(WorkbookError, match="找不到文件「没有"):
        load_file(tmp_path / "没有.xlsx")
    with pytest.raises(WorkbookError, match="是文件夹"):
        load_file(tmp_path)
    owner = tmp_path / "~$大.xlsx"
    owner.write_bytes(b"abc")
    with pytest.raises(WorkbookError, match="临时文件"):
        load_file(owner)
    path = tmp_path / "大.xlsx"
    path.write_bytes(b"abc")
    monkeypatch.setattr(reader_module, "LIMITS", Limits(file_bytes=2))
    with pytest.raises(WorkbookError, match=r"「大\.xlsx」超过"):
        load_file(path)


@pytest.mark.skipif(sys.platform == "win32", reason="named pipes are of POSIX")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管道.xlsx")
    with pytest.raises(WorkbookError, match="不是文件"):
        load_file(tmp_path / "管道.xlsx")


def test_a_locked_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "锁.xlsx"
    path.write_bytes(b"abc")

    def locked(_self: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", locked)
    with pytest.raises(WorkbookError, match="正被其他程序打开"):
        load_file(path)
