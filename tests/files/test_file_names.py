"""Names of files: ours are accepted by every system and never alike, those of others can be read."""

import os
from datetime import date
from pathlib import Path

import pytest

from tracker.files.file_names import clean_name, distinct_names, free_path, free_paths, paper_name, shown_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("市经信局", "市经信局"),
        ("各区（县、市）", "各区（县、市）"),
        ('甲/乙\\丙:*?"<>| 丁', "甲乙丙丁"),
        ("市\u202d财政\u200b局\ufeff\t", "市财政局"),
        ("Cafe\u0301", "Café"),
        ("办公室. .", "办公室"),
        ("con", "_con"),
        ("Nul.市局", "_Nul.市局"),
        ("COM¹", "_COM¹"),
        ("console", "console"),
        (" / ", "未命名"),
        ("局" * 200, "局" * 80),
    ],
)
def test_a_name_is_good_everywhere(text: str, name: str) -> None:
    assert clean_name(text) == name


def test_names_that_are_alike_get_their_numbers() -> None:
    found = distinct_names({3: "甲 乙局", 7: "甲/乙局", 9: "丙局", 12: "A局", 15: "a局", 16: "a局_15"})
    assert found == {3: "甲乙局_3", 7: "甲乙局_7", 9: "丙局", 12: "A局_12", 15: "a局__15", 16: "a局_15"}


def test_long_names_that_differ_at_their_end_stay_apart() -> None:
    found = distinct_names({1: "局" * 100 + "甲", 2: "局" * 100 + "乙"}, 60)
    assert len(set(found.values())) == 2
    assert all(len(name) <= 60 for name in found.values())


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps names as Unicode")
@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("反馈.xlsx".encode("gbk"), "反馈.xlsx"),
        ("反馈.xlsx".encode(), "反馈.xlsx"),
        ("反馈\u202excod.xlsx\n".encode(), "反馈xcod.xlsx"),
        (b"\xff\xfe.xlsx", "\ufffd\ufffd.xlsx"),
    ],
)
def test_the_name_of_an_older_system_is_decoded(name: bytes, shown: str) -> None:
    found = shown_name(Path(os.fsdecode(name)))
    assert found == shown
    found.encode()


def test_a_path_that_is_taken_gets_a_number(tmp_path: Path) -> None:
    path = tmp_path / "甲.xlsx"
    assert free_path(path) == path
    path.touch()
    (tmp_path / "甲(2).xlsx").touch()
    assert free_path(path).name == "甲(3).xlsx"


def test_a_numbered_name_stays_short_enough(tmp_path: Path) -> None:
    path = tmp_path / f"{'局' * 80}.xlsx"
    path.touch()
    assert free_path(path).stem == f"{'局' * 77}(2)"


def test_names_of_one_batch_differ_from_each_other_and_from_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "甲.docx").touch()
    wanted = [tmp_path / "甲.docx", tmp_path / "甲.docx", tmp_path / "乙.docx"]
    assert [path.name for path in free_paths(wanted)] == ["甲(2).docx", "甲(3).docx", "乙.docx"]


@pytest.mark.parametrize(
    ("office", "name"),
    [
        ("", "催办单_20261128.docx"),
        ("市经信局", "催办单_市经信局_20261128.docx"),
        ("市/经 信:局", "催办单_市经信局_20261128.docx"),
        ("局" * 99, f"催办单_{'局' * 67}_20261128.docx"),
    ],
)
def test_a_paper_is_named_after_what_it_is_for_whom_and_when(office: str, name: str) -> None:
    assert paper_name("催办单", date(2026, 11, 28), ".docx", office) == name
    assert len(name.removesuffix(".docx")) <= 80
