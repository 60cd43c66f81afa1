"""What can be typed on the command line. Imports nothing heavy: every start goes through here."""

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from itertools import takewhile
from pathlib import Path
from typing import NoReturn, TypeAlias

from tracker import __version__
from tracker.cli.chinese_words import error_words, help_words
from tracker.cli.evidence_parser import add_evidence
from tracker.cli.exchange_parser import add_exchange_commands, add_return_options, add_round_options
from tracker.cli.paper_parser import add_reports
from tracker.cli.source_parser import add_list_import, add_source_commands
from tracker.cli.typed_path import FileOrFolder, typed_path
from tracker.errors import InputError

PROGRAM = Path(sys.executable).name if getattr(sys, "frozen", False) else "python -m tracker"
#: What may be dropped on the program's icon, as on its window.
WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".et"})
_FIRST_YEAR, _LAST_YEAR = 1900, 2200


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence and leaves with the exit code for bad input."""

    def error(self, message: str) -> NoReturn:
        raise InputError(f"命令写法不对：{error_words(message)}。用 {PROGRAM} --help 看全部命令。")

    def format_help(self) -> str:
        """Return the help with its own words in Chinese."""
        return help_words(super().format_help())

    def format_usage(self) -> str:
        """Return the usage line with its own words in Chinese."""
        return help_words(super().format_usage())


Commands: TypeAlias = "argparse._SubParsersAction[_Parser]"


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Return the parsed command line; `command` is None when the window is wanted. Raises InputError.

    Files without a command, as Windows passes what was dropped on the icon, are `files` of the window; what
    is no workbook is named there, beside those that are.
    """
    parser = _build()
    bare = not any(word.startswith("-") for word in arguments)
    dropped = list(takewhile(lambda word: _is_dropped(word, folders=bare), reversed(arguments)))[::-1]
    rest = arguments[: len(arguments) - len(dropped)]
    if dropped and not any(word in _commands(parser) for word in rest):
        return parser.parse_args(rest, argparse.Namespace(files=[Path(name) for name in dropped]))
    wanted = parser.parse_args(arguments, argparse.Namespace(files=[]))
    if wanted.command == "export" and not (wanted.out or wanted.eml or wanted.disk):
        raise InputError("命令写法不对：没有说导出到哪里，请用 --out、--eml 或 --disk 指定。")
    return wanted


def _is_dropped(word: str, *, folders: bool) -> bool:
    """Tell what a dropped path is; a folder may as well be the value of an option."""
    path = Path(word)
    if path.suffix.lower() in WORKBOOKS:
        return True
    return path.is_absolute() and (path.is_file() or (folders and path.is_dir()))


def _commands(parser: argparse.ArgumentParser) -> list[str]:
    return [name for action in parser._actions if action.dest == "command" for name in action.choices or ()]


def _build() -> argparse.ArgumentParser:
    parser = _Parser(prog=PROGRAM, description="智造台账：政策建议任务台账")
    parser.add_argument("--version", action="version", version=f"tracker {__version__}")
    parser.add_argument("--data", metavar="DIR", help="数据文件夹（默认在用户目录下）")
    parser.add_argument(
        "--db", metavar="URL", help="数据库地址，如 postgresql+psycopg://…（默认为数据文件夹里的 SQLite）"
    )
    parser.add_argument("--today", metavar="YYYY-MM-DD", type=_day, help="按这一天计算亮灯和期限（默认今天）")
    parser.add_argument("--preview", metavar="WORDS", default="", help=argparse.SUPPRESS)  # a backup that is looked at
    parser.add_argument(
        "--selftest", metavar="DIR", nargs="?", const="", help="自检：在空文件夹里把所有功能走一遍，通过显示 PASS"
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)
    _add_reading(commands)
    _add_exchange(commands)
    add_evidence(commands, _Parser)
    add_reports(commands, _day)
    _add_keeping(commands)
    add_source_commands(commands, _day)
    add_exchange_commands(commands, _day)
    return parser


def _add_reading(commands: Commands) -> None:
    tour = commands.add_parser("tour", help="不开窗口：台账摘要、各页图片和一份单位工作簿")
    tour.add_argument("--out", metavar="DIR", type=typed_path, default=Path("out"))
    tour.add_argument("--guide", action="store_true", help="只画帮助里“十图导览”用的十张图")
    tour.add_argument("--all", action="store_true", help="还有每个对话框、菜单和分页，两种主题，也按 125%% 缩放")
    tasks = commands.add_parser("tasks", help="列出任务")
    for name in ("office", "article", "theme", "status", "light", "search"):
        tasks.add_argument(f"--{name}", default="", metavar=name.upper())
    tasks.add_argument("--json", action="store_true")
    add_list_import(tasks, _Parser)
    commands.add_parser("indicators", help="列出指标").add_argument("--json", action="store_true")
    intake = commands.add_parser("intake", help="看一篇文章里有哪些建议，不改动任何内容")
    intake.add_argument("files", metavar="FILE", nargs="+", type=typed_path)
    intake.add_argument("--json", action="store_true")
    intake.add_argument("--encoding", metavar="NAME", help="文本文件的编码，如 gb18030（默认自动判断）")


