"""What can be typed about sources, their tasks, lists, indicators, packs and the X-ray. Imports nothing heavy."""

import argparse
from collections.abc import Callable
from typing import Any, TypeAlias

from tracker.cli.typed_path import typed_path

#: The sub-commands of a parser; their own class says what is wrong in one sentence.
Commands: TypeAlias = Any

#: How an office can tell something beside its workbook, and what a co-office can say of its part.
CHANNELS = ("电话", "微信", "当面", "会议", "书面")
HELP_STATES = ("未开始", "配合中", "已完成", "不涉及")
KINDS = ("文章", "批示", "会议", "建议", "提案", "上级文件", "信访", "热线", "自立")


def add_source_commands(commands: Commands, day: Callable[[str], object]) -> None:
    """Add the commands; `day` reads a date."""
    _add_source(commands, day)
    _add_task(commands, day)
    _add_indicator(commands, day)
    _add_pack(commands)
    xray = commands.add_parser("xray", help="体检：台账里缺什么")
    xray.add_argument("--article", metavar="CODE", default="", help="只看这个来源")
    xray.add_argument("--silent", metavar="N", type=_days, help="超过多少天没有进展算沉默（默认按亮灯规则）")
    xray.add_argument("--json", action="store_true")


def add_list_import(tasks: argparse.ArgumentParser, parser_class: type[argparse.ArgumentParser]) -> None:
    """Add `tasks import`; `tasks` alone stays the list."""
    below = tasks.add_subparsers(dest="tasks_command", metavar="import", parser_class=parser_class)
    taking = below.add_parser("import", help="导入别人的任务清单")
    taking.add_argument("file", metavar="FILE", type=typed_path)
    taking.add_argument("--sheet", metavar="NAME", default="", help="只读这张工作表")
    taking.add_argument("--map", metavar="FIELD=COLUMN,…|@NAME", default="", help="指定各列，或用记住的对应方案")
    whence = taking.add_mutually_exclusive_group()
    whence.add_argument("--source", metavar="CODE", default="", help="任务从哪个来源来")
    whence.add_argument(
        "--new-source", metavar="KIND:TITLE", default="", help="同时登记新的来源，如 上级文件:2026年任务分解"
    )
    taking.add_argument("--preview", action="store_true", help="只看会导入什么，不改动任何内容")
    taking.add_argument("--json", action="store_true")
    taking.add_argument("--unknown-offices", choices=("create", "keep", "stop"), default="stop", help="不认识的单位")
    taking.add_argument("--changed", choices=("update", "skip"), default="update", help="已有任务的改动")
    taking.add_argument("--unsure", choices=("new", "skip", "stop"), default="stop", help="可能已有的任务")
    taking.add_argument("--save-map", metavar="NAME", default="", help="记住各列的对应方案")
    taking.add_argument("--reason", metavar="TEXT", default="", help="时限变动的理由")
    taking.add_argument("--decided-by", metavar="NAME", default="", help="时限变动的批准人")


def _add_source(commands: Commands, day: Callable[[str], object]) -> None:
    source = commands.add_parser("source", help="任务来源：登记、修改、归档")
    below = source.add_subparsers(dest="source_command", metavar="ACT", required=True, parser_class=type(source))
    add = below.add_parser("add", help="登记来源")
    add.add_argument("--kind", choices=KINDS, required=True, metavar="KIND", help="、".join(KINDS))
    add.add_argument("--title", required=True)
    for name in ("number", "sender", "leader", "report-text", "content", "note"):
        add.add_argument(f"--{name}", default="")
    add.add_argument("--received", metavar="DATE", type=day, help="收文日期")
    add.add_argument("--report-by", metavar="DATE", type=day, help="应报日期")
    add.add_argument("--urgency", choices=("平件", "急件", "特急"), default="平件")
    add.add_argument("--file", metavar="FILE", type=typed_path, action="append", default=[], help="附件，可以多次")
    add.add_argument("--again", action="store_true", help="文号已登记过，仍然登记")
    show = below.add_parser("list", help="列出来源")
    show.add_argument("--kind", choices=KINDS, default="")
    show.add_argument("--state", choices=("open", "reported", "retired"), default="")
    edit = below.add_parser("edit", help="修改来源的一项内容")
    for name in ("code", "field", "value"):
        edit.add_argument(name, metavar=name.upper())
    attach = below.add_parser("attach", help="给来源添加附件")
    attach.add_argument("code", metavar="CODE")
    attach.add_argument("file", metavar="FILE", type=typed_path, nargs="+")
    report = below.add_parser("report", help="记为已报")
    reopen = below.add_parser("reopen", help="恢复在办")
    for command in (report, reopen):
        command.add_argument("code", metavar="CODE")
        command.add_argument("--note", default="")
    retire = below.add_parser("retire", help="归档")
    retire.add_argument("code", metavar="CODE")
    retire.add_argument("--reason", required=True)
    retire.add_argument("--cancel-tasks", action="store_true", help="同时取消没有完成的任务")
    retire.add_argument("--decided-by", metavar="NAME", default="", help="批准人：取消任务，或还有已交办的红灯任务时")
    retire.add_argument("--yes", action="store_true", help="有工作簿在途也归档")
    below.add_parser("delete", help="删除没有任务的来源").add_argument("code", metavar="CODE")
    for command in (add, show):
        command.add_argument("--json", action="store_true")


