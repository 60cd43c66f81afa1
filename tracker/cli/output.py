"""How commands print."""

import json
from typing import Any


def print_json(value: Any) -> None:
    """Print a value as JSON that people can read."""
    say(json.dumps(value, ensure_ascii=False, indent=2))


def say(text: str) -> None:
    """Print a line."""
    print(text)
