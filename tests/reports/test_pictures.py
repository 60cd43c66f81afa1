"""Names and bytes of pictures that leave the program."""

from datetime import date

import pytest

from tracker.errors import StoreError
from tracker.reports.pictures import keep_picture, picture_name

DAY = date(2023, 9, 15)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("任务完成：计划与实际", "任务完成：计划与实际-2023-09-15.png"),
        ('R&D/GDP: "3%"?', "R&D-GDP- -3%-2023-09-15.png"),
        ("...", "图-2023-09-15.png"),
        ("", "图-2023-09-15.png"),
        ("两\n行", "两-行-2023-09-15.png"),
        ("长" * 200, "长" * 60 + "-2023-09-15.png"),
    ],
)
def test_a_name_every_system_takes(title, name):
    assert picture_name(title, DAY, "png") == name


def test_a_picture_replaces_the_old_one_and_leaves_nothing_beside_it(tmp_path):
    path = tmp_path / "图.png"
    path.write_bytes(b"old")
    assert keep_picture(path, b"new") == path
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_a_place_that_cannot_be_written_is_said_and_nothing_is_left(tmp_path):
    with pytest.raises(StoreError, match=r"不能写入.*请换一个文件夹"):
        keep_picture(tmp_path / "没有" / "图.png", b"x")
    (tmp_path / "夹.png").mkdir()
    with pytest.raises(StoreError):
        keep_picture(tmp_path / "夹.png", b"x")
    assert [one.name for one in tmp_path.iterdir()] == ["夹.png"]
