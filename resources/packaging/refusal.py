"""What a frozen program says in a profile that cannot be written; tried on every Linux bundle."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

from resources.packaging.work import NAME, PackageError, call

#: A folder that not even root can write to.
UNWRITABLE = Path("/proc/self")
SENTENCE, BLOCKED = "只能读、不能写", "无法使用"
BAD_INPUT = 2


def refused(bundle: Path) -> str:
    """Start both programs in a home whose data folder is read-only, and in one without a place for it.

    Returns what was tried; PackageError when one of them does not say so and end with 2.
    """
    for program, words in ((bundle / "ledger", ("tasks",)), (bundle / NAME, ())):
        with TemporaryDirectory() as home:
            share = Path(home) / "share"
            share.mkdir()
            (share / NAME).symlink_to(UNWRITABLE)
            _require(program, words, share, SENTENCE)
            (share / NAME).unlink()
            (share / NAME).touch()
            _require(program, words, share, BLOCKED)
    return "said and ended with 2 by both programs"


def _require(program: Path, words: tuple[str, ...], share: Path, sentence: str) -> None:
    environment = {**os.environ, "XDG_DATA_HOME": str(share), "QT_QPA_PLATFORM": "offscreen"}
    told = call([str(program), *words], env=environment, codes=(BAD_INPUT,))
    if sentence not in told or "Traceback" in told:
        raise PackageError(f"{program.name} in a profile that cannot be written says: {told.strip() or 'nothing'}")
