"""A template looked at before anything is filled: its faults, its pictures, how many names it uses."""

from pathlib import Path

import pytest

from resources.packaging.papers.sheet import Page, package
from resources.packaging.papers.words import paragraph
from tracker.reports.names import CIRCULAR, PAPERS, PICTURES
from tracker.reports.template_files import shipped_template
from tracker.reports.template_state import read_state


def own(data: Path, *texts: str) -> Path:
    path = data / "templates" / "通报.docx"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(package("".join(paragraph(text, "Body") for text in texts), Page()))
    return path


@pytest.mark.parametrize("paper", PAPERS)
def test_shipped_templates_are_sound(paper: str, tmp_path: Path) -> None:
    state = read_state(paper, tmp_path)
    assert (state.path, state.faults) == (shipped_template(paper), "")
    assert state.names >= 5


def test_pictures_a_template_shows_are_named(tmp_path: Path) -> None:
    assert read_state(CIRCULAR).pictures == {"图_单位亮灯"}
    path = own(tmp_path, *(f"{{{{ {name} }}}}" for name in PICTURES), "{{ 任务总数 }}")
    state = read_state(CIRCULAR, tmp_path)
    assert (state.path, state.pictures, state.names) == (path, set(PICTURES), 4)


def test_all_faults_stand_in_one_text(tmp_path: Path) -> None:
    own(tmp_path, "{{ 任务总量 }}", "｛｛红灯｝｝")
    assert read_state(CIRCULAR, tmp_path).faults.splitlines() == [
        "模板“通报.docx”有2处要改：",
        "第1段：不认识“任务总量”，是不是“任务总数”？",
        "第2段：“｛｛红灯｝｝”用了全角花括号，请改成半角。",
    ]


def test_what_is_no_document_says_so(tmp_path: Path) -> None:
    own(tmp_path, "x").write_bytes(b"no document")
    state = read_state(CIRCULAR, tmp_path)
    assert "通报.docx" in state.faults
    assert state.pictures == frozenset()
