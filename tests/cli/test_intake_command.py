"""The command `intake`: the exact JSON, exit codes, and that the ledger stays as it is."""

import json

import pytest

from tracker.model.enums import RecommendationKind

TEXT = """海川市园区提升行动方案

一、重点任务

（一）建立培育体系。制定园区管理办法；建立示范园区名录，每年入选园区不少于50家。（责任单位：市经信局；完成时限：2026年6月底）
"""
TOP = ["file", "format", "encoding", "text", "articles", "sections", "candidates", "indicators", "problems"]
CANDIDATE = [
    "id", "article", "kind", "parent", "section", "path", "title", "summary", "quote", "spans", "themes", "lead_office",
    "office_named", "co_offices", "due_text", "due_on", "indicators", "duplicates", "score", "reasons", "flags",
]  # fmt: skip
INDICATOR = ["id", "article", "name", "value", "unit", "on", "period", "target", "quote", "spans"]


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "方案.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_the_json_has_exactly_the_keys_of_the_contract(run, article) -> None:
    done = run("intake", str(article), "--json")
    assert done.code == 0
    shape = done.json
    assert list(shape) == TOP
    assert (shape["file"], shape["format"], shape["encoding"], shape["text"]) == ("方案.txt", "txt", "utf-8", TEXT)
    assert list(shape["articles"][0]) == ["id", "title", "title_in_source", "authors", "units", "issued", "spans"]
    assert list(shape["sections"][0]) == ["id", "article", "level", "title", "spans"]
    assert all(list(candidate) == CANDIDATE for candidate in shape["candidates"])
    assert all(list(indicator) == INDICATOR for indicator in shape["indicators"])
    assert {c["kind"] for c in shape["candidates"]} <= {kind.value for kind in RecommendationKind}
    leaf = next(c for c in shape["candidates"] if c["kind"] == "subtask")
    assert (leaf["lead_office"], leaf["office_named"]) == ("市经信局", True)
    assert (leaf["due_text"], leaf["due_on"]) == ("2026年6月底", "2026-06-30")
    assert all(isinstance(edge, int) for start_end in leaf["spans"] for edge in start_end)


def test_several_files_give_a_list(run, article) -> None:
    shapes = run("intake", str(article), str(article), "--json").json
    assert [shape["file"] for shape in shapes] == ["方案.txt", "方案.txt"]


def test_without_json_it_is_read_by_people(run, article) -> None:
    done = run("intake", str(article))
    assert done.code == 0
    assert "制定园区管理办法" in done.out
    assert "只是建议，台账没有改动" in done.out


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("空.txt", b"", "文件是空的"),
        ("图.pdf", b"\x89PNG\r\n\x1a\n0000", "文件是图片"),
        ("旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "另存为 .docx"),
        ("坏.docx", b"PK\x03\x04 broken", "已损坏"),
    ],
)
def test_bad_input_is_one_sentence_and_exit_two(
    run, tmp_path, article, name: str, content: bytes, sentence: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    done = run("intake", str(article), str(path), "--json")
    assert (done.code, done.out) == (2, "")
    assert sentence in done.err
    assert name in done.err
    assert len(done.err.strip().splitlines()) == 1


def test_an_article_without_advice_is_no_error(run, tmp_path) -> None:
    path = tmp_path / "散文.txt"
    path.write_text("春天的海\n\n何以南\n\n海风吹过堤岸，渔船还在远处，老人坐在石阶上。\n", encoding="gb18030")
    shape = run("intake", str(path), "--json", "--encoding", "gbk").json
    assert (shape["candidates"], shape["encoding"]) == ([], "gbk")


def test_it_changes_nothing(run, article) -> None:
    before = run("tasks", "--json").json
    assert json.dumps(run("intake", str(article), "--json").json) == json.dumps(
        run("intake", str(article), "--json").json
    )
    assert run("tasks", "--json").json == before


def test_the_json_has_a_line_for_each_candidate(run, article) -> None:
    done = run("intake", str(article), "--json")
    lines = [line for line in done.out.splitlines() if line.lstrip().startswith('{"id": "c')]
    assert len(lines) == len(done.json["candidates"])
