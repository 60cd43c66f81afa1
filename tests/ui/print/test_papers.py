"""Papers on their pages: 22 lines of 28 characters, tables that go on overleaf, one page for the brief."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtGui import QImage, QPainter

from tests.paper_rows import make_figures, make_task
from tests.printing import pages, printer, stands_in  # noqa: F401 - fixtures
from tracker.errors import InputError
from tracker.model.enums import LightColour, PaperKind, SlipLevel
from tracker.model.exchange_words import HelpState
from tracker.model.rows import Brief, BriefLine, Circular, CoOfficeLine, PaperHead, Slip, SlipTask
from tracker.reports import brief_fit
from tracker.reports.paper_sentences import compute_sentences
from tracker.ui.print.blocks import BODY_TEXT, FLUSH, PART, Pages, Paragraph, Sheet, listed
from tracker.ui.print.brief import brief_layout
from tracker.ui.print.circular import circular_pages
from tracker.ui.print.layout import PaperLayout
from tracker.ui.print.papers import lay_out
from tracker.ui.print.pdf import pdf_content

Read = Callable[[Path], list[str]]
DAY = date(2026, 11, 28)


def head(kind: PaperKind = PaperKind.CIRCULAR, title: str = "关于任务\n11月份推进情况的通报") -> PaperHead:
    """Return the head of a bulletin."""
    return PaperHead(
        kind, "督查通报", "第11期", 11, "市委督查室", DAY, title, "各有关单位：", "王某", "123", demo=False
    )


def make_circular(red: int = 3, **more: object) -> Circular:
    """Return a circular about so many red tasks and some others."""
    tasks = [
        make_task(f"A{number}", colour=LightColour.RED, reason=f"逾期{number + 1}天", overdue_days=number + 1)
        for number in range(red)
    ]
    figures = make_figures([*tasks, *(make_task(f"B{number}") for number in range(5))])
    return replace(Circular(head(), figures, compute_sentences(figures)), **more)


def make_brief(lines: int, title: str = "一项任务") -> Brief:
    """Return a brief with so many tasks to look at."""
    figures = make_figures([make_task("A1"), make_task("A2", colour=LightColour.RED, reason="逾期3天")])
    listed_tasks = tuple(BriefLine(f"A{n}", title, "市经信局", "逾期3天", "张三") for n in range(lines))
    sentences = compute_sentences(figures)
    return Brief(head(PaperKind.BRIEF, "11月份推进情况"), figures, sentences, listed_tasks, 0, "风险指标", "没有。")


@pytest.fixture
def read(tmp_path: Path, pages: Read) -> Callable[[PaperLayout], list[str]]:  # noqa: F811
    """Return the texts of the pages of a layout, as they stand in its PDF file."""

    def texts(layout: PaperLayout) -> list[str]:
        file = tmp_path / "paper.pdf"
        file.write_bytes(pdf_content(layout))
        return pages(file)

    return texts


@pytest.mark.usefixtures("qapp", "printer")
def test_a_page_of_text_has_22_lines_of_28_characters(read: Callable[[PaperLayout], list[str]]) -> None:
    text = "督" * (28 * 22 + 1)
    first, second = read(
        PaperLayout(Pages("", Sheet(numbered=False), (Paragraph(text, replace(BODY_TEXT, indent=0)),)))
    )
    lines = [line.strip() for line in first.splitlines() if line.strip()]
    assert [len(line) for line in lines] == [28] * 22
    assert second.strip() == "督"


@pytest.mark.usefixtures("qapp")
def test_a_heading_is_never_the_last_line_of_its_page() -> None:
    blocks = (
        *(Paragraph("一行", FLUSH),) * 21,
        Paragraph("一、标题", replace(PART)),
        Paragraph("正文", BODY_TEXT, "文"),
    )
    layout = PaperLayout(Pages("", Sheet(), blocks))
    assert [page for page, _ in layout.places("文")] == [1]
    assert layout.name_at(1, layout.places("文")[0][1].center()) == "文"
    top = layout.places("文")[0][1].top()
    assert top > layout.text_size.height() / 22  # the heading stands above it


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("filled", range(15, 22))
def test_name_and_date_never_stand_on_a_page_without_text(filled: int) -> None:
    blocks = circular_pages(make_circular()).blocks
    words = [getattr(block, "text", "") for block in blocks]
    closing = blocks[words.index("四、下步要求") : words.index("附件")]
    layout = PaperLayout(Pages("", Sheet(), (*(Paragraph("一行", FLUSH),) * filled, *closing)))
    lines = layout.document.toPlainText().split("\n")
    page_of = [layout._page_of(layout._rect(layout.document.findBlockByNumber(number))) for number in range(len(lines))]
    assert lines[filled:][0] == "四、下步要求"
    assert len(set(page_of[filled:])) == 1
    assert page_of[filled - 1] == 0


@pytest.mark.usefixtures("qapp", "printer")
def test_a_line_may_end_between_a_title_and_its_number(read: Callable[[PaperLayout], list[str]]) -> None:
    text = f"{'督' * 26}”（A4.4a）逾期8天。"
    (page,) = read(PaperLayout(Pages("", Sheet(numbered=False), (Paragraph(text, replace(BODY_TEXT, indent=0)),))))
    assert [line.strip() for line in page.splitlines() if line.strip()] == [f"{'督' * 26}”", "（A4.4a）逾期8天。"]


@pytest.mark.usefixtures("qapp")
def test_a_brief_that_was_reckoned_too_low_gives_up_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(brief_fit, "height", lambda _: 0.0)  # as where no font is as wide as it was thought
    wide = replace(make_brief(5, "很长的任务名称" * 3), third="指标" * 230)
    layout = brief_layout(wide)
    assert layout.count == 1
    assert "见台账" in layout.document.toPlainText()
    with pytest.raises(InputError, match="最长的是“建议”"):
        brief_layout(replace(wide, advice="建议" * 700))


@pytest.mark.usefixtures("qapp", "printer")
def test_a_table_repeats_its_head_on_every_page(read: Callable[[PaperLayout], list[str]]) -> None:
    rows = [{"序号": number, "名称": f"任务{number}"} for number in range(80)]
    table = listed((("序号", 20), ("任务名称", 100)), rows, ("序号", "名称"))
    texts = read(PaperLayout(Pages("", Sheet(), (Paragraph("表", FLUSH), table))))
    assert len(texts) == 3
    assert all("任务名称" in text for text in texts)
    assert sum(f"任务{number}\n" in text + "\n" for text in texts for number in (0, 79)) == 2


@pytest.mark.usefixtures("qapp", "printer")
def test_the_circular_says_what_its_sentences_say(read: Callable[[PaperLayout], list[str]]) -> None:
    circular = make_circular()
    text = "".join(read(lay_out(circular)))
    sentences = circular.sentences
    for sentence in (sentences.introduction, sentences.tasks, sentences.lights, sentences.demands):
        assert stands_in(sentence, text)
    assert "第11期" in text
    assert "逾期及落后任务清单" in text


@pytest.mark.usefixtures("qapp", "printer")
def test_the_table_of_co_offices_stands_behind_that_of_offices(read: Callable[[PaperLayout], list[str]]) -> None:
    plain = make_circular()
    helper = CoOfficeLine("市统计局", 4, {HelpState.IN_PROGRESS: 3, HelpState.DONE: 1}, date(2026, 11, 20))
    with_table = replace(plain, figures=replace(plain.figures, co_offices=(helper,)))
    assert "表2" not in "".join(read(lay_out(plain)))
    text = "".join("".join(read(lay_out(with_table))).split())
    assert text.index("表1") < text.index("表2各配合单位配合情况") < text.index("三、存在问题")
    assert stands_in("市统计局403102026年11月20日", text)


@pytest.mark.usefixtures("qapp", "printer")
def test_without_late_tasks_there_is_no_annex(read: Callable[[PaperLayout], list[str]]) -> None:
    assert "附件" not in "".join(read(lay_out(make_circular(red=0))))


@pytest.mark.usefixtures("qapp", "printer")
def test_the_list_of_all_tasks_is_the_second_annex(read: Callable[[PaperLayout], list[str]]) -> None:
    texts = read(lay_out(make_circular(with_list=True)))
    assert ["附件1" in text for text in texts[-2:]] == [True, False]
    assert ["附件2" in text for text in texts[-2:]] == [False, True]


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("lines", [0, 5])
@pytest.mark.parametrize("title", ["一项任务", "很长的任务名称" * 9])
def test_the_brief_is_one_page(lines: int, title: str) -> None:
    assert brief_layout(make_brief(lines, title)).count == 1


@pytest.mark.usefixtures("qapp", "printer")
@pytest.mark.parametrize(("level", "count"), [(SlipLevel.REMIND, 1), (SlipLevel.SUPERVISE, 3)])
def test_a_letter_is_for_all_tasks_and_a_sheet_for_each(
    level: SlipLevel, count: int, read: Callable[[PaperLayout], list[str]]
) -> None:
    long = "长" * 200
    tasks = tuple(
        SlipTask(
            make_task(f"A{n}", note=long, problems=long, content=long),
            level,
            "逾期3天",
            f"督办〔2026〕{n}号",
            "请说明。",
        )
        for n in range(3)
    )
    slip = Slip(
        head=replace(head(level.kind, "督办单"), recipients="市经信局："),
        level=level, colour="CB3138", office="市经信局", until=DAY, reply_by=None,
        tasks=tasks, opening="有3项任务需要办理。", workbook="", closing="请予支持。",
    )  # fmt: skip
    texts = read(lay_out(slip))
    assert len(texts) == count
    assert "A2" in texts[-1], texts


@pytest.mark.usefixtures("qapp")
def test_a_page_is_drawn_black_on_white_whatever_the_theme() -> None:
    layout = lay_out(make_circular())
    image = QImage(420, 594, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    painter.scale(420 / layout.page_size.width(), 420 / layout.page_size.width())
    layout.draw(painter, 0)
    painter.end()
    colours = {image.pixelColor(x, y).name() for x in range(420) for y in range(300, 420)}
    assert min(colours) < "#404040"
    reds = {image.pixelColor(x, y).name() for x in range(100, 320, 3) for y in range(60, 260)}
    assert any(name.startswith(("#c00", "#c1", "#c2")) for name in reds)
