"""Pinyin as people type it."""

import subprocess
import sys

import pytest

from tracker.model import pinyin


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("灯塔工厂", ("DengTaGongChang", "DTGC")),
        ("银行", ("YinHang", "YH")),
        ("重点行业", ("ZhongDianHangYe", "ZDHY")),
        ("5G+绿色，AI", ("LvSe", "LS")),
        ("", ("", "")),
    ],
)
def test_spelling(text: str, spelled: tuple[str, str]) -> None:
    assert pinyin.spell(text) == spelled


@pytest.mark.parametrize(
    ("letters", "ways"),
    [
        ("dtgc", {"DTGC"}),
        ("dengta", {"DENGTA", "DengTa"}),
        ("dengt", {"DENGT", "DengT"}),
        ("xian", {"XIAN", "Xian", "XiAn", "XiaN", "XiAN"}),
    ],
)
def test_ways_to_read_letters(letters: str, ways: set[str]) -> None:
    assert set(pinyin.typed(letters)) == ways


def test_two_threads_that_are_the_first_to_ask_get_the_same_dictionaries() -> None:
    """In a process of its own: the dictionaries are read once and emptied."""
    code = """
from threading import Barrier, Thread
from tracker.model import pinyin
together, read = Barrier(2), []
def ask():
    together.wait()
    read.append((pinyin._phrases(), pinyin._characters()))
threads = [Thread(target=ask) for _ in range(2)]
for thread in threads: thread.start()
for thread in threads: thread.join()
assert len(read) == 2 and all(one is other for one, other in zip(*read))
(phrases, _), (usual, every) = read[0]
assert len(phrases) > 100 and usual.count("?") < 1_000 and "chang" in every, (len(phrases), usual.count("?"))
from pypinyin.phrases_dict import phrases_dict
from pypinyin.pinyin_dict import pinyin_dict
assert not phrases_dict and not pinyin_dict
"""
    subprocess.run([sys.executable, "-c", code], check=True, timeout=300)
