"""`python dev.py package [--windows] [--wheelhouse] [--trial]`: makes what a department installs, into dist/."""

import argparse
import os
import platform
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from resources.packaging import bundle, pe, refusal, traces
from resources.packaging.work import BUILD, DIST, NAME, PackageError, call, say, version

if TYPE_CHECKING:
    from resources.packaging.wine import Wine

QT_PLATFORMS = ("offscreen", "windows")


def main() -> int:
    """Make the artefacts that were asked for and print what they are; return 0 or 1."""
    wanted = _parser().parse_args()
    DIST.mkdir(exist_ok=True)
    try:
        if wanted.wheelhouse:
            from resources.packaging.wheelhouse import make

            return make()
        if wanted.trial:
            from resources.packaging.trial import run

            return run()
        if sys.platform == "win32":
            return _on_windows()
        return _through_wine() if wanted.windows else _on_linux()
    except PackageError as problem:
        say(str(problem))
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python dev.py package", description="Make what a department installs.")
    parser.add_argument("--windows", action="store_true", help="on Linux: the Windows artefacts, through Wine")
    parser.add_argument("--wheelhouse", action="store_true", help="all wheels for departments with their own Python")
    parser.add_argument("--trial", action="store_true", help="install, upgrade and uninstall under Wine, step by step")
    return parser


def _on_linux() -> int:
    folder = bundle.freeze(DIST / "linux", bundle.freeze_here)
    results = [("Linux bundle, offscreen", bundle.verdict(call([str(folder / "ledger"), "--selftest"])))]
    results.append(("read-only profile", refusal.refused(folder)))
    results.append(("traces of this machine", no_traces(folder)))
    name = f"{NAME}-{version()}-linux-{platform.machine()}.tar.gz"
    whole = bundle.measured(folder, f"linux/{NAME}")
    archive = bundle.made(bundle.tarball(folder, DIST / name), whole.files)
    bundle.write_sums([archive])
    bundle.show([whole, archive], results)
    return 0


def no_traces(folder: Path) -> str:
    """Raise PackageError where a bundle names folders of this checkout or of the Windows prefix."""
    if found := traces.traces(folder):
        raise PackageError("\n".join(found))
    return "none"


def _on_windows() -> int:
    folder = bundle.freeze(DIST / "windows", bundle.freeze_here)
    results = []
    for qt in QT_PLATFORMS:
        report = bundle.verdict(call([str(folder / "ledger.exe"), "--selftest"], env=_platform(qt)))
        results.append((f"Windows bundle, {qt}", report))
    return _finish_windows(folder, results, _native_makensis())


def _platform(qt: str) -> dict[str, str]:
    return {**os.environ, "QT_QPA_PLATFORM": qt}


def _native_makensis() -> str:
    usual = Path(r"C:\Program Files (x86)\NSIS\makensis.exe")
    found = shutil.which("makensis") or (str(usual) if usual.is_file() else "")
    if not found:
        raise PackageError("The installer needs NSIS 3 (makensis); the bundle itself is ready in dist.")
    return found


def _through_wine() -> int:
    from resources.packaging import wine

    windows = wine.prepared(BUILD / "wine")
    say("Freezing the Windows program under Wine …")
    folder = freeze_under(windows, DIST / "windows")
    with wine.display() as screen:
        results = [(f"Windows bundle under Wine, {qt}", try_under(windows, folder, qt, screen)) for qt in QT_PLATFORMS]
    return _finish_windows(folder, results, "makensis")


def freeze_under(windows: "Wine", target: Path, source: Path | None = None) -> Path:
    """Freeze with the Windows Python of a prefix; return the bundle."""
    return bundle.freeze(
        target,
        lambda command, cwd: windows.run(windows.python, *command, cwd=cwd),
        **({"source": source} if source else {}),
    )


def try_under(windows: "Wine", folder: Path, qt: str, screen: str) -> str:
    """Run a bundle's self-test under Wine; only the WINE form of Qt's variable passes through."""
    printed = windows.run(folder / "ledger.exe", "--selftest", codes=(0, 1), DISPLAY=screen, WINEQT_QPA_PLATFORM=qt)
    return bundle.verdict(printed)


def _finish_windows(folder: Path, results: list[tuple[str, str]], makensis: str) -> int:
    if faults := pe.faults(folder):
        raise PackageError("\n".join(faults))
    if len(longest := bundle.longest(folder)) > bundle.LONGEST_PATH:
        raise PackageError(f"{longest} is longer than {bundle.LONGEST_PATH} characters; Windows stops at 259 in all.")
    results.append(("PE check", f"{len(pe.programs(folder))} files, every library inside or Windows' own"))
    results.append(("traces of this machine", no_traces(folder)))
    whole = bundle.measured(folder, f"windows/{NAME}")
    portable = bundle.portable_zip(folder, DIST / f"{NAME}-{version()}-portable.zip")
    setup = bundle.installer(folder, DIST / f"{NAME}-{version()}-setup.exe", makensis)
    artefacts = [whole, bundle.made(setup, whole.files), bundle.made(portable, whole.files + 1)]
    bundle.write_sums(artefacts)
    bundle.show(artefacts, results)
    limits = (bundle.MOST_BUNDLE, bundle.MOST_INSTALLER, bundle.MOST_PORTABLE)
    bundle.require_sizes(zip(artefacts, limits, strict=True))
    return 0


if __name__ == "__main__":
    sys.exit(main())