def _add_task(commands: Commands, day: Callable[[str], object]) -> None:
    task = commands.add_parser("task", help="一项任务：新增、回应、修改")
    below = task.add_subparsers(dest="task_command", metavar="ACT", required=True, parser_class=type(task))
    add = below.add_parser("add", help="在来源下新增任务")
    add.add_argument("--source", metavar="CODE", required=True)
    add.add_argument("--title", required=True)
    for name in ("content", "lead", "co", "due", "leader", "theme", "answers", "owner", "phone", "remark"):
        add.add_argument(f"--{name}", default="")
    add.add_argument("--priority", choices=("一般", "重点"), default="一般")
    add.add_argument("--yes", action="store_true", help="时限就照写的记")
    add.add_argument("--json", action="store_true")
    answer = below.add_parser("answer", help="改任务回应的建议")
    answer.add_argument("code", metavar="CODE")
    answer.add_argument("--add", metavar="CODES", default="")
    answer.add_argument("--remove", metavar="CODES", default="")
    answer.add_argument("--main", metavar="CODE", default="", help="设为主要回应")
    edit = below.add_parser("set", help="修改任务的一项内容")
    for name in ("code", "field", "value"):
        edit.add_argument(name, metavar=name.upper())
    edit.add_argument("--reason", default="")
    edit.add_argument("--decided-by", metavar="NAME", default="")
    edit.add_argument("--yes", action="store_true", help="看过提示，确认这样改")
    _add_report(below, day)


def _add_report(below: Any, day: Callable[[str], object]) -> None:
    report = below.add_parser("report", help="登记单位在电话里、微信上或当面说的进展")
    report.add_argument("code", metavar="CODE")
    report.add_argument("--office", metavar="NAME", required=True, help="牵头单位或配合单位")
    report.add_argument("--by", metavar="NAME", required=True, help="谁说的")
    report.add_argument("--channel", choices=CHANNELS, required=True)
    report.add_argument("--on", metavar="DATE", type=day, help="哪一天说的（默认今天）")
    report.add_argument("--progress", metavar="PERCENT", type=_percent, help="进度，由牵头单位报")
    report.add_argument("--state", choices=HELP_STATES, default="", help="配合状态，由配合单位报")
    for name, words in (("note", "进展或配合情况"), ("problems", "存在问题"), ("next-steps", "下一步措施")):
        report.add_argument(f"--{name}", default="", metavar="TEXT", help=words)


def _percent(text: str) -> int:
    number = text.removesuffix("%").strip()
    if not number.isascii() or not number.isdecimal() or int(number[:4]) > 100:
        raise argparse.ArgumentTypeError(f"进度要填 0 到 100 的百分数，现在是“{text}”")
    return int(number)


