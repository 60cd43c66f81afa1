"""Moving a ledger to a server and back, and bringing a server's ledger to a new schema."""

import argparse
from dataclasses import replace

from tracker import paths, settings
from tracker.cli.opened_ledger import open_for, server_for
from tracker.cli.output import say
from tracker.errors import InputError
from tracker.store.backups.keeping import FOLDER, Reason, keep_backup
from tracker.store.connecting import has_password
from tracker.store.moving import move_ledger, open_target
from tracker.store.upgrading import upgrade_server

DONE = 0


def run_move(wanted: argparse.Namespace) -> int:
    """Move the ledger to an address or a file; from then on this data folder opens it there."""
    if has_password(wanted.target):
        raise InputError("目标地址里不要写密码；请改用密码文件（帮助：多台电脑共用）。")
    opened = open_for(wanted)
    try:
        if opened.database.file is not None:
            keep_backup(opened.database.file, opened.database.file.parent / FOLDER, Reason.MOVE, opened.database.desk)
        target = open_target(wanted.target, opened.database.desk)
        try:
            server = target.file is None
            rows = move_ledger(
                opened.database, target, paths.migrations_dir(), f"服务器 {target.shown}" if server else target.shown
            )
            address = wanted.target if server else target.url
        finally:
            target.close()
    finally:
        opened.database.close()
    if not wanted.keep:
        settings.save(opened.folder, replace(settings.load(opened.folder), ledger=address))
    say(f"已移到 {target.shown}，共 {rows:,} 行，两边核对一致；原来的台账只能查看。")
    return DONE


def run_upgrade(wanted: argparse.Namespace) -> int:
    """Back a server's ledger up and bring it to the schema of this program."""
    folder, database = paths.data_dir(wanted.data), server_for(wanted)
    if database is None:
        raise InputError("upgrade-server 只用于服务器上的台账；本机的台账打开时自动先备份再升级。")
    try:
        kept = upgrade_server(database, folder, paths.migrations_dir())
    finally:
        database.close()
    if kept is None:
        say("服务器上的台账已经是新结构，不用升级。")
        return DONE
    open_for(wanted).database.close()
    say(f"服务器上的台账已是新结构；升级前的备份在 {kept}")
    return DONE
