"""What every step of packaging shares: places, messages, commands that must succeed."""

import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "requirements-package.lock"
DIST = ROOT / "dist"
BUILD = ROOT / "build"
NAME = "ZhizaoLedger"


class PackageError(Exception):
    """Packaging cannot go on; carries one sentence saying what to do."""


def say(sentence: str) -> None:
    """Print a line at once."""
    print(sentence, flush=True)


def call(
    command: Sequence[str], cwd: Path = ROOT, env: Mapping[str, str] | None = None, codes: Sequence[int] = (0,)
) -> str:
    """Run a command through pipes and return what it printed; PackageError with its last lines for another code."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    printed = done.stdout.decode("utf-8", "replace").replace("\r\n", "\n")
    if done.returncode not in codes:
        tail = "\n".join(printed.splitlines()[-30:])
        raise PackageError(f"{tail}\n{' '.join(command[:6])} … ended with {done.returncode}.")
    return printed


def version(source: Path = ROOT) -> str:
    """Return the version that a source tree says it has."""
    text = (source / "tracker" / "__init__.py").read_text(encoding="utf-8")
    return text.partition("__version__ = ")[2].splitlines()[0].strip().strip('"')


def pip(*arguments: str) -> str:
    """Run this Python's pip."""
    return call([sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", *arguments])
