"""What a command of the program left behind: its code, what it printed, its one sentence of complaint."""

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Outcome:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Return what was printed, read as JSON."""
        return json.loads(self.out)

    def sentence(self) -> str:
        """Return the one line of complaint of a command that was refused."""
        assert (self.code, self.out) == (2, "")
        lines = self.err.splitlines()
        assert len(lines) == 1, self.err
        assert "Traceback" not in self.err
        return lines[0]
