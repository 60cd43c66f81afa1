"""What the system says of a file is said in Chinese, whatever it is."""

import errno
from pathlib import Path

import pytest

from tracker.errors import InputError
from tracker.files.system_words import system_words
from tracker.files.whole_files import write_all
from tracker.reports.template_check import check_template


def test_known_numbers_have_words_and_others_are_named() -> None:
    assert system_words(OSError(errno.ENOSPC, "No space left on device")) == "磁盘已满"
    assert system_words(FileNotFoundError(errno.ENOENT, "No such file or directory")) == "找不到"
    assert system_words(OSError(9_999, "Strange")) == "系统错误 9999"
    assert system_words(OSError("no number at all")) == "系统没有说明原因"


def test_no_number_of_this_system_speaks_english() -> None:
    said = [system_words(OSError(number, "English")) for number in errno.errorcode]
    assert all(not any(sign.isascii() and sign.isalpha() for sign in words) for words in said)


def test_a_file_that_cannot_be_written_says_why(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="写不进去（找不到）"):
        write_all([(tmp_path / "没有" / "a.docx", b"")])
    long = tmp_path / f"{'很长的名称' * 60}.docx"
    with pytest.raises(InputError, match="写不进去（名称太长）"):
        write_all([(long, b"")])


def test_a_template_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="读不出（找不到）"):
        check_template(tmp_path / "没有.docx")
    with pytest.raises(InputError, match="读不出（是文件夹，不是文件）"):
        check_template(tmp_path)
