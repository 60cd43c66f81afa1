"""Decisions that wait on the disk: kept by file content, whole or not at all."""

import json
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tracker.model.changeset import ChangeSet, Decision, FieldChange
from tracker.model.enums import Choice, Outcome
from tracker.ui.review import drafts
from tracker.ui.review.drafts import FILE_NAME, forget_drafts, keep_drafts, read_drafts
from tracker.ui.review.entry_decisions import Decisions


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
    assert read_drafts(tmp_path) == {}
    assert list(tmp_path.iterdir()) == []


def test_the_file_is_written_off_the_main_thread_as_things_stood(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[int] = []
    write, go_on = drafts._write, threading.Event()

    def watched(path: Path, kept: Mapping[str, object]) -> None:
        go_on.wait(5)
        threads.append(threading.get_ident())
        write(path, kept)

    monkeypatch.setattr(drafts, "_write", watched)
    made = decisions(Choice.OURS)
    keep_drafts(tmp_path, {"before": decisions(Choice.OURS)})  # still at it
    keep_drafts(tmp_path, {"one": made})
    made.take_back()  # after what was ordered
    go_on.set()
    assert list(read_drafts(tmp_path)) == ["before", "one"]
    assert len(threads) == 2
    assert threading.get_ident() not in threads


def test_what_was_ordered_is_written_before_the_program_ends(tmp_path: Path) -> None:
    code = """
        import sys, time
        from pathlib import Path
        from tracker.ui.review import drafts
        write = drafts._write
        drafts._write = lambda *given: (time.sleep(0.2), write(*given))
        kept = type("Kept", (), {"snapshot": lambda self: self, "dump": lambda self: [["task", "u1", "x", "ours"]]})
        drafts.keep_drafts(Path(sys.argv[1]), {"one": kept()})
    """
    subprocess.run([sys.executable, "-c", textwrap.dedent(code), str(tmp_path)], check=True)
    assert json.loads((tmp_path / FILE_NAME).read_text(encoding="utf-8")) == {"one": [["task", "u1", "x", "ours"]]}


def test_taking_everything_back_is_kept_too(tmp_path: Path) -> None:
    keep_drafts(tmp_path, {"one": decisions(Choice.OURS)})
    keep_drafts(tmp_path, {"one": decisions()})
    assert read_drafts(tmp_path) == {}


@pytest.mark.parametrize("content", ["", "no json", "[]", '{"one": 7}', '{"one": [["task"]]}'])
def test_an_unreadable_file_is_no_drafts(tmp_path: Path, content: str, allow_log: Callable[[str], None]) -> None:
    allow_log("review.json unreadable, put aside")
    (tmp_path / FILE_NAME).write_text(content, encoding="utf-8")
    assert not any(read_drafts(tmp_path).values())
    keep_drafts(tmp_path, {"two": decisions(Choice.OURS)})
    assert read_drafts(tmp_path)["two"]


def test_a_disk_that_refuses_stops_nobody(tmp_path: Path, expect_log: Callable[[str], None]) -> None:
    expect_log("decisions not kept")
    keep_drafts(tmp_path / "nowhere", {"one": decisions(Choice.OURS)})
    assert read_drafts(tmp_path / "nowhere") == {}


def test_what_cannot_be_read_now_is_not_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expect_log: Callable[[str], None]
) -> None:
    keep_drafts(tmp_path, {"one": decisions(Choice.OURS)})
    assert list(read_drafts(tmp_path)) == ["one"]

    def refuse(*_given: object, **_more: object) -> str:
        raise PermissionError("the file is in use")

    with monkeypatch.context() as locked:
        locked.setattr(Path, "read_text", refuse)
        expect_log("decisions not kept")
        keep_drafts(tmp_path, {"two": decisions(Choice.THEIRS)})
        expect_log("kept decisions not read")
        assert read_drafts(tmp_path) == {}
    assert list(read_drafts(tmp_path)) == ["one"]
