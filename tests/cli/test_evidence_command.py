"""`evidence import` and `evidence list` as a person types them."""

import json
from pathlib import Path

import pytest

from tests.zips import Entry, zip_bytes

PDF = b"%PDF-1.7 " + b"x" * 2000
KEYS = {"path", "name", "size", "sha256", "task", "office", "how", "outcome", "message"}


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    path = tmp_path / "材料.zip"
    entries = [("A1.1_方案.pdf", PDF), ("扫描.pdf", PDF + b"2"), ("a.exe", b"MZ"), ("空.pdf", b"")]
    path.write_bytes(zip_bytes([Entry(name.encode("gbk"), content) for name, content in entries]))
    return path


def test_a_zip_is_taken_in_and_what_is_open_waits(run, packed: Path) -> None:
    outcome = run("evidence", "import", packed, "--json")
    assert outcome.code == 3
    shape = json.loads(outcome.out)
    assert (shape["source"], shape["encoding"], shape["missing"]) == ("材料.zip", "gb18030", [])
    assert {frozenset(file) for file in shape["files"]} == {frozenset(KEYS)}
    assert [(file["path"], file["task"], file["how"], file["outcome"]) for file in shape["files"]] == [
        ("A1.1_方案.pdf", "A1.1", "code", "new"),
        ("扫描.pdf", "", "none", "question"),
        ("a.exe", "", "none", "refused"),
        ("空.pdf", "", "none", "skipped"),
    ]
    assert shape["counts"] == {"new": 1, "same": 0, "version": 0, "question": 1, "refused": 1, "skipped": 1}
    assert isinstance(shape["batch"], int)
    again = json.loads(run("evidence", "import", packed, "--json").out)
    assert (again["counts"]["new"], again["counts"]["same"], again["batch"]) == (0, 1, None)


def test_a_preview_writes_nothing(run, packed: Path, content) -> None:
    before = content()
    outcome = run("evidence", "import", packed, "--preview")
    assert outcome.code == 3
    assert "[新增] A1.1_方案.pdf → A1.1" in outcome.out
    assert "[没有收] a.exe" in outcome.out
    assert content() == before


def test_questions_may_be_skipped(run, packed: Path) -> None:
    assert run("evidence", "import", packed, "--questions", "skip").code == 0
    assert "未归档 0 份" in run("evidence", "list").out


def test_several_sources_are_an_object_each(run, packed: Path, tmp_path: Path) -> None:
    single = tmp_path / "A2.1a_照片.jpg"
    single.write_bytes(b"\xff\xd8" + PDF)
    shapes = json.loads(run("evidence", "import", packed, single, "--json").out)
    assert [(shape["source"], shape["encoding"], len(shape["files"])) for shape in shapes] == [
        ("材料.zip", "gb18030", 4),
        ("A2.1a_照片.jpg", "folder", 1),
    ]


def test_the_list_names_what_there_is(run, packed: Path) -> None:
    run("evidence", "import", packed, "--office", "市经信局")
    shape = json.loads(run("evidence", "list", "--json").out)
    assert [(line["task"], line["name"], line["kind"]) for line in shape["evidence"]] == [
        ("A1.1", "A1.1_方案.pdf", "文件")
    ]
    assert [(row["name"], row["office"]) for row in shape["unfiled"]] == [("扫描.pdf", "市经信局")]
    assert "A1.1_方案.pdf" in run("evidence", "list", "--task", "A1.1").out
    assert "共 0 份" in run("evidence", "list", "--task", "A2.1a").out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("evidence", "import", "nowhere.zip"), "没有“nowhere.zip”这个文件"),
        (("evidence", "import", ".", "--office", "火星局"), "没有名为“火星局”的单位"),
        (("evidence",), "命令写法不对"),
    ],
)
def test_bad_input_is_one_sentence(run, arguments: tuple[str, ...], sentence: str) -> None:
    outcome = run(*arguments)
    assert (outcome.code, sentence in outcome.err) == (2, True)


def test_a_listed_file_that_is_missing_is_named(run, sent: Path, fill, tmp_path: Path) -> None:
    fill(sent, "A1.1", 佐证材料="专班方案.pdf", 责任人="张三")
    assert run("import", sent).code == 0
    (folder := tmp_path / "夹").mkdir()
    (folder / "A1.1_x.pdf").write_bytes(PDF)
    outcome = run("evidence", "import", folder, "--office", "市经信局")
    assert outcome.code == 0
    assert "[缺] “专班方案.pdf”列在A1.1，但没有随附" in outcome.out
