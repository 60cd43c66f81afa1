"""Where a command works: the folder, the database, the day and who does it."""

import json
from datetime import date, datetime
from pathlib import Path

import pytest

from tracker import settings
from tracker.cli import opened_ledger
from tracker.cli.parser import parse
from tracker.errors import StoreError


def opened(*line: str):
    return opened_ledger.open_for(parse([*line, "check"]))


def test_a_folder_that_is_not_there_becomes_a_ledger(tmp_path: Path) -> None:
    one = opened("--data", str(tmp_path / "neu" / "台账 100%"))
    assert one.database.file == tmp_path / "neu" / "台账 100%" / "ledger.db"
    assert one.database.file.is_file()
    one.database.close()


def test_the_day_is_today_unless_it_is_given(data: Path) -> None:
    for line, day in ((("--today", "2026-03-02"), date(2026, 3, 2)), ((), datetime.now().astimezone().date())):
        one = opened("--data", str(data), *line)
        assert one.today == day
        one.database.close()


def test_the_actor_is_the_one_of_the_settings_or_of_the_system(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "system_user", lambda: "系统用户")
    one = opened("--data", str(data))
    assert one.database.actor == "系统用户"
    one.database.close()
    settings.save(data, settings.Settings(actor="王磊"))
    one = opened("--data", str(data))
    assert one.database.actor == "王磊"
    one.reopen()
    assert one.database.actor == "王磊"
    one.database.close()


def test_a_database_that_is_damaged_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "ledger.db").write_text(json.dumps({"no": "ledger"}))
    with pytest.raises(StoreError):
        opened("--data", str(tmp_path))
