"""What `intake` costs on a long article: the whole command in a process of its own. Run it, nothing is asserted.

`python -m tests.bench.bench_intake [FILE…]` prints seconds, those of them a processor worked, and the most memory of
the command and of the process that reads the file: for an article of 20,000 characters as txt and html, or for FILE.
"""

import resource
import subprocess
import sys
import tempfile
import time
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


def run(data: Path, *arguments: str) -> tuple[float, float]:
    """Run a command and return its seconds, by the clock and of processors."""
    command = [sys.executable, "-m", "tracker", "--data", str(data), *arguments]
    start, worked = time.perf_counter(), _worked()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start, _worked() - worked


def _worked() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Measure the given file, or a long article as txt and as html."""
    with tempfile.TemporaryDirectory() as folder:
        data, text = Path(folder) / "data", long_article()
        files = [Path(name) for name in sys.argv[1:]]
        if not files:
            files = [Path(folder) / "long.txt", Path(folder) / "long.html"]
            files[0].write_text(text, encoding="utf-8")
            lines = "".join(f"<p>{line}</p>" for line in text.splitlines())
            files[1].write_text(f'<meta charset="utf-8"><body>{lines}</body>', encoding="utf-8")
        run(data, "tasks")  # makes the ledger
        commands = {"a command that only opens the ledger": ("tasks", "--search", "没有这样的任务", "--json")}
        commands |= {file.name: ("intake", str(file), "--json") for file in files}
        for words, command in commands.items():
            clock, worked = (
                min(seconds) for seconds in zip(*(run(data, *command) for _ in range(ROUNDS)), strict=True)
            )
            print(f"{words}: {clock:.2f} s, {worked:.2f} s of processors")
        most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"most memory of a process: {most:.0f} MB")


if __name__ == "__main__":
    main()
