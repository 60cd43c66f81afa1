"""The table of placeholders: help, check and filling are made from it."""

from tests.paper_rows import PERIOD, make_figures, make_task
from tracker.model.enums import LightColour, PaperKind, SlipLevel
from tracker.model.rows import Brief, Circular, PaperHead, Sentences, Slip, SlipTask
from tracker.paths import resources_dir
from tracker.reports.names import (
    BRIEF,
    CIRCULAR,
    LETTERS,
    NOTICE,
    ORDER,
    PAPERS,
    PLACEHOLDERS,
    Placeholder,
    empty_values,
    names_of,
    papers_of,
)  # fmt: skip
from tracker.reports.paper_values import brief_values, circular_values, letter_values, order_values

#: Names that a paper fills only when there is something: pictures, differences to a period that may not be there.
TODAY = PERIOD.end
OPTIONAL = {name for name in names_of(CIRCULAR) if name.startswith(("图_", "较上期_"))}
TASKS = [make_task("A1", colour=LightColour.RED, overdue_days=3), make_task("A2")]
HEAD = PaperHead(PaperKind.CIRCULAR, "督查通报", "第1期", 1, "督查室", TODAY, "标题", "各有关单位：", "", "", False)
SLIP = Slip(
    HEAD, SlipLevel.URGE, "BE7A0A", "市经信局", TODAY, None,
    (SlipTask(TASKS[0], SlipLevel.URGE, "逾期3天"),), "请抓紧办理。", "", "特此催办。",
)  # fmt: skip
FIGURES = make_figures(TASKS, TASKS)


def test_a_name_stands_once() -> None:
    names = [placeholder.name for placeholder in PLACEHOLDERS]
    assert len(names) == len(set(names))
    assert all(placeholder.papers and placeholder.meaning and placeholder.example for placeholder in PLACEHOLDERS)


def test_a_circular_fills_its_names() -> None:
    filled = circular_values(Circular(HEAD, FIGURES, Sentences()))
    assert set(names_of(CIRCULAR)) - set(filled) <= OPTIONAL - {name for name in OPTIONAL if name[0] == "较"}
    assert set(filled) <= set(names_of(CIRCULAR))


def test_a_brief_fills_its_names() -> None:
    filled = brief_values(Brief(HEAD, FIGURES, Sentences(), (), 0, "风险指标", ""))
    assert set(filled) <= set(names_of(BRIEF))
    # A brief has no annexes, and no short form beside its sentence.
    assert set(names_of(BRIEF)) - set(filled) <= OPTIONAL | {"附件清单", "全部任务清单", "附件说明"}


def test_a_letter_and_a_sheet_fill_their_names() -> None:
    #: Of all papers; an office's slip has no use for them.
    general = {"机关标志", "引言", "起始日", "上期截止日"}
    for paper, filled in ((LETTERS[0], letter_values(SLIP)), (ORDER, order_values(SLIP))):
        assert set(filled) <= set(names_of(paper))
        assert set(names_of(paper)) - set(filled) <= general


def test_the_columns_of_a_list_are_those_of_the_table() -> None:
    for paper, filled in (
        (CIRCULAR, circular_values(Circular(HEAD, FIGURES, Sentences(), with_list=True))),
        (NOTICE, letter_values(SLIP)),
        (ORDER, order_values(SLIP)),
    ):
        lists = {name: rows for name, rows in filled.items() if isinstance(rows, list) and rows}
        assert lists
        for name, rows in lists.items():
            assert set(rows[0]) == set(names_of(paper)[name].columns), name


def test_a_paper_without_values_is_empty() -> None:
    empty = empty_values(ORDER)
    assert (empty["标题"], empty["督办清单"]) == ("", [])
    assert set(empty) == set(names_of(ORDER))


def test_a_name_knows_its_papers() -> None:
    assert papers_of("标题") == PAPERS
    assert papers_of("督办清单") == (ORDER,)
    assert papers_of("没有") == ()


def test_what_is_copied_is_what_a_template_needs() -> None:
    written = {placeholder.name: placeholder.written for placeholder in PLACEHOLDERS}
    assert written["任务总数"] == "{{ 任务总数 }}"
    assert written["未反馈单位"] == "{%tr for 行 in 未反馈单位 %} … {{ 行.单位 }} … {%tr endfor %}"


def help_table() -> str:
    """Return the table of the help page in Markdown."""
    cells = (("名称", "意思", "例子", "用于"), *map(help_cells, PLACEHOLDERS))
    head, *rows = (f"| {' | '.join(row)} |" for row in cells)
    return "\n".join((head, "|---|---|---|---|", *rows))


def help_cells(placeholder: Placeholder) -> tuple[str, ...]:
    """Return what the table says of a placeholder."""
    columns = f"。栏：{'、'.join(placeholder.columns)}" if placeholder.columns else ""
    papers = "全部" if placeholder.papers == PAPERS else "、".join(placeholder.papers)
    return (f"`{placeholder.name}`", placeholder.meaning + columns, placeholder.example, papers)


def test_the_help_page_has_the_table() -> None:
    page = (resources_dir() / "help" / "papers-templates.md").read_text(encoding="utf-8")
    assert help_table() in page
