"""Runs first in the frozen program: imports come from the archive that both programs share."""

import os
import sys

sys.path.insert(0, os.path.join(sys._MEIPASS, "library.zip"))  # type: ignore[attr-defined]  # noqa: PTH118
