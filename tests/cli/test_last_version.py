"""A ledger and returned workbooks of version 0.1.0 (tests/ledgers): today's program says what that one said."""

import json
import lzma
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

KEPT = Path(__file__).resolve().parent.parent / "ledgers" / "schema2"
FILLED = sorted((KEPT / "filled").iterdir())
EXPECTED = json.loads((KEPT / "expected.json").read_text(encoding="utf-8"))
FACTS, LIGHTS = ("status", "due_text", "due_on", "progress"), ("light", "reason")
CHANGE = ("task", "field", "theirs", "outcome")
#: Lights that later rules turned: by light and reason, the tasks that have it now.
TURNED = {
    ("blue", "待审核"): ("A2.1c", "B0.1-2", "D5.1b"),  # a claim of completion is not done
    ("blue", "待审核25天"): ("B2.1",),
    ("blue", "逾期完成"): ("A1.3a", "A3.2b", "B0.1", "B2.3", "B4.2b", "D2.1c", "D2.2a"),  # reported after the deadline
    ("amber", "节点逾期49天"): ("A1.1", "A4.4b", "B3.6", "D4.1c", "D5.1a"),  # a step is open past its day
    ("amber", "节点逾期18天"): ("A4.1b-2", "D5.2a"),
    ("amber", "节点逾期"): ("D4.3b",),
    ("amber", "未定时限"): ("B1.3",),  # without a date
    ("grey", "长期坚持"): ("A2.2a",),
    ("grey", "待交办"): ("A2.3", "B2.2", "D6.1a"),
    ("red", "连缺2期"): ("B3.3", "D1.3"),  # monthly, reported with each round of workbooks only
}


#: Changes of the kept workbooks that later rules see otherwise, by task or indicator and field: the outcome now.
#: A value of a day that has another one already would be written over unseen; a person decides.
RULED_SINCE = {("营商环境评价被评为标杆城市的指标数", "indicator_value"): "conflict"}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return a data folder with the ledger of the last version in it, instead of a fresh one."""
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "ledger.db").write_bytes(lzma.decompress((KEPT / "ledger.db.xz").read_bytes()))
    return folder


@pytest.fixture
def then(run: Callable[..., Any], data: Path) -> Callable[..., Any]:
    """Run a command on the day the ledger was kept."""
    return lambda *arguments: run(*arguments, before=("--data", str(data), "--today", EXPECTED["day"]))


def told(then: Callable[..., Any], keys: tuple[str, ...]) -> dict[str, list[Any]]:
    return {row["code"]: [row[key] for key in keys] for row in then("tasks", "--json").json}


def in_order(changes: list[list[Any]]) -> list[str]:
    return sorted(json.dumps(one, ensure_ascii=False) for one in changes)


def everything(then: Callable[..., Any]) -> tuple[Any, Any]:
    return then("tasks", "--json").json, then("indicators", "--json").json


def test_the_files_are_those_that_were_kept() -> None:
    sent = {path.stem for path in (KEPT / "sent").iterdir()}
    assert len(sent) == 13
    assert {path.name for path in FILLED} == set(EXPECTED["previews"])
    assert {path.stem for path in FILLED} < sent
    assert {path.suffix for path in FILLED} == {".xlsx", ".xls", ".ods"}


def test_the_ledger_is_whole(then) -> None:
    done = then("check")
    assert (done.code, done.err) == (0, "")


def test_every_task_is_what_it_was(then) -> None:
    """The migration writes the year into a wording that has none, and changes nothing else."""
    expected = {code: values[: len(FACTS)] for code, values in EXPECTED["tasks"].items()}
    expected["A1.4"][FACTS.index("due_text")] = "2025年12月14日前"
    assert told(then, FACTS) == expected


def test_every_light_is_what_it_was_or_what_later_rules_make_of_it(then) -> None:
    was = {code: values[len(FACTS) :] for code, values in EXPECTED["tasks"].items()}
    turned = {code: list(light) for light, codes in TURNED.items() for code in codes}
    assert all(was[code] != light for code, light in turned.items())
    assert told(then, LIGHTS) == was | turned


@pytest.mark.parametrize("path", FILLED, ids=lambda path: path.name.partition("_")[0])
def test_a_returned_workbook_says_what_it_said(then, path: Path) -> None:
    seen = then("preview", path, "--json")
    assert seen.code == 0
    wanted = EXPECTED["previews"][path.name]
    changes = [[*one[:3], RULED_SINCE.get((one[0], one[1]), one[3])] for one in wanted["changes"]]
    assert in_order([[one[key] for key in CHANGE] for one in seen.json["changes"]]) == in_order(changes)
    assert len(seen.json["problems"]) == wanted["problems"]


def test_a_workbook_nobody_touched_is_back_without_changes(then) -> None:
    (path,) = (
        path for path in FILLED if path.read_bytes() == (KEPT / "sent" / path.name).with_suffix(".xlsx").read_bytes()
    )
    before = everything(then)
    assert then("import", path).code == 0
    assert everything(then) == before


def test_workbooks_taken_in_and_undone_leave_the_ledger_as_it_was(then) -> None:
    before = everything(then)
    taken = then("import", *FILLED, "--json")
    assert taken.code in (0, 3)
    assert len(taken.json) == len(FILLED)
    after = everything(then)
    assert all(old != new for old, new in zip(before, after, strict=True))
    batches = [one["batch"] for one in taken.json if one["batch"] is not None]
    assert len(batches) == len(FILLED) - 1  # the untouched one is no act
    for batch in sorted(batches, reverse=True):
        assert then("undo", "--batch", batch).code == 0
    assert everything(then) == before
    assert then("check").code == 0
