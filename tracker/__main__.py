"""The entry: a command line without a window, or the window."""

import gc
import logging
import os
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from tracker import settings
from tracker.errors import DoneBeforeError, TrackerError
from tracker.log import SECRET, without_passwords
from tracker.paths import data_dir

BAD_INPUT = 2
_SEEN = "命令行里的密码别的程序看得见；请改用密码文件（帮助：多台电脑共用）。"

# The command line speaks in sentences; lines of the log are for the log, where there is one.
logging.getLogger("tracker").addHandler(logging.NullHandler())


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command or open the window; return the exit code."""
    if getattr(sys, "frozen", False):
        from multiprocessing import freeze_support

        freeze_support()  # the reader's child process starts this program again
    if arguments is None:
        _hide_passwords()
    _speak_utf8()
    os.umask(0o077)  # whatever this program writes is this user's alone
    try:
        return _run(sys.argv[1:] if arguments is None else arguments)
    except DoneBeforeError as done:
        _tell(f"“{done.label}”已保存（答复在途中丢失，已经核对）。")
        return 0
    except TrackerError as error:
        _tell(error.sentence)
        return BAD_INPUT
    except BrokenPipeError:
        # Whoever read our output has seen enough; Python must not complain again while it shuts down.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _run(arguments: Sequence[str]) -> int:
    from tracker.cli.parser import parse

    wanted = parse(arguments)
    if wanted.db:
        _warn_of_password(wanted.db)
    if wanted.selftest is not None:
        from tracker import selftest

        return selftest.run(wanted)
    if wanted.command == "tour":
        from tracker import tour

        return tour.run_tour(wanted)
    if wanted.command is None:
        with _loading():
            from tracker import app

        return app.run(wanted)
    if sentence := settings.fault_of(data_dir(wanted.data)):
        _tell(sentence)
    if wanted.command in ("backup", "restore", "check"):
        from tracker.cli import keeping_commands

        code = keeping_commands.run(wanted)
        if code is not None:
            return code
    if wanted.command in ("move-to", "upgrade-server"):
        from tracker.cli import server_commands

        return (server_commands.run_move if wanted.command == "move-to" else server_commands.run_upgrade)(wanted)
    if wanted.command == "intake":
        return _run_reading_ahead(wanted)
    return _run_command(wanted)


def _run_command(wanted: Namespace) -> int:
    """Open the ledger, run a command on it, close it."""
    with _loading():
        from tracker.cli.commands import run
        from tracker.cli.opened_ledger import open_for

        opened = open_for(wanted)
    try:
        return run(wanted, opened)
    finally:
        opened.database.close()


def _run_reading_ahead(wanted: Namespace) -> int:
    """Run `intake`, its files being read while the modules and the ledger are still on their way."""
    from tracker.cli.reading_ahead import ReadingAhead

    wanted.ahead = ReadingAhead(wanted.files, wanted.encoding)
    try:
        return _run_command(wanted)
    finally:
        wanted.ahead.close()


@contextmanager
def _loading() -> Iterator[None]:
    """Leave what a start loads out of all collections of garbage.

    Modules and tables stay to the end; walking them again and again while they grow is a sixth of a start.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:  # else the window collects by itself
            gc.freeze()
            gc.enable()


def _tell(sentence: str) -> None:
    sentence = without_passwords(sentence)  # what was typed wrong is repeated, and may be an address
    if sys.stderr is not None:
        print(sentence, file=sys.stderr)
        return
    from tracker import app  # the windowed Windows program has no other way to speak

    app.tell(sentence)


def _hide_passwords() -> None:
    """Have the list of processes show no password of this start; its arguments were read before."""
    if any(SECRET.search(argument) for argument in sys.argv):
        from tracker.files.own_command_line import blot_out

        blot_out(SECRET)


def _warn_of_password(address: str) -> None:
    from tracker.store.connecting import has_password  # a start without an address does without it

    if has_password(address) and sys.stderr is not None:
        print(_SEEN, file=sys.stderr)


def _speak_utf8() -> None:
    """Pipes on Windows default to the old code page, which has no ◆ and breaks JSON for others."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


if __name__ == "__main__":
    sys.exit(main())
