"""What can be typed after `report`. Imports nothing heavy: every start goes through here."""

import argparse
from collections.abc import Callable
from datetime import date
from typing import Any

from tracker.cli.typed_path import typed_path
from tracker.errors import InputError

LEVELS = ("auto", "提醒", "催办", "督办")
FILTERS = ("office", "article", "theme", "status", "light", "search")


def add_reports(commands: Any, day: Callable[[str], date]) -> None:
    """Add the command with its papers; `day` reads what is typed for a date."""
    papers = commands.add_parser("report", help="出文：台账、通报、提醒函、专报、销号清单").add_subparsers(
        dest="paper", metavar="PAPER", required=True
    )
    _add_ledger(_paper(papers, "ledger", "工作台账（xlsx）", "FILE.xlsx"), day)
    for name, words in (("circular", "通报（docx、pdf）"), ("brief", "专报（docx、pdf）")):
        bulletin = _paper(papers, name, words, "FILE.docx|.pdf")
        _add_period(bulletin, day)
        bulletin.add_argument("--article", metavar="CODE", default="")
        bulletin.add_argument("--number", metavar="N", type=_issue, help="期号（默认按登记的下一个）")
        bulletin.add_argument("--template", metavar="FILE", type=typed_path, help="Word 模板")
    papers.choices["circular"].add_argument("--with-list", action="store_true", help="附全部任务")
    _add_reminder(_paper(papers, "reminder", "提醒函、催办单、督办单（docx）", "DIR|FILE.docx"), day)
    closing = _paper(papers, "closing", "销号清单（xlsx）", "FILE.xlsx")
    _add_period(closing, day)
    for name in ("office", "article"):
        closing.add_argument(f"--{name}", metavar=name.upper(), default="")
    template = papers.add_parser("template", help="检查或复制 Word 模板")
    act = template.add_mutually_exclusive_group(required=True)
    act.add_argument("--check", metavar="FILE", type=typed_path)
    act.add_argument("--copy", metavar="DIR", type=typed_path)
    template.add_argument("--json", action="store_true")


def _issue(text: str) -> int:
    """Return the number of an issue: nobody issues more than 9,999 a year."""
    if not text.isascii() or not text.isdecimal() or len(text) > 4:
        raise argparse.ArgumentTypeError(f"“{text}”不是期号，请写 1 到 9999 的整数")
    return int(text)


def _paper(papers: Any, name: str, words: str, out: str) -> argparse.ArgumentParser:
    paper: argparse.ArgumentParser = papers.add_parser(name, help=words)
    paper.add_argument("--out", metavar=out, type=typed_path)
    paper.add_argument("--json", action="store_true", help="输出数字和文字")
    paper.add_argument("--register", action="store_true", help="登记到出文登记簿")
    return paper


def _add_period(paper: argparse.ArgumentParser, day: Callable[[str], date]) -> None:
    paper.add_argument("--from", dest="start", metavar="YYYY-MM-DD", type=day, help="起始日期（默认当月1日）")
    _add_end(paper, day)


def _add_end(paper: argparse.ArgumentParser, day: Callable[[str], date]) -> None:
    paper.add_argument("--to", dest="end", metavar="YYYY-MM-DD", type=day, help="截止日期（默认今天）")


def _add_ledger(ledger: argparse.ArgumentParser, day: Callable[[str], date]) -> None:
    _add_end(ledger, day)
    ledger.add_argument("--group", choices=("article", "office", "none"), default="article", help="按什么分组")
    ledger.add_argument("--plain", action="store_true", help="一张平表，供继续加工")
    ledger.add_argument("--columns", metavar="A,B,…", default="", help="平表的列（默认全部）")
    for name in FILTERS:
        ledger.add_argument(f"--{name}", default="", metavar=name.upper())


def _add_reminder(reminder: argparse.ArgumentParser, day: Callable[[str], date]) -> None:
    whom = reminder.add_mutually_exclusive_group(required=True)
    whom.add_argument("--office", metavar="NAME", default="")
    whom.add_argument("--all", action="store_true")
    reminder.add_argument("--level", choices=LEVELS, default="auto", help="单据的级别（默认按每项任务的情况）")
    _add_end(reminder, day)
    reminder.add_argument("--reply-by", metavar="YYYY-MM-DD", type=day, help="要求答复的日期")
    reminder.add_argument("--template", metavar="FILE", type=typed_path, help="Word 模板，与 --level 同用")


def check_wishes(wanted: argparse.Namespace) -> None:
    """Raise InputError for wishes that do not go together."""
    if wanted.paper == "template":
        return
    if wanted.out is None and not wanted.json:
        raise InputError("没有说存到哪里；请用 --out 指定文件或文件夹，或用 --json 只看数字和文字。")
    if wanted.register and wanted.out is None:
        raise InputError("登记的是已经存下的文件；请加上 --out。")
    if getattr(wanted, "number", None) == 0:
        raise InputError("期号要填 1 以上的整数。")
    if wanted.paper == "ledger" and wanted.columns and not wanted.plain:
        raise InputError("--columns 只用于平表；请加上 --plain。")
    if wanted.paper == "ledger" and wanted.plain and wanted.register:
        raise InputError("平表不是出文，不能登记；请去掉 --register 或 --plain。")
    if wanted.paper == "reminder" and wanted.template is not None and wanted.level == "auto":
        raise InputError("一个模板只用于一种单据；请用 --level 选提醒、催办或督办。")
