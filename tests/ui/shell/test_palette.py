"""The palette over many tasks: letters never put pinyin together on the main thread."""

import threading
from collections.abc import Callable
from typing import Any

import pytest

from tracker.model import pinyin, search
from tracker.model.enums import LightColour
from tracker.model.rows import TaskChoice
from tracker.model.search import SearchIndex
from tracker.ui.core.context import Context
from tracker.ui.shell import palette
from tracker.ui.shell.palette import PaletteDialog

NAMES = ("建设灯塔工厂", "培育小巨人企业", "智能制造诊断")


@pytest.fixture
def spelled(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return the threads on which pinyin is put together; any number of tasks counts as many."""
    threads: list[int] = []
    spell = pinyin.spell

    def watched(text: str) -> tuple[str, str]:
        threads.append(threading.get_ident())
        return spell(text)

    monkeypatch.setattr(search, "FEW", 1)
    monkeypatch.setattr(pinyin, "spell", watched)
    monkeypatch.setattr(palette, "_SPELLED_AT_ONCE", 100)
    return threads


@pytest.fixture
def choices(monkeypatch: pytest.MonkeyPatch, spelled: list[int]) -> tuple[TaskChoice, ...]:
    made = tuple(TaskChoice(n, f"Z{n}", NAMES[n % 3], "") for n in range(300))
    index = SearchIndex([f"{one.code}\n{one.title}".casefold() for one in made])
    monkeypatch.setattr(palette, "_read_choices", lambda _today, _session: (made, index, ()))
    return made


def titles(dialog: PaletteDialog) -> set[str]:
    return {place.goal.title for place in dialog.suggestions() if isinstance(place.goal, TaskChoice)}


@pytest.mark.parametrize(("typed", "found"), [("dtgc", NAMES[0]), ("xiaojuren", NAMES[1]), ("zn", NAMES[2])])
@pytest.mark.parametrize("early", [True, False])
def test_letters_find_once_pinyin_is_there_and_never_wait_for_it(
    show: Callable[..., Any], context: Context, choices: Any, spelled: list[int], typed: str, found: str, early: bool
) -> None:
    dialog = show(PaletteDialog(context, ()), 700, 500)
    if early:
        dialog.search.setText(typed)  # before any task is known
    context.jobs.drain()
    if not early:
        dialog.search.setText(typed)
    assert titles(dialog) == {found}
    assert len(spelled) >= len(choices)
    assert threading.get_ident() not in spelled
    assert "100 项" in dialog.foot_label.text()


def test_the_end_of_spelling_leaves_the_chosen_line_alone(
    show: Callable[..., Any], context: Context, choices: Any
) -> None:
    dialog = show(PaletteDialog(context, ()), 700, 500)
    context.jobs.drain()
    dialog.search.setText("灯塔")
    dialog._move(2)
    dialog._spell(len(choices))
    assert dialog.list.currentIndex().row() == 2


def test_nothing_found_says_what_else_to_write(show: Callable[..., Any], context: Context, choices: Any) -> None:
    dialog = show(PaletteDialog(context, ()), 700, 500)
    context.jobs.drain()
    dialog.search.setText("没有这样的词")
    first, second = dialog.list.nothing.splitlines()
    assert first == "没有符合“没有这样的词”的命令、页面、单位或任务。"
    assert "拼音首字母" in second
    assert dialog.suggestions() == ()
    assert not dialog.list.grab().isNull()
    dialog.search.setText("")
    assert dialog.list.nothing == ""


def test_a_task_has_its_code_and_its_light(show: Callable[..., Any], live: Context) -> None:
    dialog = show(PaletteDialog(live, ()), 700, 500)
    live.jobs.drain()
    dialog.search.setText("A1.1")
    first = dialog.suggestions()[0]
    assert (first.code, first.light) == ("A1.1", LightColour.GREY)
    assert first.spoken.startswith("A1.1，")
    assert first.spoken.endswith("，灰灯")
    assert not dialog.list.grab().isNull()
