"""The Word papers of the demonstration ledger as the command line writes them."""

import re
import sqlite3
import subprocess
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tracker.store.engine import Database, sqlite_url


def words(path: Path) -> str:
    """Return all text of a document."""
    with zipfile.ZipFile(path) as parts:
        xml = parts.read("word/document.xml").decode()
    return "".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", xml))


def as_pdf(path: Path) -> int:
    """Convert a document and return how many pages it has."""
    command = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(path.parent), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    info = subprocess.run(["pdfinfo", path.with_suffix(".pdf")], check=True, capture_output=True, text=True).stdout
    return int(re.findall(r"Pages:\s+(\d+)", info)[0])


def test_a_circular_says_what_its_json_says(report: Callable[..., Any], out: Path) -> None:
    shape = report("report", "circular", "--from", "2026-11-01", "--out", out, "--json").json
    path = out / "通报_20261128.docx"
    assert shape["file"] == str(path)
    said = words(path)
    assert "{{" not in said
    for name in ("总体_任务", "总体_亮灯", "总体_变化", "排名_说明", "要求"):
        assert shape["sentences"][name] in said
    assert all(part["文"] in said for part in shape["sentences"]["问题清单"])
    assert "（演示数据）" in said


def test_slips_are_written_for_the_offices_with_a_case(report: Callable[..., Any], out: Path) -> None:
    done = report("report", "reminder", "--all", "--out", out)
    assert done.code == 0
    names = sorted(path.name for path in out.iterdir())
    assert sorted(Path(line).name for line in done.out.splitlines()) == names
    assert len(names) == 4 + 8 + 5
    assert {name.split("_")[0] for name in names} == {"提醒函", "催办单", "督办单"}
    assert words(out / "督办单_市经信局_20261128.docx").count("承办单位负责人") == 3


def test_several_slips_need_a_folder(report: Callable[..., Any], out: Path) -> None:
    one = out / "单.docx"
    assert report("report", "reminder", "--office", "市财政局", "--out", one).code == 0
    sentence = report("report", "reminder", "--office", "市总工会", "--out", out / "两.docx").sentence()
    assert sentence.startswith("要出的不止一份（市总工会的催办单、市总工会的督办单）")
    wrong = report("report", "reminder", "--office", "市财政局", "--out", out / "单.pdf").sentence()
    assert wrong == "督办单只能存为 .docx。"
    assert list(out.iterdir()) == [one]


def test_registered_slips_have_a_number_each_and_are_one_act(
    report: Callable[..., Any], own_ledger: Path, out: Path
) -> None:
    from tracker.queries.paper_register import list_papers

    assert report("report", "reminder", "--all", "--out", out, "--register", data=own_ledger).code == 0
    database = Database(sqlite_url(own_ledger / "ledger.db"))
    with database.reading() as session:
        issues = [row.issue for row in list_papers(session)]
    database.close()
    assert len(issues) == len(set(issues)) == 4 + 8 + 8
    again = report("report", "reminder", "--office", "市财政局", "--json", data=own_ledger).json
    assert again["slips"][0]["issue"] == "督办〔2026〕9号"
    report("undo", data=own_ledger)
    once = report("report", "reminder", "--office", "市财政局", "--json", data=own_ledger).json
    assert once["slips"][0]["issue"] == "督办〔2026〕1号"


def test_a_registered_circular_counts_on_and_its_number_is_taken(
    report: Callable[..., Any], own_ledger: Path, out: Path
) -> None:
    arguments = ("report", "circular", "--out", out / "通报.docx", "--register")
    assert report(*arguments, "--number", "11", data=own_ledger).code == 0
    before = (out / "通报.docx").read_bytes()
    sentence = report(*arguments, "--number", "11", data=own_ledger).sentence()
    assert sentence == "2026年的通报第11期已经登记过，没有重复登记；请换一个编号。"
    assert (out / "通报.docx").read_bytes() == before
    assert report("report", "circular", "--json", data=own_ledger).json["issue"] == "第12期"


def test_tasks_nobody_confirmed_get_no_slip_and_are_named(
    report: Callable[..., Any], own_ledger: Path, out: Path
) -> None:
    with closing(sqlite3.connect(own_ledger / "ledger.db")) as connection:
        connection.execute("UPDATE task SET offices_confirmed = 0 WHERE code IN ('A4.4a', 'A2.1c-2')")
        connection.commit()
    done = report("report", "reminder", "--all", "--level", "督办", "--out", out, data=own_ledger)
    assert "2项任务的牵头单位尚未确认，没有出单：A2.1c-2、A4.4a" in done.out.splitlines()
    assert not list(out.glob("*市财政局*"))


def test_a_template_that_is_wrong_says_all_and_writes_nothing(report: Callable[..., Any], out: Path) -> None:
    wrong = out / "通报.docx"
    wrong.write_bytes(b"no document")
    for arguments in (("template", "--check", wrong), ("circular", "--template", wrong, "--out", out / "新.docx")):
        assert "通报.docx" in report("report", *arguments).sentence()
    assert list(out.iterdir()) == [wrong]


def test_templates_are_copied_and_sound(report: Callable[..., Any], out: Path) -> None:
    assert report("report", "template", "--copy", out).code == 0
    for path in sorted(out.iterdir()):
        assert report("report", "template", "--check", path).out == f"模板“{path.name}”可以使用。\n"
    assert "没有覆盖" in report("report", "template", "--copy", out).sentence()


def test_findings_of_a_template_as_json(report: Callable[..., Any], out: Path) -> None:
    assert report("report", "template", "--copy", out).code == 0
    assert report("report", "template", "--check", out / "通报.docx", "--json").json == {
        "template": "通报.docx",
        "findings": [],
    }


@pytest.mark.parametrize("content", [b"no document", None])
def test_a_file_that_is_no_template_is_a_finding_as_well(
    report: Callable[..., Any], out: Path, content: bytes | None
) -> None:
    template = out / "通报.docx"
    if content is not None:
        template.write_bytes(content)
    done = report("report", "template", "--check", template, "--json")
    assert done.code == 2
    (finding,) = done.json["findings"]
    assert done.err.strip() == finding
    assert not re.search("[A-Z][a-z]+ [a-z]+", finding)  # nothing in English


def test_every_paper_of_a_ledger_on_which_nobody_has_worked(report: Callable[..., Any], out: Path) -> None:
    """All tasks wait, no office has any, no workbook was ever sent, nothing is older than the ledger."""
    fresh = out / "data"
    for paper in (("ledger",), ("circular",), ("brief",), ("closing",), ("reminder", "--all")):
        assert report("report", *paper, "--out", out / "papers", data=fresh).code == 0
    said = words(out / "papers" / "通报_20261128.docx")
    assert "均未交办，尚无任务销号。" in said
    assert "尚无任务交办到单位，不列各单位推进情况。" in said
    assert "较上期" not in said
    assert "{{" not in said
    assert sorted(path.name[:2] for path in (out / "papers").iterdir()) == ["专报", "台账", "通报", "销号"]


@pytest.mark.libreoffice
def test_pages_of_briefs_and_sheets(report: Callable[..., Any], out: Path) -> None:
    month, week, sheets = out / "月.docx", out / "周.docx", out / "督办单.docx"
    assert report("report", "brief", "--from", "2026-11-01", "--out", month).code == 0
    assert report("report", "brief", "--from", "2026-11-23", "--out", week).code == 0
    assert report("report", "reminder", "--office", "市经信局", "--level", "督办", "--out", sheets).code == 0
    assert (as_pdf(month), as_pdf(week), as_pdf(sheets)) == (1, 1, 3)
