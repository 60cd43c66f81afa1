"""LibreOffice as an office uses it: one program opens workbooks, is told what to do, and ends."""

import os
import shutil
import signal
import subprocess
import uuid
from contextlib import suppress
from pathlib import Path

import pytest

PYTHON = "/usr/bin/python3"  # the one that LibreOffice's bridge belongs to
#: Seconds for all that is done in one program.
PATIENCE = 180


def office_program() -> str:
    """Return the program, or skip the test where there is none with its Python bridge."""
    program = shutil.which("soffice")
    if not program or subprocess.run([PYTHON, "-c", "import uno"], capture_output=True, check=False).returncode:
        pytest.skip("no LibreOffice with its Python bridge on this machine")
    return program


def ran_in_office(program: str, script: Path, profile: Path, *arguments: str | Path) -> bool:
    """Run a script (PIPE and the arguments) against one LibreOffice, and tell whether both lived to the end."""
    pipe = f"tracker-{uuid.uuid4().hex[:12]}"
    office = subprocess.Popen(
        [program, "--headless", "--norestore", f"--accept=pipe,name={pipe};urp;",
         f"-env:UserInstallation={profile.as_uri()}"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        done = subprocess.run([PYTHON, script, pipe, *arguments], check=False, timeout=PATIENCE)
        if done.returncode == 0:
            office.wait(30)
        return done.returncode == 0
    finally:
        with suppress(ProcessLookupError):
            os.killpg(office.pid, signal.SIGKILL)  # the program itself runs below the one that was started
        office.wait()
