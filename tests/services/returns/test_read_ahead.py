"""Many files on their way in: in order, one bad one among them, stopped in the middle."""

from pathlib import Path

import openpyxl
import pytest

from tracker.exchange.book.raw_book import RawBook
from tracker.exchange.read.reader_pool import load_file
from tracker.services.returns.read_ahead import _AHEAD, ReadAhead, read_files


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Nine small workbooks, the fifth of them broken, the eighth missing."""
    made = []
    for number in range(9):
        path = tmp_path / f"{number}.xlsx"
        book = openpyxl.Workbook()
        book.active["A1"] = f"第 {number} 份"
        book.save(path)
        made.append(path)
    made[4].write_bytes(b"PK no workbook")
    made[7].unlink()
    return made


def test_files_come_in_order_and_a_bad_one_does_not_stop_the_rest(files: list[Path]) -> None:
    read = list(read_files(files))
    assert [one.name for one in read] == [path.name for path in files]
    assert [bool(one.refused) for one in read] == [False] * 4 + [True] + [False] * 2 + [True, False]
    texts = [one.content.sheets[0].text(1, 1) for one in read if isinstance(one.content, RawBook)]
    assert texts == [f"第 {number} 份" for number in range(9) if number not in (4, 7)]
    assert "找不到" in read[7].refused
    assert all(one.path == path for one, path in zip(read, files, strict=True))


def test_a_file_kept_before_needs_no_path(files: list[Path]) -> None:
    (one,) = read_files([load_file(files[0])])
    assert (one.name, one.path, one.refused) == ("0.xlsx", None, "")


def test_only_a_few_files_lie_read_at_a_time(files: list[Path]) -> None:
    with ReadAhead(files) as reading:
        first = reading.ready()
        assert first[0].name == "0.xlsx"
        assert len(reading._reading) <= _AHEAD < len(files)
        assert not reading.finished


def test_waiting_ends_in_time_and_loses_nothing(files: list[Path]) -> None:
    with ReadAhead(files[:1]) as reading:
        assert [one.name for one in reading.ready(0.0)] in ([], ["0.xlsx"])
        for _ in range(2):  # until it is let go
            assert [one.name for one in reading.ready()] == ["0.xlsx"]
            assert not reading.finished
        reading.let_go(1)
        assert reading.finished
        assert reading.ready() == []


@pytest.mark.parametrize("wait", [True, False])
def test_closing_in_the_middle_ends_the_reading(files: list[Path], wait: bool) -> None:
    reading = ReadAhead(files)
    reading.ready()
    reading.close(wait=wait)
    reading.close(wait=wait)
    assert reading.finished
    assert reading.ready() == []


def test_leaving_the_loop_ends_the_reading(files: list[Path]) -> None:
    for read in read_files(files):
        assert read.name == "0.xlsx"
        break
