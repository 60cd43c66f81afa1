"""A review of 100 files with 300 entries each: how long the window is busy with one key, with opening, with all."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tracker.model.changeset import ChangeSet, FieldChange
from tracker.model.enums import Outcome
from tracker.ui.review.dialog import ReviewDialog
from tracker.ui.review.entries import Book, Review
from tracker.ui.theme import style

FILES, ENTRIES = 100, 300
NOTE = "已完成前期调研，走访企业 36 家，梳理问题 21 条，形成分类整改清单。"
OUTCOMES = (Outcome.CONFLICT, Outcome.CHANGE, Outcome.CHANGE)


def _book(file: int) -> Book:
    changes = tuple(
        FieldChange(
            "task", f"T{file}-{n}", f"Z{file}.{n}", "推动制造企业数字化转型", "progress_note",
            NOTE, f"{NOTE}我方。", f"{NOTE}对方第 {n} 轮。", OUTCOMES[n % 3], "任务清单", f"M{n}", raw=NOTE,
        )
        for n in range(ENTRIES)
    )  # fmt: skip
    return Book(ChangeSet(f"{file}.xlsx", f"测试第{file}局", "E", str(file), ENTRIES, changes), return_id=file + 1)


@pytest.fixture
def window(qapp: QApplication) -> QWidget:
    """A window of the size most users have."""
    style.apply(qapp, "light")
    made = QWidget()
    made.resize(1366, 768)
    made.show()
    return made


def bench_review(window: QWidget, qapp: QApplication, timed: Callable[..., float], say: Callable[[str], None]) -> None:
    """30,000 entries; every figure is the time in which the window does nothing else."""
    review = Review([_book(file) for file in range(FILES)])
    opened: list[ReviewDialog] = []
    keys = Qt.Key

    def show() -> None:
        opened.append(ReviewDialog(review, window))
        opened[0].open()
        qapp.processEvents()

    def press(key: Qt.Key, *held: Any) -> Callable[[], None]:
        def work() -> None:
            QTest.keyClick(opened[0], key, *held)
            qapp.processEvents()

        return work

    def all_of_them() -> None:
        press(keys.Key_A, Qt.KeyboardModifier.ControlModifier)()
        press(keys.Key_1)()

    found = {
        "open": timed(show, 1),
        "next entry": timed(press(keys.Key_Down), 20),
        "ten on": timed(press(keys.Key_PageDown), 20),
        "decide": timed(press(keys.Key_2), 20),
        "last entry": timed(press(keys.Key_End), 1),
        "other group": timed(press(keys.Key_Right), 5),
        "decide 20,000": timed(all_of_them, 1),
        "take back 20,000": timed(press(keys.Key_Z, Qt.KeyboardModifier.ControlModifier), 1),
    }
    assert len(opened[0].list_view.opened) <= 30
    opened[0].reject()
    say("review of 30,000 entries: " + ", ".join(f"{what} {seconds * 1000:.0f} ms" for what, seconds in found.items()))
