"""The papers as LibreOffice prints them: pages, lines and characters, and nothing of the template left."""

import io
import shutil
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from struct import pack
from typing import Any

import docx
import pytest

from resources.packaging.papers.sheet import Page, package
from resources.packaging.papers.words import paragraph
from tests.paper_rows import PERIOD, make_figures, make_task
from tests.printing import plain
from tracker.model.enums import LightColour, PaperKind, SlipLevel
from tracker.model.rows import Brief, BriefLine, Circular, Light, PaperHead, Period, Sentences, Slip, SlipTask
from tracker.model.rows.papers import IndicatorFigures, RiskIndicator
from tracker.reports import documents
from tracker.reports.paper_sentences import compute_sentences, overall_indicators, short_tasks

pytestmark = pytest.mark.libreoffice
Print = Callable[[str, list[Path], Path], list[Path]]
Pages = Callable[[Path], list[str]]
TODAY = PERIOD.end
#: The longest title a person writes: 60 characters.
TITLE = (
    "推动产业链上下游企业协同创新并建立常态化政银企对接机制以解决中小"
    "企业融资难融资贵等突出问题促进制造业高质量发展取得实效并形成经验"
)[:60]
HEAD = PaperHead(
    PaperKind.BRIEF,
    "督查专报",
    "第11期",
    11,
    "市委督查室",
    TODAY,
    "11月份推进情况",
    "各有关单位：",
    "王某",
    "0574-1",
    False,
)
INDICATORS = IndicatorFigures(
    17, 3, 9,
    tuple(RiskIndicator(f"I{n}", "全市主导产品市场占有率全球第一企业数", 111.0, "家", 130.0, 900) for n in range(3)),
)  # fmt: skip


