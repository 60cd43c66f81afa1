"""An export whose rows hold everything that other programs are known to bend."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tracker.exchange.write.content import ContentRow
from tracker.model.enums import Status

TEXTS = {
    "title": "=1+1 以等号开头的任务",
    "content": "第一行\n　　第二行缩进\n\n第四行 Mixed中英ＡＢＣ",
    "source": "《来源》（ＡＢ）(ab)",
    "owner": "张 三",
    "phone": "0574-87181234",
    "progress_note": "-减号 +加号 @艾特\n=SUM(A1) 50% 1e5",
    "problems": "制表\t符 _x000D_ 字面 “引号” <b>&amp;</b>",
    "next_steps": "00123",
    "remark": "长" * 1_200,
}
DUE = ("2025.10", "2025-12-31", "12月底", "每季度末", "长期坚持", "2025年12月底前", "", "二〇二五年十二月")
DUE += (
    "6月底",
    "一季度末",
    "上半年",
    "到2025年",
    "立行立改",
    "2025年6月30日前",
    "尽快",
    "另行通知",
    "明年上半年",
    "46022",
)
BEGINNINGS = (
    "=1+1",
    "+86",
    "-无",
    "@所有人",
    "'引号",
    "#N/A",
    "50%",
    "1e5",
    "2025-12-31",
    "TRUE",
    "{=1}",
    "ＡＢ１２（全角）",
)
MEASURED: tuple[dict[str, Any], ...] = (
    {"indicator": "空的", "unit": "亿元", "previous_value": None, "indicator_value": None},
    {
        "indicator": "整数",
        "unit": "家",
        "previous_value": 120.0,
        "indicator_value": 183.0,
        "indicator_on": "2025-06-30",
    },
    {"indicator": "份额", "unit": "%", "previous_value": 0.79, "indicator_value": 0.4, "indicator_on": "2025-06-30"},
    {"indicator": "小数", "unit": "%", "previous_value": 0.1 + 0.2, "indicator_value": -12.345678},
    {
        "indicator": "=很大",
        "unit": "=元",
        "previous_value": 1e15,
        "indicator_value": 0.0,
        "indicator_note": "=说明\n二",
    },
)
INDICATORS = tuple(
    ContentRow(f"I{n}", {"previous_on": "", "indicator_on": "", "indicator_note": "", **row})
    for n, row in enumerate(MEASURED)
)


@pytest.fixture(scope="session")
def live_exchange(make_exchange: Callable[..., Any]) -> Any:
    """Return an export whose rows hold everything that conversions are known to bend."""
    rows = [
        {**TEXTS, "code": f"B2.{n}", "title": f"{TEXTS['title']}{n}", "due_text": due, "progress": 5 * n + 1}
        for n, due in enumerate(DUE, start=1)
    ]
    rows += [{"code": "E1", "progress": 100, "status": "closing"}, {"code": "E2", "progress": None, "co_offices": ()}]
    rows += [{"code": f"S{n}", "status": status.value} for n, status in enumerate(Status)]
    rows += [{"code": f"P{percent}", "progress": percent} for percent in (0, 1, 7, 29, 57, 58, 99)]
    rows += [
        {"code": f"T{n}", "title": f"{text} {n}", "owner": text, "phone": text, "progress_note": text, "remark": text}
        for n, text in enumerate(BEGINNINGS)
    ]
    rows += [{"code": "L2", "remark": "长\n" * 60 + "完"}]
    rows = [{"title": f"任务{row['code']}", **row} for row in rows]
    exchange = make_exchange(*rows)
    return replace(exchange, content=replace(exchange.content, indicators=INDICATORS))
