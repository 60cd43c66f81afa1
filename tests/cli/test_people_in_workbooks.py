"""联系方式 on the command line: preview says what waits, import leaves it waiting, whatever it is told of conflicts."""

from pathlib import Path

import openpyxl
import pytest


@pytest.fixture
def filled(run, tmp_path: Path) -> Path:
    """The workbook of an office whose liaison has another number by now, and a new colleague."""
    run("office", "person", "市科技局", "--add", "张三", "--mobile", "13800000001")
    run("export", "--office", "市科技局", "--out", path := tmp_path / "科技.xlsx")
    book = openpyxl.load_workbook(path)
    sheet = book["联系方式"]
    sheet["F5"].value, sheet["B6"].value = "13900000001", "陈一"
    book.save(path)
    return path


def test_preview_tells_kind_and_office(run, filled: Path) -> None:
    changes = run("preview", filled, "--json").json["changes"]
    assert [(c["kind"], c["office"], c["task"], c["field"], c["theirs"], c["needs_decision"]) for c in changes] == [
        ("person", "市科技局", "张三", "person_mobile", "13900000001", True),
        ("person", "市科技局", "陈一", "", None, True),
    ]


@pytest.mark.parametrize("options", [(), ("--conflicts", "theirs")])
def test_import_waits(options: tuple[str, ...], run, filled: Path) -> None:
    seen = run("import", filled, *options, "--json")
    assert (seen.code, seen.json["pending"]) == (3, 2)
    people = run("office", "show", "市科技局", "--json").json["people"]
    assert [(person["name"], person["mobile"]) for person in people] == [("张三", "13800000001")]


def test_what_is_kept_ours_waits_no_more(run, filled: Path) -> None:
    seen = run("import", filled, "--conflicts", "ours", "--json")
    assert (seen.code, seen.json["pending"]) == (0, 0)
    assert len(run("office", "show", "市科技局", "--json").json["people"]) == 1
