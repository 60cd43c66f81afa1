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


def test_a_new_row_tells_all_that_would_be_written(run, filled: Path) -> None:
    book = openpyxl.load_workbook(filled)
    sheet = book["联系方式"]
    sheet["C6"].value, sheet["E6"].value, sheet["F6"].value = "规划处副处长", "87650003", 13900000003
    sheet["B7"].value, sheet["D7"].value, sheet["G7"].value = "周二", "主要负责人", "zhou@nb.gov.cn"
    book.save(filled)
    first, second = (change for change in run("preview", filled, "--json").json["changes"] if not change["field"])
    assert (first["office"], first["row"]) == (
        "市科技局",
        {
            "person_name": "陈一",
            "person_post": "规划处副处长",
            "person_role": "联络员",
            "person_phone": "87650003",
            "person_mobile": "13900000003",
        },
    )
    assert second["row"] == {"person_name": "周二", "person_role": "主要负责人", "person_email": "zhou@nb.gov.cn"}
    shown = run("preview", filled).out
    assert "[未知行] 陈一，职务 规划处副处长，办公电话 87650003，手机 13900000003  联系方式!B6" in shown
    assert all("row" not in change for change in run("preview", filled, "--json").json["changes"] if change["field"])


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
