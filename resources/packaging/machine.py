"""One Windows user's machine under Wine: what is done at it, what is seen on it, what is expected of it."""

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from resources.packaging.wine import Wine
from resources.packaging.work import DIST, NAME, PackageError, call, say

UNINSTALL = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\ZhizaoLedger"
#: Seconds until a window must have appeared; Wine's first start of a program is slow.
PATIENCE = 40.0


class Machine:
    """A user with a profile, a screen and a keyboard."""

    def __init__(self, wine: Wine, screen: str) -> None:
        self.wine, self.screen = wine, screen
        self.user = next(path for path in (wine.drive / "users").iterdir() if path.name != "Public")
        self.local = self.user / "AppData" / "Local"
        self.program, self.data = self.local / "Programs" / NAME, self.local / NAME
        self.started = time.monotonic()
        self.lines: list[str] = []

    def log(self, line: str) -> None:
        """Write one line, with the seconds since the beginning."""
        self.lines.append(f"{time.monotonic() - self.started:6.1f} s  {line}")
        say(self.lines[-1])
        (DIST / "trial.log").write_text("\n".join(self.lines) + "\n", encoding="utf-8")

    def expect(self, holds: bool, what: str) -> None:
        """Log what holds, or end the trial with it."""
        if not holds:
            self.log(f"NO  {what}; in front: {self.in_front() or 'nothing'}")
            self.picture("failed")
            for told in self.data.glob("log/*.log"):
                say(told.read_text(encoding="utf-8", errors="replace")[-2_000:])
            raise PackageError(f"Not so: {what}")
        self.log(f"ok  {what}")

    def ledger(self, *words: str | Path, folder: Path | str = "", codes: tuple[int, ...] = (0,)) -> str:
        """Run the console program and return what it says; the folder may be named as Windows names it."""
        program = (
            f"{folder}\\ledger.exe"
            if isinstance(folder, str) and folder
            else Path(folder or self.program) / "ledger.exe"
        )
        return self.wine.run(program, *words, codes=codes, DISPLAY=self.screen)

    def code_of(self, *command: str | Path) -> int:
        """Run a Windows program to its end and return its exit code."""
        words = ["wine", *map(str, command)]
        return subprocess.run(words, env=self._environment(), capture_output=True, check=False).returncode

    def install_into(self, setup: Path, folder: str) -> int:
        """Install silently into a folder; NSIS wants it last and unquoted, which only a raw command line gives."""
        line = f'"Z:{setup}" /S /D={folder}'
        code = f"import subprocess, sys; sys.exit(subprocess.run({line!r}).returncode)"
        return self.code_of(self.wine.python, "-c", code)

    def registered(self, name: str) -> str:
        """Return a value of the uninstall entry, empty when there is none."""
        told = self.wine.run("reg", "query", UNINSTALL, "/v", name, codes=(0, 1))
        return told.partition("REG_SZ")[2].strip()

    def double_click(self, program: Path, *words: str | Path) -> "subprocess.Popen[bytes]":
        """Start a program as Explorer does, in its own folder, without pipes; it ends with the program's code."""
        named = [self.named(word) if isinstance(word, Path) else word for word in words]
        return self.wine.start("start", "/wait", "/unix", program, *named, DISPLAY=self.screen)

    def named(self, path: Path) -> str:
        """Return the name that a file of the drive has on Windows."""
        return "C:\\" + str(path.relative_to(self.wine.drive)).replace("/", "\\")

    @contextmanager
    def window(self, *words: str | Path, folder: Path | None = None) -> Iterator[None]:
        """Have the windowed program open for a while; it is closed as a user closes it."""
        program = self.double_click((folder or self.program) / f"{NAME}.exe", *words)
        try:
            if not self.seen("智造台账"):
                raise PackageError("The window does not open.")
            time.sleep(4)  # the rows come after the window
            yield
        finally:
            self.close(program)

    def close(self, program: "subprocess.Popen[bytes]") -> None:
        """Close what is open, dialogs first, until the program has ended."""
        for _ in range(6):
            self.type("alt+F4")
            with suppress(subprocess.TimeoutExpired):
                program.wait(5)
                return
        program.kill()
        raise PackageError("The window does not close.")

    def type(self, *keys: str) -> None:
        """Press keys, named as xdotool names them."""
        call(["xdotool", "key", *keys], env=self._environment())

    def minimise(self) -> None:
        """Put the window in front away."""
        call(["xdotool", "getactivewindow", "windowminimize", "--sync"], env=self._environment())

    def in_front(self) -> str:
        """Return the title of the active window, empty when there is none."""
        asked = ["xdotool", "getactivewindow", "getwindowname"]
        told = subprocess.run(asked, env=self._environment(), capture_output=True, check=False)
        return told.stdout.decode("utf-8", "replace").strip() if told.returncode == 0 else ""

    def seen(self, title: str) -> bool:
        """Wait until a window whose title holds these words is in front; False when it never is."""
        ends = time.monotonic() + PATIENCE
        while title not in self.in_front():
            if time.monotonic() > ends:
                return False
            time.sleep(0.5)
        return True

    def picture(self, name: str) -> None:
        """Keep a picture of the whole screen."""
        time.sleep(1)
        call(["import", "-display", self.screen, "-window", "root", str(DIST / f"trial-{name}.png")])

    def _environment(self) -> dict[str, str]:
        return self.wine.environment({"DISPLAY": self.screen})


def contents(folder: Path) -> dict[str, tuple[int, int]]:
    """Return what lies in a folder, however deep: place → size in bytes and time of the last change in ns."""
    found = {path: path.stat() for path in folder.rglob("*")}
    return {str(path.relative_to(folder)): (told.st_size, told.st_mtime_ns) for path, told in found.items()}
