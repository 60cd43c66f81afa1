"""`pack`: another city's catalogue comes, is updated and goes, and what a person touched stays."""

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

PACK = 'code = "demo"\nname = "某市目录"\ncity = "某市"\nversion = "{version}"\n'
OFFICES = '[[offices]]\nname = "市经济和信息化局"\naliases = ["工信委"]\n[[offices]]\nname = "市数据资源局"\n'
ARTICLE = """
[article]
id = "A"
title = "某市的一篇文章"
position = 1

[[recommendations]]
id = "A1"
kind = "group"
title = "第一条"

[[recommendations]]
id = "A1.1"
parent = "A1"
kind = "task"
title = "{title}"
lead_office = "市经济和信息化局"
co_offices = ["市数据资源局"]
indicators = ["I1"]
{more}
"""
MORE = (
    '[[recommendations]]\nid = "A1.2"\nparent = "A1"\nkind = "task"\ntitle = "第二项任务"\nlead_office = "市科技局"\n'
)
INDICATORS = """
[[indicators]]
id = "I1"
article = "A"
name = "某市企业数"
unit = "家"
kind = "numeric"
measure = "level"
direction = "higher"
observations = [{ value = 10, on = "2025-12-31" }]
"""


@pytest.fixture
def pack(tmp_path: Path) -> Callable[..., Path]:
    """Write a pack as a folder and return it."""

    def write(version: str = "1", title: str = "第一项任务", more: str = MORE, **files: str) -> Path:
        folder = tmp_path / f"pack{version}"
        (folder / "articles").mkdir(parents=True)
        texts = {
            "pack.toml": PACK.format(version=version),
            "offices.toml": OFFICES,
            "articles/A.toml": ARTICLE.format(title=title, more=more),
            "indicators.toml": INDICATORS,
        }
        for name, text in (texts | files).items():
            (folder / name).write_text(text, encoding="utf-8")
        return folder

    return write


def titles(run) -> dict[str, str]:
    return {row["code"]: row["title"] for row in run("tasks", "--json").json if ":" in row["code"]}


def test_a_pack_comes_with_its_tasks_and_never_doubles_an_office(run, pack) -> None:
    seen = run("pack", "import", pack(), "--preview", "--json").json
    assert (seen["counts"]["tasks"], seen["counts"]["offices"], seen["batch"]) == (2, 1, None)
    assert titles(run) == {}
    assert run("pack", "import", pack(version="2")).code == 0
    assert titles(run) == {"demo:A1.1": "第一项任务", "demo:A1.2": "第二项任务"}
    (row,) = [row for row in run("tasks", "--json").json if row["code"] == "demo:A1.1"]
    assert (row["lead_office"], row["co_offices"], row["indicators"]) == ("市经信局", ["市数据资源局"], ["demo:I1"])
    assert [row["code"] for row in run("pack", "list", "--json").json] == ["ningbo2022", "demo"]
    assert run("check").code == 0
    assert "已经导入过" in run("pack", "import", pack(version="3")).sentence()


def test_recommendations_alone(run, pack) -> None:
    run("pack", "import", pack(), "--no-tasks")
    assert titles(run) == {}
    findings = {f["code"]: f["items"] for f in run("xray", "--json").json["findings"]}
    assert findings["unanswered"] == ["demo:A1.1", "demo:A1.2"]


def test_an_update_keeps_what_a_person_changed(run, pack) -> None:
    run("pack", "import", pack())
    run("task", "set", "demo:A1.2", "title", "我们改过的")
    changed = MORE.replace("第二项任务", "目录改过的")
    outcome = run("pack", "update", pack("2", title="第一项新任务", more=changed), "--json").json
    assert outcome["batch"] is not None
    assert titles(run) == {"demo:A1.1": "第一项新任务", "demo:A1.2": "我们改过的"}


def test_what_a_newer_pack_drops_goes_unless_somebody_touched_it(run, pack) -> None:
    run("pack", "import", pack())
    assert run("pack", "update", pack("2", more=""), "--preview", "--json").json["removed"] == [
        "demo:A1.2",
        "demo:A1.2",
    ]
    run("task", "set", "demo:A1.2", "owner", "张三")
    outcome = run("pack", "update", pack("3", more=""), "--json").json
    assert outcome["kept"] == ["demo:A1.2", "demo:A1.2"]
    assert "demo:A1.2" in titles(run)


def test_removing_takes_what_nobody_touched_and_undo_brings_it_back(run, pack) -> None:
    run("pack", "import", pack())
    run("task", "set", "demo:A1.1", "owner", "张三")
    before = titles(run)
    seen = run("pack", "remove", "demo", "--preview", "--json").json
    assert "demo:A1.2" in seen["removed"]
    assert "demo:A1.1" in seen["kept"]
    assert run("pack", "remove", "demo").code == 0
    assert titles(run) == {"demo:A1.1": "第一项任务"}
    assert run("check").code == 0
    assert run("undo").code == 0
    assert titles(run) == before
    assert "责任人" in run("undo", "--batch", "2").sentence()  # the owner was written after
    assert run("undo").code == 0
    assert run("undo").code == 0
    assert titles(run) == {}
    assert run("check").code == 0


