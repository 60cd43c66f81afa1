"""`usage`: what the ledger takes on the disk, and cleaning away what long settled workbooks left."""

import argparse
from dataclasses import asdict

from tracker.cli.opened_ledger import OpenLedger
from tracker.cli.output import asked, print_json, say
from tracker.errors import InputError
from tracker.files.limits import MB
from tracker.queries.usage import OLD_MONTHS, Usage, read_usage
from tracker.services.cleaning import clean_originals
from tracker.store.backups.compacting import compact_ledger, is_worth_compacting
from tracker.store.backups.keeping import FOLDER, Reason, keep_backup

DONE = 0


def run_usage(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    """Print the figures; with `--clean` clean the originals of old rounds after a question and a backup."""
    usage = _read(opened)
    if wanted.clean:
        usage = _clean(wanted, opened, usage)
    if wanted.json:
        print_json(asdict(usage))
    else:
        for line in _lines(usage):
            say(line)
    return DONE


def _read(opened: OpenLedger) -> Usage:
    with opened.database.reading() as session:
        return read_usage(session, opened.today)


def _clean(wanted: argparse.Namespace, opened: OpenLedger, usage: Usage) -> Usage:
    ledger = opened.database.file
    if usage.cleanable_words:
        question = f"要清理 {usage.cleanable_words}（{usage.cleanable_bytes / MB:.1f} MB）吗？清理后不能撤销。"
        if not (wanted.yes or asked(question)):
            raise InputError("没有清理；确实要清理，请加 --yes。")
        if ledger is not None:
            keep_backup(ledger, ledger.parent / FOLDER, Reason.CLEANING, opened.database.desk)
        else:
            keep_of_server(opened)
    with opened.database.session() as session:
        say(clean_originals(session, opened.today).label)
    usage = _read(opened)
    if ledger is not None and is_worth_compacting(usage.total_bytes, usage.free_bytes):
        opened.database.close()
        before, after = compact_ledger(ledger)
        say(f"台账文件从 {before / MB:.1f} MB 整理到 {after / MB:.1f} MB")
        opened.reopen()
        usage = _read(opened)
    return usage


def keep_of_server(opened: OpenLedger) -> None:
    """Keep a backup of a server's ledger in the data folder of this desk."""
    from tracker import paths
    from tracker.store.backups.server_copy import keep_server

    keep_server(opened.database, opened.folder / FOLDER, paths.migrations_dir(), Reason.CLEANING)


def _lines(usage: Usage) -> tuple[str, ...]:
    cleanable = f"{usage.cleanable_words or '没有'}，{usage.cleanable_bytes / MB:.1f} MB"
    return (
        f"任务 {usage.tasks:,} 项，变更记录 {usage.revisions:,} 条",
        f"反馈原件 {usage.originals} 份，{usage.original_bytes / MB:.1f} MB",
        f"佐证和来源附件 {usage.evidence_bytes / MB:.1f} MB",
        f"发出工作簿的快照 {usage.snapshot_bytes / MB:.1f} MB",
        f"台账共 {usage.total_bytes / MB:.1f} MB，其中空闲 {usage.free_bytes / MB:.1f} MB",
        f"可以清理（{OLD_MONTHS} 个月以前、已处理完）：{cleanable}",
    )
