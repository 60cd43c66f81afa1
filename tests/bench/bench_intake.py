"""What `intake` costs on an article of 20,000 characters: the whole command, in a process of its own."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.articles import ARTICLE

LENGTH, ROUNDS = 20_000, 3


def long_article() -> str:
    """Return our article over and over, every paragraph with a number of its own, until it is long enough."""
    text, number = "", 0
    while len(text) < LENGTH:
        number += 1
        text += ARTICLE.replace("园区", f"第{number}园区") + "\n"
    return text[:LENGTH]


#: Runs a command and prints its seconds by the clock and of processors, and the most memory of a process in MB. In
#: between, because the system counts the memory of whoever starts a process as the process's own.
_WATCHED = """
import resource, subprocess, sys, time
start = time.perf_counter()
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
clock, used = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
print(clock, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
"""


def run(data: Path, *arguments: str) -> tuple[float, ...]:
    """Run a command as it is installed, compiled; return its seconds by the clock and of processors, and its MB."""
    command = [sys.executable, "-c", _WATCHED, sys.executable, "-m", "tracker", "--data", str(data), *arguments]
    environment = os.environ | {"PYTHONPYCACHEPREFIX": str(data.parent / "code")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environment)
    return tuple(float(figure) for figure in done.stdout.split())


def bench_a_long_article(tmp_path: Path, say: Callable[[str], None]) -> None:
    data, text = tmp_path / "data", long_article()
    plain, page = tmp_path / "long.txt", tmp_path / "long.html"
    plain.write_text(text, encoding="utf-8")
    lines = "".join(f"<p>{line}</p>" for line in text.splitlines())
    page.write_text(f'<meta charset="utf-8"><body>{lines}</body>', encoding="utf-8")
    run(data, "tasks")  # makes the ledger
    commands = {"a command that only opens the ledger": ("tasks", "--search", "没有这样的任务", "--json")}
    commands |= {
        f"intake of {file.name} (contract: 1 s, 150 MB)": ("intake", str(file), "--json") for file in (plain, page)
    }
    for words, command in commands.items():
        run(data, *command)
        clock, worked, memory = (
            min(figures) for figures in zip(*(run(data, *command) for _ in range(ROUNDS)), strict=True)
        )
        say(f"{words}: {clock:.2f} s, {worked:.2f} s of processors, {memory:.0f} MB")