@pytest.mark.parametrize("attached", [True, False])
def test_a_source_somebody_attached_a_file_to_is_put_away_not_deleted(
    run, pack, tmp_path: Path, *, attached: bool
) -> None:
    run("pack", "import", pack(), "--no-tasks")
    note = tmp_path / "批注.txt"
    note.write_text("请继续关注。", encoding="utf-8")
    if attached:
        assert run("source", "attach", "demo:A", note).code == 0
    seen = run("pack", "remove", "demo", "--json").json
    assert ("demo:A" in seen["kept"], "demo:A" in seen["removed"]) == (attached, not attached)
    states = {row["code"]: row["state"] for row in run("source", "list", "--json").json}
    assert states.get("demo:A") == ("retired" if attached else None)


def test_the_shipped_catalogue_can_go_for_good(run) -> None:
    run("task", "set", "A1.1", "owner", "张三")
    assert run("pack", "remove", "ningbo2022").code == 0
    assert [row["code"] for row in run("tasks", "--json").json] == ["A1.1"]
    assert run("pack", "list", "--json").json == []
    assert run("check").code == 0


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("pack.toml", 'code = "1"\nname = "x"\n', "要写 2 到 12 个英文字母"),
        ("pack.toml", 'code = "demo"\nname = "x"\nmin_program = "99.0"\n', "要求程序版本 99.0"),
        ("articles/A.toml", ARTICLE.format(title="甲", more=MORE.replace("A1.2", "A1.1")), "建议编号 A1.1 出现了两次"),
        (
            "articles/A.toml",
            ARTICLE.format(title="甲", more=MORE.replace('parent = "A1"', 'parent = "A9"')),
            "上级 A9 不存在",
        ),
        (
            "articles/A.toml",
            ARTICLE.format(title="甲", more=MORE.replace('parent = "A1"', 'parent = "A1.2"')),
            "绕成了圈",
        ),
        ("indicators.toml", INDICATORS.replace("2025-12-31", "2025-02-30"), "指标 I1 的观测值"),
        ("indicators.toml", "[[indicators", "indicators.toml 无法读取"),
    ],
)
def test_a_pack_with_a_fault_is_refused_with_its_place(run, pack, content, name: str, text: str, sentence: str) -> None:
    before = content()
    assert sentence in run("pack", "import", pack(**{name: text})).sentence()
    assert content() == before


def test_a_zip_is_read_and_one_that_escapes_is_refused(run, pack, tmp_path: Path) -> None:
    def zipped(name: str, inside: str) -> Path:
        path = tmp_path / name
        with zipfile.ZipFile(path, "w") as archive:
            for part in sorted(pack(name[:1]).rglob("*.toml")):
                archive.write(part, inside + part.relative_to(tmp_path / f"pack{name[:1]}").as_posix())
        return path

    assert "越界的路径" in run("pack", "import", zipped("8.zip", "../")).sentence()
    assert run("pack", "import", zipped("9.zip", "某市目录/")).code == 0
    assert len(titles(run)) == 2


def test_a_workbook_made_from_the_template(run, tmp_path: Path) -> None:
    path = tmp_path / "pack.xlsx"
    assert run("pack", "template", path).code == 0
    book = openpyxl.load_workbook(path)
    rows: dict[str, dict[str, Any]] = {
        "目录包": {"代码": "demo", "名称": "某市目录", "版本": "1"},
        "单位": {"名称": "市数据资源局"},
        "文章": {"编号": "A", "标题": "某市的一篇文章"},
        "建议": {
            "编号": "A1",
            "文章": "A",
            "类别": "任务",
            "标题": "第一项任务",
            "牵头单位": "市经信局",
            "配合单位": "市数据资源局、市科技局",
            "指标": "I1",
        },
        "指标": {
            "编号": "I1",
            "文章": "A",
            "名称": "某市企业数",
            "口径": "存量",
            "基期值": 10,
            "基期日期": "2025-12-31",
        },
    }
    for name, values in rows.items():
        headers = [cell.value for cell in book[name][1]]
        book[name].append([values.get(header) for header in headers])
    book.save(path)
    assert run("pack", "import", path).code == 0
    (row,) = [row for row in run("tasks", "--json").json if row["code"] == "demo:A1"]
    assert (row["title"], row["co_offices"], row["indicators"]) == (
        "第一项任务",
        ["市科技局", "市数据资源局"],
        ["demo:I1"],
    )