def blank_picture(width: int = 1843, height: int = 780) -> bytes:
    rows = b"".join(b"\0" + b"\xe6\xeb\xf0" * width for _ in range(height))

    def chunk(kind: bytes, content: bytes) -> bytes:
        return pack(">I", len(content)) + kind + content + pack(">I", zlib.crc32(kind + content))

    head = chunk(b"IHDR", pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def red(count: int) -> list[Any]:
    return [
        make_task(
            f"D{n}.3e", colour=LightColour.RED, title=TITLE, reason=f"逾期{n + 1}天", overdue_days=n + 1,
            light=Light(LightColour.RED, f"逾期{n + 1}天", ""), owner="欧阳某某", office_short="市地方金融监管局",
        )
        for n in range(count)
    ]  # fmt: skip


def write(folder: Path, name: str, content: bytes) -> Path:
    path = folder / f"{name}.docx"
    path.write_bytes(content)
    return path


def test_a_page_of_text_has_22_lines_of_28_characters(printer: Print, pages: Pages, tmp_path: Path) -> None:
    text = "".join(f"{'一二三四五六七八九十'[n % 10]}" for n in range(28 * 22 * 2))
    sheet = write(tmp_path, "text", package(paragraph(text, "Flush"), Page()))
    first, second, *_ = pages(printer("pdf", [sheet], tmp_path)[0])
    lines = [line.strip() for line in first.splitlines() if "一" in line]
    assert [len(line) for line in lines] == [28] * 22
    assert ["".join(page.split())[-3:] for page in (first, second)] == ["—1—", "—2—"]


def test_no_punctuation_is_lost_at_the_end_of_a_line(printer: Print, pages: Pages, tmp_path: Path) -> None:
    named = "市经信局1项，“宁波智造品牌海外推广”（D5.3）逾期23天；市总工会1项，“培育工匠精神”（A4.4a）逾期8天。"
    texts = ["督" * number + named for number in range(28)]
    body = "".join(paragraph(text, "Body") for text in texts)
    printed = pages(printer("pdf", [write(tmp_path, "points", package(body, Page()))], tmp_path)[0])
    assert plain("".join(printed)) == plain("".join(texts))


def brief(count: int, weekly: bool = False) -> Brief:
    tasks = red(count) or [make_task("A1")]
    figures = make_figures(tasks, [make_task("A1")], indicators=INDICATORS)
    situation = "延期至2027年一季度末：进口设备交付周期延长，改造项目验收相应推迟。" if weekly else "逾期35天"
    lines = tuple(BriefLine(task.code, task.title, task.office, situation, task.owner) for task in tasks[:5] if count)
    if weekly:
        figures = replace(figures, period=Period(TODAY.replace(day=23), TODAY, weekly=True))
    sentences = replace(compute_sentences(figures), tasks=short_tasks(figures))
    return Brief(HEAD, figures, sentences, lines, max(count - 5, 0), "风险指标", overall_indicators(figures))


@pytest.mark.parametrize("weekly", [False, True], ids=["monthly", "weekly"])
def test_a_brief_is_one_page_whatever_is_red(printer: Print, pages: Pages, tmp_path: Path, weekly: bool) -> None:
    sheets = [write(tmp_path, f"b{count}", documents.brief_document(brief(count, weekly))) for count in (0, 5, 50)]
    printed = [pages(pdf) for pdf in printer("pdf", sheets, tmp_path)]
    assert [len(each) for each in printed] == [1, 1, 1]
    assert all("领导批示" in each[0] for each in printed)
    nobody = "本周没有新增红灯、久无进展和延期的任务" if weekly else "本期没有红灯任务"
    assert nobody in printed[0][0].replace("\n", "")
    assert "其余4" in printed[2][0].replace(" ", "")


def order(task: Any, number: int) -> SlipTask:
    demand = "请于2026年12月3日前书面说明逾期原因、下一步措施和预计完成时间。"
    return SlipTask(task, SlipLevel.SUPERVISE, task.light.reason, f"督办〔2026〕{number}号", demand)


def test_a_sheet_for_a_task_is_one_page_with_the_longest_texts(printer: Print, pages: Pages, tmp_path: Path) -> None:
    long = [
        replace(
            task, content="工作内容" * 60, note="最近进展" * 60, problems="存在问题" * 60,
            section="加快构建现代化产业体系" * 4,
            article_title="奋力打造全球智造创新之都 推动制造业高质量发展",
            due="2026年10月24日前", first_due="2026年8月8日前",
            extensions=2, co_offices=("市经信局", "市科技局", "市财政局", "市地方金融监管局"),
            office="市地方金融监督管理局",
            phone="0574-55570000",
        )
        for task in red(4)
    ]  # fmt: skip
    head = replace(HEAD, kind=PaperKind.ORDER, title="督办单", demo=True)
    slip = Slip(
        head, SlipLevel.SUPERVISE, "CB3138", "市地方金融监督管理局", TODAY, TODAY,
        tuple(order(task, number) for number, task in enumerate(long, 3)), "", "", "",
    )  # fmt: skip
    sheet = write(tmp_path, "o", documents.slip_document(slip, make_figures(long).settings))
    printed = pages(printer("pdf", [sheet], tmp_path)[0])
    assert len(printed) == 4
    for page, task in zip(printed, long, strict=True):
        assert task.code in page
        assert "督办联系人" in page


@pytest.fixture(scope="module")
def circulars(demonstration: Path, printer: Print, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return the circular of the demonstration ledger as docx and PDF, once more from a copy LibreOffice saved."""
    from tracker.cli.opened_ledger import OpenLedger
    from tracker.services.papers.bulletins import make_circular
    from tracker.store.engine import Database, sqlite_url

    folder = tmp_path_factory.mktemp("circular")
    shutil.copy(demonstration / "ledger.db", folder / "ledger.db")
    opened = OpenLedger(folder, Database(sqlite_url(folder / "ledger.db")), TODAY)
    with opened.database.reading() as session:
        circular: Circular = make_circular(session, TODAY, PERIOD)
    opened.database.close()
    sheet = write(folder, "通报", documents.circular_document(circular, pictures={"图_单位亮灯": blank_picture}))
    return {"docx": sheet, "pdf": printer("pdf", [sheet], folder)[0]}


def test_a_circular_leaves_nothing_of_its_template(circulars: dict[str, Path]) -> None:
    document = docx.Document(str(circulars["docx"]))
    text = document.element.xml
    assert not [mark for mark in ("{{", "{%", "｛｛") if mark in text]
    assert len(document.inline_shapes) == 1
    picture = document.part.related_parts[document.inline_shapes[0]._inline.graphic.graphicData.pic.blipFill.blip.embed]
    assert picture.image.px_width >= 1800
    for table in document.tables:
        assert "tblHeader" in table.rows[0]._tr.xml


def test_a_circular_prints_its_parts_in_order(circulars: dict[str, Path], pages: Pages) -> None:
    printed = pages(circulars["pdf"])
    text = "".join("".join(printed).split())
    order = [
        *(
            "督查通报",
            "第1期（演示数据）",
            "推进情况的通报",
            "各有关单位：",
            "一、总体情况",
            "图1各牵头单位",
            "二、各单位推进情况",
        ),
        *(
            "表1各牵头单位",
            "三、存在问题",
            "（一）",
            "四、下步要求",
            "附件：逾期及落后任务清单",
            "逾期及落后任务清单序号编号",
        ),
    ]
    places = [text.index(words) for words in order]
    assert places == sorted(places)
    assert "台账现有任务95项" in text
    assert printed[-1].split()[0] == "附件"


def test_the_signature_never_stands_alone(circulars: dict[str, Path], pages: Pages) -> None:
    signed = next(page for page in pages(circulars["pdf"]) if "下期通报" in page)
    assert "2026 年 11 月 28 日" in signed.split("附件：")[1]


@pytest.mark.parametrize(("tasks", "annexes"), [(0, 0), (2, 1)])
def test_without_a_red_task_there_is_no_annex(tmp_path: Path, tasks: int, annexes: int) -> None:
    figures = make_figures([*red(tasks), make_task("A1")])
    content = documents.circular_document(Circular(HEAD, figures, compute_sentences(figures)))
    text = "\n".join(each.text for each in docx.Document(io.BytesIO(content)).paragraphs)
    assert text.count("逾期及落后任务清单") == 2 * annexes
    assert ("本期未发现" in text) is (annexes == 0)


def test_two_annexes_are_numbered(tmp_path: Path) -> None:
    figures = make_figures([*red(2), make_task("A1")])
    content = documents.circular_document(Circular(HEAD, figures, Sentences(), with_list=True))
    lines = [
        each.text
        for each in docx.Document(io.BytesIO(content)).paragraphs
        if "附件" in each.text or "清单" in each.text
    ]
    assert lines == [
        "附件：1. 逾期及落后任务清单", "　　　2. 全部任务清单", "附件1", "逾期及落后任务清单", "附件2", "全部任务清单",
    ]  # fmt: skip