def _add_exchange(commands: Commands) -> None:
    export = commands.add_parser("export", help="导出单位工作簿")
    whom = export.add_mutually_exclusive_group(required=True)
    whom.add_argument("--office", metavar="NAME")
    whom.add_argument("--all", action="store_true")
    export.add_argument("--out", metavar="FILE|DIR", action=FileOrFolder)
    export.set_defaults(into_folder=False)
    export.add_argument("--eml", metavar="DIR", type=typed_path, help="同时生成邮件草稿和邮件清单")
    export.add_argument("--disk", metavar="DIR", type=typed_path, help="写到U盘：每个单位一个文件夹和交接清单")
    export.add_argument("--due", metavar="YYYY-MM-DD", type=_day, help="要求反馈的日期")
    export.add_argument(
        "--unconfirmed",
        choices=("mark", "skip", "stop"),
        default="mark",
        help="牵头单位还是建议的任务：mark 照样导出并标明（默认），skip 不导出这些任务，stop 有这样的任务就不导出",
    )
    _add_helpers(export)
    add_round_options(export)
    preview = commands.add_parser("preview", help="看导入会改什么，不改动任何内容")
    taking = commands.add_parser("import", help="导入反馈")
    for command in (preview, taking):
        command.add_argument("files", metavar="FILE", nargs="+", type=typed_path)
        command.add_argument("--json", action="store_true")
    taking.add_argument("--conflicts", choices=("ours", "theirs", "stop"), default="stop")
    taking.add_argument("--deadlines", choices=("wait", "grant", "refuse"), default="", help="对方申请的完成时限")
    taking.add_argument("--decided-by", metavar="NAME", default="", help="时限申请的批准人")
    undo = commands.add_parser("undo", help="撤销本机本人最近一次操作")
    undo.add_argument("--batch", metavar="ID", type=_number, help="撤销这一次操作")
    undo.add_argument("--others", action="store_true", help="允许撤销别人的操作，与 --batch 同用")
    commands.add_parser("redo", help="重做本机本人最近一次撤销的操作")
    returns = commands.add_parser("returns", help="交办与反馈登记")
    returns.add_argument("--eml", metavar="DIR", type=typed_path, help="给没有反馈的单位生成催报邮件草稿")
    returns.add_argument("--attach", action="store_true", help="催报草稿附上 --eml 文件夹里的原工作簿")
    add_return_options(returns)


def _add_helpers(export: argparse.ArgumentParser) -> None:
    """Add whom an export reaches beside the lead offices, and among how many it is divided."""
    helpers = export.add_mutually_exclusive_group()
    helpers.add_argument(
        "--lead-only", dest="helpers", action="store_const", const="none", help="只发牵头单位，不带“配合事项”"
    )
    helpers.add_argument(
        "--suggested-helpers",
        dest="helpers",
        action="store_const",
        const="suggested",
        help="还没有确认的配合单位也发“配合事项”",
    )
    export.set_defaults(helpers="confirmed")
    export.add_argument(
        "--split-by",
        choices=("owner", "theme"),
        default="",
        help="一个单位的任务按责任人或主题分成几份，交回来仍是一份登记；与 --office 同用，--out 写文件夹",
    )


def _add_keeping(commands: Commands) -> None:
    commands.add_parser("demo", help="在空的数据文件夹里生成演示数据")
    check = commands.add_parser("check", help="检查数据库、结构和目录是否完好")
    how = check.add_mutually_exclusive_group()
    how.add_argument(
        "--repair",
        action="store_true",
        help="台账文件损坏时把能读出的抢救到新的台账里，完好时清理没有归属的文件",
    )
    how.add_argument("--deep", action="store_true", help="把所有备份逐份读一遍，核对校验码")
    check.add_argument("--yes", action="store_true", help="不再询问")
    usage = commands.add_parser("usage", help="台账占多少空间；--clean 清理两年以前、已处理完的反馈原件")
    usage.add_argument("--clean", action="store_true", help="先备份，再清理；清理后不能撤销")
    usage.add_argument("--yes", action="store_true", help="不再询问")
    usage.add_argument("--json", action="store_true")
    backup = commands.add_parser("backup", help="备份台账（.zip；以 .db 结尾的是普通数据库副本）")
    backup.add_argument("file", metavar="FILE", type=typed_path)
    move = commands.add_parser("move-to", help="把台账移到服务器，或移回文件；原来的只能查看")
    move.add_argument("target", metavar="URL|FILE")
    move.add_argument("--keep", action="store_true", help="这个数据文件夹以后仍打开原来的台账")
    commands.add_parser("upgrade-server", help="先备份，再把服务器上的台账升级到这个程序的结构")
    restore = commands.add_parser("restore", help="从备份恢复台账，现在的台账损坏了也可以")
    restore.add_argument("file", metavar="FILE", type=typed_path)
    restore.add_argument("--yes", action="store_true", help="备份属于另一份台账时不再询问")
    restore.add_argument("--to-server", action="store_true", help="恢复到 --db 所写的服务器上一个空的数据库")


def _day(text: str) -> date:
    day = _written_day(text)
    if day is None:
        raise argparse.ArgumentTypeError(f"“{text}”不是日期，请写成 2026-12-31")
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise argparse.ArgumentTypeError(f"“{text}”不在 {_FIRST_YEAR} 年到 {_LAST_YEAR} 年之间，请核对年份")
    return day


def _written_day(text: str) -> date | None:
    """Return the day of a text that states its year."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        from tracker.model.typed.plan_dates import written_day  # a plain date needs none of it

        return written_day(text)


def _number(text: str) -> int:
    """Return the number of an act as a database can hold it."""
    if not text.isascii() or not text.isdecimal() or len(text) > 18:
        raise argparse.ArgumentTypeError(f"“{text}”不是操作的编号，请写成 12")
    return int(text)
