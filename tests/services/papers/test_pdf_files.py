"""Circular and brief as PDF, and 图1 in the document, as the command line writes them without a display."""

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QImage

from tests.printing import plain, stands_in

Read = Callable[[Path], list[str]]


@pytest.mark.usefixtures("printer")
def test_the_pdf_says_what_the_json_says(report: Callable[..., Any], out: Path, pages: Read) -> None:
    file = out / "通报.pdf"
    shape = report("report", "circular", "--from", "2026-11-01", "--out", file, "--json").json
    said = "".join(pages(file))
    sentences = shape["sentences"]
    for name in ("引言", "总体_任务", "总体_亮灯", "总体_变化", "总体_指标", "排名_说明", "协调事项", "要求"):
        assert stands_in(sentences[name], said), name
    assert all(stands_in(part["文"], said) for part in sentences["问题清单"])
    assert stands_in("（演示数据）", said)


@pytest.mark.usefixtures("printer")
@pytest.mark.parametrize("start", ["2026-11-01", "2026-11-23"])
def test_the_brief_is_one_page_by_month_and_week(
    report: Callable[..., Any], out: Path, pages: Read, start: str
) -> None:
    file = out / "专报.pdf"
    assert report("report", "brief", "--from", start, "--out", file).code == 0
    (page,) = pages(file)
    assert "领导批示" in plain(page)


def test_a_template_has_no_say_in_a_pdf(report: Callable[..., Any], out: Path) -> None:
    sentence = report("report", "circular", "--out", out / "通报.pdf", "--template", "通报.docx").sentence()
    assert sentence.startswith("PDF 用标准版式，不用模板；")
    assert not list(out.iterdir())


def test_the_circular_shows_the_lights_of_the_offices(report: Callable[..., Any], out: Path) -> None:
    file = out / "通报.docx"
    assert report("report", "circular", "--out", file).code == 0
    with zipfile.ZipFile(file) as parts:
        (name,) = (name for name in parts.namelist() if name.startswith("word/media/"))
        picture = QImage.fromData(parts.read(name))
    assert picture.width() >= 1800
