"""What can be typed about offices, rounds and holidays. Imports nothing heavy."""

import argparse
from collections.abc import Callable
from typing import Any, TypeAlias

from tracker.cli.typed_path import typed_path

#: The sub-commands of a parser; their own class says what is wrong in one sentence.
Commands: TypeAlias = Any
Day: TypeAlias = Callable[[str], object]

ROLES = ("联络员", "主要负责人", "分管领导", "其他")


def add_exchange_commands(commands: Commands, day: Day) -> None:
    """Add the commands; `day` reads a date."""
    _add_office(commands, day)
    _add_round(commands, day)
    _add_holidays(commands)


def add_round_options(export: argparse.ArgumentParser) -> None:
    """Add to `export` when the answer is due in working days, and which round it belongs to."""
    export.add_argument("--due-days", metavar="N", type=_count, help="要求在多少个工作日内反馈（与 --due 二选一）")
    which = export.add_mutually_exclusive_group()
    which.add_argument("--again", action="store_true", help="补发给进行中的批次里还没有反馈的单位，与 --all 同用")
    which.add_argument("--new-round", action="store_true", help="为这个单位另开一批，与 --office 同用")


def add_return_options(returns: argparse.ArgumentParser) -> None:
    """Add to `returns` what it lists."""
    returns.add_argument("--round", metavar="N", type=_count, help="只列这一批")
    returns.add_argument("--json", action="store_true")


def _add_office(commands: Commands, day: Day) -> None:
    office = commands.add_parser("office", help="单位名录：联系人、更名、合并、撤销")
    below = office.add_subparsers(dest="office_command", metavar="ACT", required=True, parser_class=type(office))
    below.add_parser("list", help="列出单位").add_argument("--json", action="store_true")
    show = below.add_parser("show", help="看一个单位")
    show.add_argument("name", metavar="NAME")
    show.add_argument("--json", action="store_true")
    taking = below.add_parser("import", help="导入单位名录（联络员、电话、邮箱）")
    taking.add_argument("file", metavar="FILE", type=typed_path)
    taking.add_argument("--preview", action="store_true", help="只看会改什么，不改动任何内容")
    taking.add_argument("--json", action="store_true")
    below.add_parser("export", help="导出单位名录").add_argument("file", metavar="FILE", type=typed_path)
    rename = below.add_parser("rename", help="更名")
    merge = below.add_parser("merge", help="并入另一单位")
    split = below.add_parser("split", help="分出新单位")
    for command, names in ((rename, ("old", "new")), (merge, ("old", "into")), (split, ("old", "new"))):
        for name in names:
            command.add_argument(name, metavar=name.upper())
    merge.add_argument("--keep-tasks", action="store_true", help="没有办完的任务留在原单位，以后逐项移交")
    split.add_argument("--tasks", metavar="CODES", required=True, help="划给新单位的任务，用逗号分开")
    dissolve = below.add_parser("dissolve", help="撤销")
    dissolve.add_argument("old", metavar="NAME")
    restore = below.add_parser("restore", help="恢复撤销的单位")
    restore.add_argument("old", metavar="NAME")
    for command in (rename, merge, split, dissolve):
        command.add_argument("--on", metavar="DATE", type=day, required=True, help="从哪一天起")
    _add_person(below, day)


def _add_person(below: Any, day: Day) -> None:
    person = below.add_parser("person", help="单位的联系人")
    person.add_argument("office", metavar="NAME")
    act = person.add_mutually_exclusive_group(required=True)
    act.add_argument("--add", metavar="PERSON", default="", help="新增联系人")
    act.add_argument("--edit", metavar="PERSON", default="", help="修改联系人")
    act.add_argument("--leave", metavar="PERSON", default="", help="联系人离任")
    person.add_argument("--role", choices=ROLES, default="")
    for name in ("post", "phone", "mobile", "email", "note"):
        person.add_argument(f"--{name}")
    person.add_argument("--main", action="store_true", help="设为主要联系人")
    person.add_argument("--on", metavar="DATE", type=day, help="任职或离任的日期（默认今天）")


def _add_round(commands: Commands, day: Day) -> None:
    each = commands.add_parser("round", help="批次：关闭、重新打开、免报、重算日期")
    below = each.add_subparsers(dest="round_command", metavar="ACT", required=True, parser_class=type(each))
    below.add_parser("list", help="列出各批").add_argument("--json", action="store_true")
    close, reopen, recount, excuse, expect = (
        below.add_parser(name, help=words)
        for name, words in (
            ("close", "关闭：不再催报，没有反馈的记为未交"),
            ("reopen", "重新打开"),
            ("recount", "按现在的节假日重算约定的反馈日期"),
            ("excuse", "免报"),
            ("expect", "取消免报"),
        )
    )
    for command in (close, reopen, recount, excuse, expect):
        command.add_argument("number", metavar="N", type=_count)
    for command in (excuse, expect):
        command.add_argument("office", metavar="OFFICE")
    for command in (reopen, recount, excuse):
        command.add_argument("--reason", metavar="TEXT", required=True)
    close.add_argument("--on", metavar="DATE", type=day, help="关闭日期（默认今天）")


def _add_holidays(commands: Commands) -> None:
    holidays = commands.add_parser("holidays", help="节假日安排：计算工作日用")
    below = holidays.add_subparsers(dest="holidays_command", metavar="ACT", required=True, parser_class=type(holidays))
    below.add_parser("list", help="列出一年").add_argument("year", metavar="YEAR", type=_count)
    imported = below.add_parser("import", help="导入 TOML 文件")
    notice = below.add_parser("add-notice", help="读放假通知的文字")
    for command in (imported, notice):
        command.add_argument("file", metavar="FILE", type=typed_path)
        command.add_argument("--reason", metavar="TEXT", default="", help="依据（默认写文件名）")
    notice.add_argument("--year", metavar="YEAR", type=_count, help="通知里没有写年份时")
    notice.add_argument("--preview", action="store_true", help="只看读到什么，不改动任何内容")


def _count(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > 6:
        raise argparse.ArgumentTypeError(f"“{text}”不是数字，请写成 3")
    return int(text)
