"""The context keeps the user's wishes on the disk; the bus and the targets are plain carriers."""

import dataclasses
from pathlib import Path

import pytest

from tracker import settings
from tracker.ui.core.bus import Bus, Notice
from tracker.ui.core.context import Context
from tracker.ui.core.page_requests import ExportWorkbooks, ImportFiles, OpenIndicator, OpenReturn, OpenTask


def test_wishes_are_saved_at_once(context: Context, tmp_path: Path) -> None:
    context.remember(theme="dark", actor="周立群")
    assert (context.settings.theme, context.settings.actor) == ("dark", "周立群")
    assert settings.load(tmp_path).theme == "dark"


def test_states_are_kept_by_name_beside_each_other(context: Context, tmp_path: Path) -> None:
    context.remember_state("ledger", "AAA")
    context.remember_state("return-2", "BBB")
    context.remember_state("ledger", "CCC")
    assert settings.load(tmp_path).states == {"ledger": "CCC", "return-2": "BBB"}


def test_an_unknown_wish_is_a_bug(context: Context) -> None:
    with pytest.raises(TypeError):
        context.remember(colour="pink")


def test_the_bus_carries_notices_as_they_are(bus: Bus) -> None:
    told: list[Notice] = []
    bus.notified.connect(told.append)
    bus.notified.emit(Notice("已导入", batch_id=3))
    assert told == [Notice("已导入", batch_id=3)]


@pytest.mark.parametrize(
    "target", [OpenTask(1), OpenIndicator("I07"), OpenReturn(2), ImportFiles(), ExportWorkbooks("市科技局")]
)
def test_targets_cannot_be_changed_on_their_way(bus: Bus, target: object) -> None:
    asked: list[tuple[str, object]] = []
    bus.page_asked.connect(lambda key, found: asked.append((key, found)))
    bus.page_asked.emit("ledger", target)
    assert asked == [("ledger", target)]
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(target, dataclasses.fields(target)[0].name, 1)  # type: ignore[arg-type]
