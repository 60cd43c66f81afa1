"""Catalogues to merge: copies of the real one with edits."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tracker import paths


@pytest.fixture
def edited_seed(tmp_path: Path) -> Callable[..., Path]:
    """Copy the catalogue and replace texts: `edited_seed(("articles/A.toml", "old", "new"), …)`; each old once."""

    def copy(*edits: tuple[str, str, str]) -> Path:
        folder = tmp_path / "newer-seed"
        shutil.copytree(paths.seed_dir(), folder, dirs_exist_ok=True)
        for name, old, new in edits:
            path = folder / name
            text = path.read_text(encoding="utf-8")
            assert text.count(old) == 1, f"{name} has {text.count(old)} times {old!r}"
            path.write_text(text.replace(old, new), encoding="utf-8")
        return folder

    return copy
