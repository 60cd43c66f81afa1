"""Settings survive a round trip; whatever else stands in the file costs a default, never a crash."""

import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tracker import settings
from tracker.settings import Settings

FULL = Settings(
    theme="dark",
    actor="李工",
    geometry="AdnQywAD",
    page="ledger",
    reminder="on",
    last_folder="D:/台账",
    states={"ledger/header": "AAAA"},
)


def write(folder: Path, text: str) -> None:
    (folder / settings.FILE_NAME).write_text(text, encoding="utf-8")


def test_round_trip(tmp_path: Path) -> None:
    assert settings.load(tmp_path) == Settings()
    assert settings.save(tmp_path, FULL) is True
    assert settings.load(tmp_path) == FULL
    assert [path.name for path in tmp_path.iterdir()] == [settings.FILE_NAME], "no draft is left"


def test_chinese_stays_readable_in_the_file(tmp_path: Path) -> None:
    settings.save(tmp_path, FULL)
    assert "李工" in (tmp_path / settings.FILE_NAME).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("stored", "loaded"),
    [
        ({}, Settings()),
        ({"theme": "dark"}, Settings(theme="dark")),
        ({"theme": "purple", "actor": "王"}, Settings(actor="王")),
        ({"actor": None, "page": "ledger"}, Settings(page="ledger")),
        ({"geometry": 7}, Settings()),
        ({"states": {"a": "x"}}, Settings(states={"a": "x"})),
        ({"states": {"a": 1}, "theme": "light"}, Settings(theme="light")),
        ({"states": ["a"]}, Settings()),
        ({"from_the_future": True, "actor": "王"}, Settings(actor="王")),
        (["theme"], Settings()),
        ("dark", Settings()),
        (None, Settings()),
    ],
)
def test_what_does_not_fit_takes_its_default(stored: object, loaded: Settings, tmp_path: Path) -> None:
    write(tmp_path, json.dumps(stored))
    assert settings.load(tmp_path) == loaded


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe\x00", b"[1,", b"[" * 100_000, b"\x00" * 4096])
def test_broken_file_is_logged_and_forgotten(content: bytes, tmp_path: Path, expect_log: Callable[[str], None]) -> None:
    (tmp_path / settings.FILE_NAME).write_bytes(content)
    assert "已损坏，改用默认设置，其中的服务器地址也没有读到" in settings.fault_of(tmp_path)
    expect_log("settings.json unreadable, put aside")
    assert settings.load(tmp_path) == Settings()
    assert (tmp_path / settings.BAD_NAME).read_bytes() == content
    assert settings.save(tmp_path, FULL) is True
    assert settings.load(tmp_path) == FULL


def test_refusing_disk_leaves_the_old_file(tmp_path: Path, expect_log: Callable[[str], None]) -> None:
    settings.save(tmp_path, FULL)
    (tmp_path / f"settings.{os.getpid()}.tmp").mkdir()  # the draft cannot be written
    expect_log("settings not saved")
    assert settings.save(tmp_path, replace(FULL, theme="light")) is False
    assert settings.load(tmp_path) == FULL


def test_settings_that_cannot_be_read_are_told_in_one_sentence(tmp_path: Path) -> None:
    assert settings.fault_of(tmp_path) == settings.fault_of(tmp_path / "gone") == ""
    settings.save(tmp_path, FULL)
    assert settings.fault_of(tmp_path) == ""
    (tmp_path / settings.FILE_NAME).unlink()
    (tmp_path / settings.FILE_NAME).mkdir()
    sentence = settings.fault_of(tmp_path)
    assert sentence.startswith(f"设置文件 {tmp_path / settings.FILE_NAME} 读不出来，这次用默认设置")
    assert "请把它移走" in sentence


def test_missing_folder_is_no_crash(tmp_path: Path, expect_log: Callable[[str], None]) -> None:
    expect_log("settings not saved")
    assert settings.save(tmp_path / "gone", FULL) is False
    assert settings.load(tmp_path / "gone") == Settings()
