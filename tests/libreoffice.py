"""LibreOffice as a converter of files."""

import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

Converter = Callable[[str, Sequence[Path], Path], list[Path]]


@pytest.fixture(scope="session")
def converter(tmp_path_factory: pytest.TempPathFactory) -> Converter:
    """Return a converter: files to one format into a folder, all in one run of the program."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("no soffice on this machine")
    profile = tmp_path_factory.mktemp("profile")

    def convert(kind: str, files: Sequence[Path], folder: Path) -> list[Path]:
        command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", kind]
        subprocess.run([*command, "--outdir", folder, *files], check=True, capture_output=True, timeout=240)
        return [folder / f"{file.stem}.{kind.partition(':')[0]}" for file in files]

    return convert
