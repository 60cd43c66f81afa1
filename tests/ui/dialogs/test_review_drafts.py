"""Decisions that wait on the disk: kept by file content, whole or not at all."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tracker.model.changeset import ChangeSet, Decision, FieldChange
from tracker.model.enums import Choice, Outcome
from tracker.ui.dialogs.review_decisions import Decisions
from tracker.ui.dialogs.review_drafts import FILE_NAME, forget_drafts, keep_drafts, read_drafts


def decisions(choice: Choice | None = None, reason: str = "") -> Decisions:
    change = FieldChange("task", "u1", "A1", "任务", "progress", 1, 2, 3, Outcome.CONFLICT, "任务清单", "H5")
    made = Decisions(ChangeSet("a.xlsx", "市科技局", "E", "x", 1, (change,)))
    if choice is not None:
        made.decide(change, Decision(choice, reason=reason))
    return made


def test_what_is_kept_of_several_files_is_read_again(tmp_path: Path) -> None:
    keep_drafts(tmp_path, {"one": decisions(Choice.OURS, "口径不同")})
    keep_drafts(tmp_path, {"two": decisions(Choice.THEIRS)})
    key = ("task", "u1", "progress")
    assert read_drafts(tmp_path) == {
        "one": {key: Decision(Choice.OURS, reason="口径不同")},
        "two": {key: Decision(Choice.THEIRS)},
    }
    forget_drafts(tmp_path, frozenset({"one", "never"}))
    assert list(read_drafts(tmp_path)) == ["two"]


def test_nothing_decided_leaves_no_file(tmp_path: Path) -> None:
    keep_drafts(tmp_path, {"one": decisions()})
    forget_drafts(tmp_path, frozenset({"one"}))
    assert list(tmp_path.iterdir()) == []


def test_taking_everything_back_is_kept_too(tmp_path: Path) -> None:
    keep_drafts(tmp_path, {"one": decisions(Choice.OURS)})
    keep_drafts(tmp_path, {"one": decisions()})
    assert read_drafts(tmp_path) == {}


@pytest.mark.parametrize("content", ["", "no json", "[]", '{"one": 7}', '{"one": [["task"]]}'])
def test_an_unreadable_file_is_no_drafts(tmp_path: Path, content: str, allow_log: Callable[[str], None]) -> None:
    allow_log("kept decisions unreadable")
    (tmp_path / FILE_NAME).write_text(content, encoding="utf-8")
    assert not any(read_drafts(tmp_path).values())
    keep_drafts(tmp_path, {"two": decisions(Choice.OURS)})
    assert read_drafts(tmp_path)["two"]


def test_a_disk_that_refuses_stops_nobody(tmp_path: Path, expect_log: Callable[[str], None]) -> None:
    expect_log("decisions not kept")
    keep_drafts(tmp_path / "nowhere", {"one": decisions(Choice.OURS)})
    assert read_drafts(tmp_path / "nowhere") == {}
