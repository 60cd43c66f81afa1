"""A command of the window: what menus, palette, shortcuts and the sheet of shortcuts offer."""

from collections.abc import Callable
from dataclasses import dataclass

GO, DO, FIND, ABOUT, TASK = "页面", "操作", "查看", "帮助与设置", "任务"


@dataclass(frozen=True, slots=True)
class Command:
    """One thing to do: its group, word, icon, keys (the first one is shown) and how it is done."""

    group: str
    word: str
    run: Callable[[], object]
    keys: tuple[str, ...] = ()
    icon: str = ""
    #: Whether the keys are bound here; False where a page or widget listens by itself.
    bound: bool = True
