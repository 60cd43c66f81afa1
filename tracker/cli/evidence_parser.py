"""What can be typed about evidence that came beside the workbooks, and about printed forms."""

import argparse
from typing import Any

from tracker.cli.typed_path import typed_path


def add_evidence(commands: "argparse._SubParsersAction[Any]", parser: type[argparse.ArgumentParser]) -> None:
    """Add `evidence import`, `evidence list` and `forms`."""
    forms = commands.add_parser("forms", help="印反馈表：每项任务一页，带二维码")
    whose = forms.add_mutually_exclusive_group(required=True)
    whose.add_argument("--office", metavar="NAME", default="", help="这个单位牵头的全部任务")
    whose.add_argument("--task", metavar="CODE", action="append", default=[], help="这项任务，可以多次")
    forms.add_argument("--out", metavar="FILE.pdf", type=typed_path, required=True)
    evidence = commands.add_parser("evidence", help="随反馈报送的佐证：导入、列出")
    acts = evidence.add_subparsers(dest="evidence_command", metavar="ACT", required=True, parser_class=parser)
    taking = acts.add_parser("import", help="把文件夹、zip 或文件按编号归到任务")
    taking.add_argument("paths", metavar="PATH", nargs="+", type=typed_path)
    taking.add_argument("--office", metavar="NAME", default="", help="报送单位")
    taking.add_argument("--preview", action="store_true", help="只看会怎样归档，不改动任何内容")
    taking.add_argument(
        "--questions",
        choices=("keep", "skip"),
        default="keep",
        help="要人确认的：keep 放进“未归档”，以退出码 3 结束（默认），skip 不收",
    )
    taking.add_argument("--json", action="store_true")
    listing = acts.add_parser("list", help="列出台账里的佐证和“未归档”的文件")
    listing.add_argument("--task", metavar="CODE", default="")
    listing.add_argument("--json", action="store_true")
