"""Backup, restore and check: what must work on a ledger that can no longer be opened."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from tracker import paths, settings
from tracker.cli import opened_ledger
from tracker.cli.output import asked, say
from tracker.errors import DamagedError, InputError
from tracker.store.backups.keeping import FOLDER, write_backup
from tracker.store.backups.raw_file import faults_of, page_words

DONE, FAILED = 0, 1
_NO_BACKUP = "数据文件夹里还没有备份，没有可核对的；请在窗口的“设置 › 数据”里按“立即备份”，或用 backup FILE 另存一份。"


def run(wanted: argparse.Namespace) -> int | None:
    """Do a command that needs no open ledger and return its exit code; None where it goes on with an open one."""
    ledger = opened_ledger.ledger_file(wanted)
    return _COMMANDS[wanted.command](wanted, ledger)


def _backup(wanted: argparse.Namespace, ledger: Path | None) -> int | None:
    if ledger is None:
        from tracker.store.backups.server_copy import backup_server  # only who has a server waits for it

        opened = opened_ledger.open_for(wanted)
        try:
            backup_server(opened.database, wanted.file, paths.migrations_dir())
        finally:
            opened.database.close()
    else:
        if not ledger.exists():
            opened_ledger.open_for(wanted).database.close()
        try:
            write_backup(ledger, wanted.file, desk=settings.desk_of(paths.data_dir(wanted.data)))
        except DamagedError as error:
            print(error.sentence, file=sys.stderr)
            return FAILED
    plain = "（普通数据库副本，不带清单和校验码）" if wanted.file.suffix.lower() == ".db" else ""
    say(f"已备份到 {wanted.file}{plain}")
    return DONE


def _restore(wanted: argparse.Namespace, ledger: Path | None) -> int:
    from tracker.store.backups.restoring import restore_backup  # nobody else waits for it

    if ledger is None or wanted.to_server:
        return _restore_to_server(wanted)
    folder = paths.data_dir(wanted.data)
    actor = settings.load(folder).actor or settings.system_user()
    restored = restore_backup(
        ledger,
        wanted.file,
        paths.migrations_dir(),
        actor=actor,
        desk=settings.desk_of(folder),
        agreed=lambda question: wanted.yes or asked(f"{question}确定恢复？"),
    )
    opened_ledger.open_for(wanted).database.close()
    what = "原来的台账已损坏，" if restored.damaged else "原来的台账"
    say(f"已从 {wanted.file} 恢复" + (f"；{what}保存在 {restored.kept}" if restored.kept else ""))
    return DONE


def _restore_to_server(wanted: argparse.Namespace) -> int:
    """Put a backup into an empty database of a server; a ledger that is there is never touched."""
    from tracker.store.backups.restoring import restore_to_server
    from tracker.store.moving import copy_to_empty

    if not wanted.to_server:
        raise InputError("服务器上的台账不能直接换掉；请用 restore FILE --to-server 恢复到一个空的数据库。")
    server = opened_ledger.server_for(wanted)
    if server is None:
        raise InputError("--to-server 要同时用 --db 写出服务器上一个空的数据库。")
    scripts = paths.migrations_dir()
    try:
        rows = restore_to_server(
            server, wanted.file, scripts, paths.data_dir(wanted.data), lambda a, b: copy_to_empty(a, b, scripts)
        )
    finally:
        server.close()
    say(f"已从 {wanted.file} 恢复到 {server.shown}，共 {rows:,} 行，两边核对一致")
    return DONE


def _check(wanted: argparse.Namespace, ledger: Path | None) -> int | None:
    if ledger is None:
        return None
    if wanted.deep:
        return _check_backups(ledger.parent / FOLDER)
    if wanted.repair:
        return _repair(wanted, ledger)
    if not ledger.exists() or not (faults := faults_of(ledger)):
        return None
    if all(fault.startswith("row ") for fault in faults):
        return None  # the file is whole: the check of an open ledger says which rows
    say(f"台账文件已损坏{page_words(faults)}。可以从备份恢复（restore），或尽量抢救（check --repair）。")
    say("发现问题，见上。")
    return FAILED


def _check_backups(folder: Path) -> int:
    """Read every backup through."""
    from tracker.store.backups.container import verify_container
    from tracker.store.backups.kept_folder import kept_backups

    bad, backups = 0, kept_backups(folder)
    for backup in backups:
        try:
            verify_container(backup.path)
            say(f"完好\t{backup.path.name}")
        except InputError:
            bad += 1
            say(f"损坏\t{backup.path.name}")
    unread = sorted(set(folder.glob("台账_*.zip")) - {backup.path for backup in backups})
    for path in unread:
        bad += 1
        say(f"损坏\t{path.name}")
    number = len(backups) + len(unread)
    if not number:
        say(_NO_BACKUP)
    else:
        say(f"共 {number} 份备份，{bad} 份损坏。" if bad else f"共 {number} 份备份，都完好。")
    return FAILED if bad else DONE


def _repair(wanted: argparse.Namespace, ledger: Path) -> int | None:
    """Save what can be read into a fresh ledger; the damaged file is kept. A whole one is only swept, once open."""
    from tracker.store.backups.recovery import recover

    if not ledger.exists():
        raise InputError(f"没有台账文件 {ledger}，不用抢救。")
    if not faults_of(ledger) and _is_ours(ledger):
        say("台账文件完好，不用抢救。")
        return None
    if not (wanted.yes or asked("要把能读出的内容抢救到新的台账里吗？损坏的文件会原样保存。")):
        raise InputError("没有抢救；确实要抢救，请加 --yes。")
    recovered = recover(ledger, paths.migrations_dir())
    opened_ledger.open_for(wanted).database.close()
    say(f"{recovered.counts.sentence}；损坏的文件保存在 {recovered.kept}")
    return DONE


def _is_ours(ledger: Path) -> bool:
    """Tell whether a whole file holds only what this program makes: else its rows go into a fresh one."""
    from tracker.store.opening import require_ours

    try:
        require_ours(ledger)
    except DamagedError:
        return False
    return True


_COMMANDS: dict[str, Callable[[argparse.Namespace, Path | None], int | None]] = {
    "backup": _backup,
    "restore": _restore,
    "check": _check,
}
