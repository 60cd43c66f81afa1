"""Files that came beside a workbook, and the shortest way to take them in."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from tracker.files.handed_in import gather
from tracker.model.evidence_plan import EvidencePlan
from tracker.services.evidence.importing import file_evidence, keep_files, slices
from tracker.services.evidence.matching import plan_evidence


@pytest.fixture
def drop(tmp_path: Path) -> Callable[..., Path]:
    """Write files into a folder: `drop({"A1.1_方案.pdf": b"%PDF"})`, a name may have folders before it."""

    def write(files: dict[str, bytes], folder: str = "佐证材料") -> Path:
        for name, content in files.items():
            path = tmp_path / folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return tmp_path / folder

    return write


@pytest.fixture
def take_in() -> Callable[..., EvidencePlan]:
    """Take files in as the program does: bytes first, a few at a time, then one act."""

    def work(desk: Any, paths: Sequence[Path] | Path, office: str = "", **more: Any) -> EvidencePlan:
        sources = gather([paths] if isinstance(paths, Path) else paths)
        came = []
        for lot in slices([file for source in sources for file in source.files]):
            came += desk.act(keep_files, lot)
        plan = desk.look(plan_evidence, came, office)
        desk.act(file_evidence, plan, office, **more)
        return plan

    return work
