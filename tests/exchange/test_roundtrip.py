"""Out and back without a person between: nothing may change; three edits are three changes."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tracker.exchange.write.workbook import write_workbook
from tracker.model.enums import Outcome

Make = Callable[..., Any]

AWKWARD_TEXTS = [
    "=1+1 起草中",
    "+86 574",
    "-无",
    "@所有单位",
    "'引号开头",
    "#N/A",
    "50%",
    "1e5",
    "00123",
    "2025-12-31",
    "TRUE",
    "第一行\n第二行\n\n第四行",
    "回车\r\n换行\r单独",
    "制表\t符",
    "  前后空格　 ",
    "全角ＡＢＣ１２３（括号）(半角)",
    "_x000D_ 字面转义 _x0041_",
    "控制\x0b字符\x07",
    '<b>&amp;</b> "引" ]]>',
    "零宽\u200b与\u00a0不换行空格",
    "长" * 32_766 + "完",
    "{=SUM(A1)}",
    "http://example.com/?a=1&b=2",
    "Tuid-9~EXP7F3A~AAAAAAAA",
]


@pytest.mark.parametrize("text", AWKWARD_TEXTS, ids=lambda text: repr(text[:12]))
def test_awkward_text_comes_back_unchanged(
    text: str, new_exchange: Make, task: dict[str, Any], tmp_path: Path, book_of: Make
) -> None:
    fields = ("title", "content", "owner", "phone", "progress_note", "problems", "next_steps", "remark")
    exchange = new_exchange({**task, **dict.fromkeys(fields, text)})
    path = tmp_path / "a.xlsx"
    write_workbook(path, exchange.content)
    found = exchange.compare(book_of(path))
    assert found.changes == ()
    assert [p.message for p in found.problems if "截断" not in p.message] == []


@pytest.mark.parametrize(
    "values",
    [
        {"progress": 0},
        {"progress": 1},
        {"progress": 7},
        {"progress": 29},
        {"progress": 57},
        {"progress": 100},
        {"progress": None},
        {"status": "unassigned"},
        {"status": "closed"},
        {"status": "cancelled"},
        {"co_offices": ()},
        {"co_offices": ("市发改委",)},
        {"due_text": "2025.10"},
        {"due_text": "到2025年"},
        {"due_text": "每季度末"},
        {"due_text": "另行通知"},
        {"owner": "张 三、李四"},
        {"phone": "0574-8718 1234"},
    ],
    ids=str,
)
def test_every_kind_of_value_comes_back_unchanged(
    values: dict[str, Any], new_exchange: Make, task: dict[str, Any], tmp_path: Path, book_of: Make
) -> None:
    exchange = new_exchange({**task, **values})
    path = tmp_path / "a.xlsx"
    write_workbook(path, exchange.content)
    found = exchange.compare(book_of(path))
    assert (found.changes, found.problems) == ((), ())


def test_three_edits_are_exactly_three_changes(exchange: Any, exported: Path, book_of: Make) -> None:
    book = openpyxl.load_workbook(exported)
    tasks, indicators = book["任务清单"], book["指标填报"]
    tasks["N5"] = 0.65
    tasks["P6"] = "已设立，规模20亿元"
    indicators["E5"] = 7123.5
    book.save(exported)
    found = exchange.compare(book_of(exported))
    assert [(c.task, c.field, c.theirs, c.outcome, c.sheet, c.cell) for c in found.changes] == [
        ("B2.1", "progress", 65, Outcome.CHANGE, "任务清单", "N5"),
        ("B2.2", "progress_note", "已设立，规模20亿元", Outcome.CHANGE, "任务清单", "P6"),
        ("工业增加值", "indicator_value", 7123.5, Outcome.CHANGE, "指标填报", "E5"),
    ]
    assert found.problems == ()
    assert (found.office, found.export, found.rows_read) == ("市经信局", "EXP7F3A", 5)


def test_an_empty_export_is_a_valid_workbook(new_content: Make, new_exchange: Make, tmp_path: Path) -> None:
    path = tmp_path / "空.xlsx"
    write_workbook(path, new_content(tasks=(), indicators=()))
    assert openpyxl.load_workbook(path).sheetnames == ["任务清单", "_meta"]
