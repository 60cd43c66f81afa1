"""Templates on the command line, own templates in the data folder, and files that are whole whatever happens."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest

from resources.packaging.papers.sheet import Page, package
from resources.packaging.papers.words import paragraph
from tracker.reports.names import PAPERS, PICTURES

Report = Callable[..., Any]
WRONG = package(paragraph("{{ 任务总量 }}", "Body") + paragraph("｛｛红灯｝｝", "Body"), Page())
FINDINGS = ["第1段：不认识“任务总量”，是不是“任务总数”？", "第2段：“｛｛红灯｝｝”用了全角花括号，请改成半角。"]


def test_the_shipped_templates_are_copied_and_sound(report: Report, tmp_path: Path) -> None:
    assert report("report", "template", "--copy", tmp_path).code == 0
    assert {path.stem for path in tmp_path.iterdir()} == set(PAPERS)
    for path in tmp_path.iterdir():
        assert report("report", "template", "--check", path).out.strip() == f"模板“{path.name}”可以使用。"


def test_all_findings_are_printed_at_once(report: Report, tmp_path: Path) -> None:
    path = tmp_path / "通报.docx"
    path.write_bytes(WRONG)
    checked = report("report", "template", "--check", path)
    assert (checked.code, checked.out) == (2, "")
    assert checked.err.splitlines()[-2:] == FINDINGS


def test_a_wrong_template_writes_nothing(report: Report, tmp_path: Path) -> None:
    template, out = tmp_path / "我的.docx", tmp_path / "out.docx"
    template.write_bytes(WRONG)
    out.write_bytes(b"old")
    refused = report("report", "circular", "--template", template, "--out", out)
    assert (refused.code, refused.err.splitlines()[-2:]) == (2, FINDINGS)
    assert out.read_bytes() == b"old"
    assert {path.name for path in tmp_path.iterdir()} == {"我的.docx", "out.docx"}


def test_an_own_template_is_used(report: Report, own_ledger: Path, tmp_path: Path) -> None:
    folder = own_ledger / "templates"
    folder.mkdir()
    (folder / "通报.docx").write_bytes(package(paragraph("本单位：{{ 任务总数 }}项", "Body"), Page()))
    out = tmp_path / "out.docx"
    assert report("report", "circular", "--out", out, data=own_ledger).code == 0
    document = docx.Document(str(out))
    assert [each.text for each in document.paragraphs] == ["本单位：95项"]
    # The template leaves the mark out, so it stands in the header.
    assert document.sections[0].header.paragraphs[0].text == "（演示数据）"


def test_pictures_of_the_table_of_names_are_filled(report: Report, own_ledger: Path, tmp_path: Path) -> None:
    """An own template may show all three; the shipped one has 图1 alone."""
    folder = own_ledger / "templates"
    folder.mkdir()
    marks = "".join(paragraph(f"{{{{ {name} }}}}", "Picture") for name in PICTURES)
    (folder / "专报.docx").write_bytes(package(marks, Page()))
    out = tmp_path / "out.docx"
    assert report("report", "brief", "--out", out, data=own_ledger).code == 0
    assert len(docx.Document(str(out)).inline_shapes) == len(PICTURES)


@pytest.mark.skipif(os.name == "nt", reason="no signal ends a process there without a word")
def test_killed_while_writing_the_old_file_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "通报.docx"
    target.write_bytes(b"old")
    code = (
        "import os, time; from tracker.files import whole_files; from pathlib import Path\n"
        "def wait(number):\n    print('written', flush=True); time.sleep(60)\n"
        "os.fsync = wait\n"
        f"whole_files.write_all([(Path({str(target)!r}), b'new' * 100)])\n"
    )
    child = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    assert child.stdout is not None
    assert child.stdout.readline() == b"written\n"
    child.send_signal(signal.SIGKILL)
    child.communicate(timeout=30)
    assert target.read_bytes() == b"old"


def test_openpyxl_goes_on_without_lxml() -> None:
    code = "import tracker, openpyxl.xml, lxml; print(openpyxl.xml.LXML, openpyxl.xml.DEFUSEDXML)"
    said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, timeout=60)
    assert said.stdout.split() == ["False", "True"]
