"""What can be typed about offices, rounds and holidays is parsed into what the commands read."""

from datetime import date

import pytest

from tracker.cli.parser import parse
from tracker.errors import InputError


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("office list", {"office_command": "list", "json": False}),
        ("office list --json", {"office_command": "list", "json": True}),
        ("office show 市科技局 --json", {"office_command": "show", "name": "市科技局", "json": True}),
        ("office import a.xlsx --preview", {"office_command": "import", "preview": True, "json": False}),
        ("office export a.xlsx", {"office_command": "export"}),
        (
            "office rename 市科技局 市科创局 --on 2026-03-01",
            {"old": "市科技局", "new": "市科创局", "on": date(2026, 3, 1)},
        ),
        (
            "office merge 市科技局 市经信局 --on 2026-03-01 --keep-tasks",
            {"old": "市科技局", "into": "市经信局", "keep_tasks": True},
        ),
        ("office merge 甲 乙 --on 2026-03-01", {"keep_tasks": False}),
        ("office split 甲 乙 --on 2026-03-01 --tasks A1.1,A1.2", {"tasks": "A1.1,A1.2"}),
        ("office dissolve 甲 --on 2026-03-01", {"old": "甲"}),
        (
            "office person 甲 --add 张三 --main",
            {"office": "甲", "add": "张三", "main": True, "role": "", "phone": None},
        ),
        ("office person 甲 --edit 张三 --phone 1", {"edit": "张三", "phone": "1", "email": None}),
        ("office person 甲 --leave 张三 --on 2026-03-01", {"leave": "张三", "on": date(2026, 3, 1)}),
        ("round list --json", {"round_command": "list", "json": True}),
        ("round close 3", {"round_command": "close", "number": 3, "on": None}),
        ("round reopen 3 --reason 还有单位", {"number": 3, "reason": "还有单位"}),
        ("round excuse 3 甲 --reason 机构改革", {"number": 3, "office": "甲", "reason": "机构改革"}),
        ("round expect 3 甲", {"round_command": "expect", "office": "甲"}),
        ("holidays list 2027", {"holidays_command": "list", "year": 2027}),
        ("holidays add-notice a.txt --year 2027 --preview", {"year": 2027, "preview": True}),
        ("returns --round 2 --json", {"round": 2, "json": True}),
        ("returns", {"round": None, "json": False}),
        ("export --office 甲 --out a --due-days 5 --new-round", {"due_days": 5, "new_round": True, "again": False}),
        ("export --all --out a --again", {"due_days": None, "new_round": False, "again": True}),
        ("export --all --out a", {"due_days": None, "new_round": False, "again": False}),
    ],
)
def test_a_line_is_understood(line: str, wanted: dict[str, object]) -> None:
    parsed = vars(parse(line.split()))
    assert {name: parsed[name] for name in wanted} == wanted


@pytest.mark.parametrize(
    "line",
    [
        "office",
        "office show",
        "office rename 甲 乙",
        "office merge 甲 乙",
        "office split 甲 乙 --on 2026-03-01",
        "office person 甲",
        "office person 甲 --add 张三 --leave 李四",
        "office person 甲 --add 张三 --role 司机",
        "round",
        "round close",
        "round close 三",
        "round reopen 3",
        "round excuse 3 甲",
        "round excuse 3 --reason 机构改革",
        "holidays",
        "holidays list",
        "holidays list 二七",
        "returns --round 第二",
        "export --all --out a --again --new-round",
        "export --all --out a --due-days -5",
    ],
)
def test_a_line_that_lacks_something_is_refused(line: str) -> None:
    with pytest.raises(InputError, match="命令写法不对"):
        parse(line.split())