def _add_indicator(commands: Commands, day: Callable[[str], object]) -> None:
    indicator = commands.add_parser("indicator", help="一项指标：新建、修改、关联、导入月报")
    below = indicator.add_subparsers(
        dest="indicator_command", metavar="ACT", required=True, parser_class=type(indicator)
    )
    add = below.add_parser("add", help="新建指标")
    add.add_argument("--name", required=True)
    for name in ("unit", "office", "note", "target-text", "baseline-text"):
        add.add_argument(f"--{name}", default="")
    add.add_argument("--kind", choices=("定量", "定性", "背景"), default="定量")
    add.add_argument("--measure", choices=("存量", "累计", "增速", "占比", "位次"), default="")
    add.add_argument("--direction", choices=("越高越好", "越低越好"), default="越高越好")
    add.add_argument("--frequency", choices=("每月", "每季", "每半年", "每年", "不定期"), default="")
    for name in ("baseline", "target"):
        add.add_argument(f"--{name}", metavar="NUMBER", type=float)
        add.add_argument(f"--{name}-on", metavar="DATE", type=day)
    add.add_argument("--alias", action="append", default=[], help="别名，可以多次")
    add.add_argument("--json", action="store_true")
    below.add_parser("list", help="列出指标").add_argument("--json", action="store_true")
    _add_indicator_changes(below)
    _add_month_import(below)


def _add_indicator_changes(below: Any) -> None:
    edit = below.add_parser("edit", help="修改指标的一项内容")
    for name in ("code", "field", "value"):
        edit.add_argument(name, metavar=name.upper())
    edit.add_argument("--reason", default="", help="指标因此好看时的理由")
    link, unlink = (below.add_parser(name, help=words) for name, words in (("link", "关联"), ("unlink", "取消关联")))
    for command in (link, unlink):
        command.add_argument("code", metavar="CODE")
        command.add_argument("--tasks", metavar="CODES", default="")
        command.add_argument("--recommendations", metavar="CODES", default="")
        command.add_argument("--no-follow", action="store_true", help="建议下的任务不跟着变")
    retire = below.add_parser("retire", help="停用指标")
    retire.add_argument("code", metavar="CODE")
    retire.add_argument("--reason", required=True)
    for command in (edit, retire):
        command.add_argument("--decided-by", metavar="NAME", default="", help="批准人")
    merge = below.add_parser("merge", help="把另一项指标并进来")
    merge.add_argument("code", metavar="CODE")
    merge.add_argument("other", metavar="OTHER")


def _add_month_import(below: Any) -> None:
    taking = below.add_parser("import", help="导入统计月报")
    taking.add_argument("file", metavar="FILE", type=typed_path)
    taking.add_argument("--map", metavar="NAME=CODE[:FIGURE],…|@NAME", default="", help="指明行对应的指标")
    taking.add_argument("--save-map", metavar="NAME", default="", help="记住对应关系")
    taking.add_argument("--conflicts", choices=("ours", "theirs"), default="ours", help="同一天已有另一个数值")
    taking.add_argument("--unsure", choices=("take", "skip", "stop"), default="stop", help="与以往相差太大的数值")
    taking.add_argument("--preview", action="store_true")
    taking.add_argument("--json", action="store_true")


def _add_pack(commands: Commands) -> None:
    pack = commands.add_parser("pack", help="目录包：导入、更新、移除")
    below = pack.add_subparsers(dest="pack_command", metavar="ACT", required=True, parser_class=type(pack))
    for name, words in (("import", "导入"), ("update", "更新")):
        command = below.add_parser(name, help=f"{words}目录包")
        command.add_argument("path", metavar="PATH", type=typed_path)
        if name == "import":
            command.add_argument("--no-tasks", action="store_true", help="只要建议，不建任务")
        command.add_argument("--preview", action="store_true")
        command.add_argument("--json", action="store_true")
    remove = below.add_parser("remove", help="移除目录包")
    remove.add_argument("code", metavar="CODE")
    remove.add_argument("--preview", action="store_true")
    remove.add_argument("--json", action="store_true")
    below.add_parser("list", help="列出目录包").add_argument("--json", action="store_true")
    below.add_parser("template", help="目录包的空白表格").add_argument("file", metavar="FILE.xlsx", type=typed_path)


def _days(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or not 0 < int(text) < 10_000:
        raise argparse.ArgumentTypeError(f"“{text}”不是天数，请写成 60")
    return int(text)
