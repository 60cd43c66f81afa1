"""Drafts: kept in one file, offered again, never more than can be read, whatever stands in the file."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tracker.ui.core.drafts import FILE_NAME, MOST, PAUSE, Draft, Drafts, field_name


@pytest.fixture
def drafts(qapp: QApplication, tmp_path: Path) -> Drafts:
    return Drafts(tmp_path)


def test_what_was_typed_is_there_at_the_next_start(drafts: Drafts, tmp_path: Path, qtbot: QtBot) -> None:
    """Written a moment after the last key, not only at the end: a crash takes nothing with it."""
    name = field_name("u1", "owner")
    drafts.keep(name, "A1.1 责任人", "", "张")
    drafts.keep(name, "A1.1 责任人", "", "张三")
    assert not (tmp_path / FILE_NAME).exists()
    qtbot.wait(PAUSE + 100)
    assert Drafts(tmp_path).all() == {name: Draft("A1.1 责任人", "", "张三")}
    drafts.drop(name)
    drafts.write()
    assert Drafts(tmp_path).all() == {}
    assert not (tmp_path / FILE_NAME).exists()


def test_what_stood_there_is_no_draft(drafts: Drafts) -> None:
    drafts.keep("a", "", "张三", "张三丰")
    drafts.keep("a", "", "张三", " 张三 ")
    assert drafts.of("a") is None


def test_only_so_many_are_kept_the_newest(drafts: Drafts) -> None:
    for number in range(MOST + 3):
        drafts.keep(f"f{number}", "", "", "字")
    assert next(iter(drafts.all())) == "f3"
    assert len(drafts.all()) == MOST


@pytest.mark.parametrize("text", ["", "{", "[1]", '{"a": 3}', '{"a": {"text": "x"}}', "\x00"])
def test_a_file_that_cannot_be_read_is_put_aside(
    drafts: Drafts, tmp_path: Path, expect_log: Callable[[str], None], text: str
) -> None:
    (tmp_path / FILE_NAME).write_text(text, encoding="utf-8")
    expect_log("drafts.json unreadable, put aside")
    assert drafts.all() == {}
    assert not (tmp_path / FILE_NAME).exists()
    assert (tmp_path / "drafts.bad").read_text(encoding="utf-8") == text
    drafts.keep("a", "s", "", "字")
    drafts.write()
    assert json.loads((tmp_path / FILE_NAME).read_text(encoding="utf-8"))["a"]["text"] == "字"


def test_two_windows_write_into_the_same_file(drafts: Drafts, tmp_path: Path) -> None:
    other = Drafts(tmp_path)
    assert other.all() == drafts.all() == {}
    drafts.keep("a", "s", "", "甲")
    drafts.keep("b", "s", "", "乙")
    drafts.write()
    other.keep("c", "s", "", "丙")
    other.write()
    drafts.drop("a")
    drafts.write()
    assert list(drafts.all()) == ["b", "c"]
    other.keep("c", "s", "", "丁")
    other.write()
    assert {name: draft.text for name, draft in Drafts(tmp_path).all().items()} == {"b": "乙", "c": "丁"}


def test_a_disk_that_refuses_leaves_the_old_file_whole(
    drafts: Drafts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expect_log: Callable[[str], None]
) -> None:
    drafts.keep("a", "s", "", "甲")
    drafts.write()
    before = (tmp_path / FILE_NAME).read_bytes()
    drafts.keep("b", "s", "", "乙")
    with monkeypatch.context() as full:
        full.setattr(Path, "replace", refuse)
        expect_log("drafts not kept")
        drafts.write()
    assert (tmp_path / FILE_NAME).read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == [FILE_NAME]
    drafts.write()
    assert list(Drafts(tmp_path).all()) == ["a", "b"]


def test_a_file_that_cannot_be_opened_now_is_not_written_over(
    drafts: Drafts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expect_log: Callable[[str], None]
) -> None:
    drafts.keep("a", "s", "", "甲")
    drafts.write()
    other = Drafts(tmp_path)
    with monkeypatch.context() as locked:
        locked.setattr(Path, "read_text", refuse)
        expect_log("drafts not read")
        assert other.all() == {}
        other.keep("b", "s", "", "乙")
        expect_log("drafts not kept")
        other.write()
    other.write()
    assert list(other.all()) == list(Drafts(tmp_path).all()) == ["a", "b"]


def refuse(*_arguments: object, **_more: object) -> None:
    raise PermissionError("the file is in use")
