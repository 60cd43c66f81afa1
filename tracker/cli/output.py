"""How commands print."""

import json
import sys
from typing import Any


def print_json(value: Any) -> None:
    """Print a value as JSON that people can read."""
    say(json.dumps(value, ensure_ascii=False, indent=2))


def say(text: str) -> None:
    """Print a line."""
    print(text)


def asked(question: str) -> bool:
    """Ask on a terminal whether to go on; elsewhere nobody can answer, so it is no."""
    return sys.stdin.isatty() and input(f"{question}[y/N] ").strip().lower() in ("y", "yes", "是")
