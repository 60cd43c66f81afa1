"""The life of an installation under Wine, step by step: `python dev.py package --trial` after `--windows`.

Install, run, add data, upgrade with a build of a higher version, uninstall; every expectation that fails ends it.
"""

import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zipfile import ZipFile

from resources.packaging import bundle
from resources.packaging.wine import Wine, display, prepared
from resources.packaging.work import BUILD, DIST, NAME, ROOT, PackageError, call, say, version

NEXT_VERSION = "9.0.0"
REMARK = "安装试验写入的备注"
OFFICE = "市发改委"
TODAY = ("--today", "2026-06-30")
#: Chinese, blanks, and 200 characters from the drive to the last folder.
_PARTS = ("某某市 某某局 台账" * 5, "工作 文件夹" * 9, "2026 年 度" * 11)
LONG_FOLDER = "C:\\" + "\\".join(_PARTS).ljust(197, "末")[:197]
_UNINSTALL = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\ZhizaoLedger"


def run() -> int:
    """Do the whole trial and print its log; PackageError names the step that went wrong."""
    setup = DIST / f"{NAME}-{version()}-setup.exe"
    if not setup.is_file():
        raise PackageError("First: python dev.py package --windows")
    wine = prepared(BUILD / "wine")
    later = next_version(wine)
    with display() as screen:
        trial = Trial(wine, screen)
        trial.clean()
        trial.install_and_work(setup)
        trial.upgrade(setup, later)
        trial.uninstall()
        trial.long_path(later)
        trial.portable(DIST / f"{NAME}-{version()}-portable.zip")
        trial.read_only()
    trial.log("PASS")
    return 0


def next_version(wine: Wine) -> Path:
    """Freeze a copy of the sources with a higher version and one more step of the schema; return its installer."""
    source, target = BUILD / "next", BUILD / f"{NAME}-{NEXT_VERSION}-setup.exe"
    shutil.rmtree(source, ignore_errors=True)
    listed = call(["git", "ls-files"]).splitlines()
    for name in listed:
        if not name.startswith(("tests/", ".")) and (ROOT / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, source / name)
    advance(source)
    say(f"Freezing version {NEXT_VERSION} for the upgrade …")
    folder = bundle.freeze(
        BUILD / "next-bundle", lambda command, cwd: wine.run(wine.python, *command, cwd=cwd), source=source
    )
    return bundle.installer(folder, target, "makensis", source)


def advance(source: Path) -> str:
    """Give a source tree a higher version and a schema one revision further; return that revision."""
    init, schema = source / "tracker" / "__init__.py", source / "tracker" / "store" / "schema.py"
    init.write_text(re.sub(r'(__version__ = )".*"', rf'\1"{NEXT_VERSION}"', init.read_text("utf-8")), "utf-8")
    text = schema.read_text("utf-8")
    head = text.partition('HEAD = "')[2].partition('"')[0]
    following = f"{int(head) + 1:04d}"
    schema.write_text(text.replace(f'HEAD = "{head}"', f'HEAD = "{following}"'), "utf-8")
    (source / "db" / "versions" / f"{following}_trial.py").write_text(
        f'"""One more index."""\n\nfrom alembic import op\n\nrevision = "{following}"\ndown_revision = "{head}"\n'
        "branch_labels = None\ndepends_on = None\n\n\ndef upgrade():\n"
        '    op.create_index("ix_trial_task_title", "task", ["title"])\n\n\ndef downgrade():\n    pass\n',
        "utf-8",
    )
    return following


class Trial:
    """One Windows user's machine and what is expected of it."""

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
            raise PackageError(f"Not so: {what}")
        self.log(f"ok  {what}")

    def clean(self) -> None:
        """Take back what an earlier trial left."""
        for folder in (self.program, self.data):
            shutil.rmtree(folder, ignore_errors=True)
        self.wine.run("reg", "delete", _UNINSTALL, "/f", codes=(0, 1))

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
        environment = self.wine.environment({"DISPLAY": self.screen})
        words = ["wine", *map(str, command)]
        return subprocess.run(words, env=environment, capture_output=True, check=False).returncode

    def install_into(self, setup: Path, folder: str) -> int:
        """Install silently into a folder; NSIS wants it last and unquoted, which only a raw command line gives."""
        line = f'"Z:{setup}" /S /D={folder}'
        code = f"import subprocess, sys; sys.exit(subprocess.run({line!r}).returncode)"
        return self.code_of(self.wine.python, "-c", code)

    def registered(self, name: str) -> str:
        """Return a value of the uninstall entry, empty when there is none."""
        told = self.wine.run("reg", "query", _UNINSTALL, "/v", name, codes=(0, 1))
        return told.partition("REG_SZ")[2].strip()

    @contextmanager
    def window(self, *words: str | Path) -> Iterator[None]:
        """Have the windowed program open for a while; it is closed as a user closes it."""
        program = self.wine.start(self.program / f"{NAME}.exe", *words, DISPLAY=self.screen)
        time.sleep(15)
        try:
            yield
        finally:
            self.close(program)

    def close(self, program: "subprocess.Popen[bytes]") -> None:
        """Close what is open, dialogs first, until the program has ended."""
        for _ in range(6):
            call(["xdotool", "key", "alt+F4"], env=self.wine.environment({"DISPLAY": self.screen}))
            try:
                program.wait(5)
                return
            except subprocess.TimeoutExpired:
                continue
        program.kill()
        raise PackageError("The window does not close.")

    def picture(self, name: str) -> None:
        """Keep a picture of the whole screen."""
        call(["import", "-display", self.screen, "-window", "root", str(DIST / f"trial-{name}.png")])

    def install_and_work(self, setup: Path) -> None:
        """Install, look at the window, take one filled workbook in, hand a second start over."""
        self.expect(self.code_of(setup, "/S") == 0, f"{setup.name} installs silently")
        self.expect((self.program / f"{NAME}.exe").is_file(), "the program lies in the user's Programs")
        self.expect(self.registered("DisplayVersion") == version(), f"Windows lists version {version()}")
        links = list(self.user.rglob("智造台账.lnk"))
        self.expect(len(links) == 2, "Start menu and desktop have an entry")
        self.ledger(*TODAY, "demo")
        self.expect(self.data.is_dir(), "the ledger lies in the user's profile")
        book = self.wine.drive / "交办 文件.xlsx"
        book.unlink(missing_ok=True)
        self.ledger(*TODAY, "export", "--office", OFFICE, "--out", book)
        self.task = fill_in(book)
        self.expect(
            "已导入" in self.ledger(*TODAY, "import", book, codes=(0, 3)),
            f"a returned workbook is taken in ({self.task})",
        )
        second = self.wine.drive / "第二份.xlsx"
        second.unlink(missing_ok=True)
        self.ledger(*TODAY, "export", "--office", "市科技局", "--out", second)
        fill_in(second)
        with self.window(*TODAY):
            self.picture("ledger")
            self.expect(
                self.code_of(self.program / f"{NAME}.exe", second) == 0, "a second start with a workbook ends at once"
            )
            time.sleep(6)
            self.picture("import")
            self.expect(self.code_of(setup, "/S") == 4, "installing over the running program is refused with code 4")
        self.expect((self.data / "settings.json").is_file(), "closing the window keeps its settings")

    def upgrade(self, setup: Path, later: Path) -> None:
        """Go to the higher version; data, settings, schema, backup."""
        settings = (self.data / "settings.json").read_bytes()
        self.expect(self.code_of(later, "/S") == 0, f"{later.name} installs over it")
        self.expect(self.registered("DisplayVersion") == NEXT_VERSION, f"Windows lists version {NEXT_VERSION}")
        self.expect("完好" in self.ledger(*TODAY, "check"), "the ledger is whole, its schema the new one")
        self.expect(bool(list((self.data / "backups").glob("*before-*.db"))), "a backup was made before migrating")
        self.expect(self.remark() == REMARK, "the data are there")
        self.expect((self.data / "settings.json").read_bytes() == settings, "the settings are there")
        self.expect(self.code_of(setup, "/S") == 3, "the older version is refused with code 3")

    def remark(self) -> str:
        """Return the remark of the task that was filled in, read from the database itself."""
        import sqlite3

        with sqlite3.connect(self.data / "ledger.db") as connection:
            row = connection.execute("SELECT remark FROM task WHERE code = ?", (self.task,)).fetchone()
        return str(row[0])

    def uninstall(self) -> None:
        """Remove the program; the data stay."""
        self.code_of(self.program / "uninstall.exe", "/S")
        ends = time.monotonic() + 60
        while self.program.exists() and time.monotonic() < ends:
            time.sleep(0.5)
        self.wine.wait()
        self.expect(not self.program.exists(), "the program is gone")
        self.expect(self.registered("DisplayVersion") == "", "Windows lists it no more")
        self.expect(not list(self.user.rglob("智造台账.lnk")), "its entries are gone")
        self.expect(self.remark() == REMARK, "the data are still there")

    def long_path(self, setup: Path) -> None:
        """Install into 200 characters with Chinese and blanks, and try everything there."""
        folder = self.wine.drive / LONG_FOLDER[3:].replace("\\", "/")
        shutil.rmtree(folder, ignore_errors=True)
        self.expect(self.install_into(setup, LONG_FOLDER) == 0, f"installs into {len(LONG_FOLDER)} characters")
        self.expect(
            bundle.verdict(self.ledger("--selftest", folder=LONG_FOLDER, codes=(0, 1))) == "PASS", "self-test there"
        )
        self.expect(self.install_into(setup, LONG_FOLDER + "字") == 5, "one character more is refused with code 5")
        self.code_of(f"{LONG_FOLDER}\\uninstall.exe", "/S")
        self.wine.wait()

    def portable(self, archive: Path) -> None:
        """Unpack the portable archive; its data lie beside it and the profile stays as it is."""
        folder, before = self.wine.drive / "U 盘", sorted(self.data.rglob("*"))
        shutil.rmtree(folder, ignore_errors=True)
        with ZipFile(archive) as files:
            files.extractall(folder)
        self.ledger("tasks", folder=folder / NAME)
        self.expect((folder / NAME / "data" / "ledger.db").is_file(), "the portable program keeps its data beside it")
        self.expect(sorted(self.data.rglob("*")) == before, "and touches nothing in the profile")

    def read_only(self) -> None:
        """Point the program at a folder that cannot be written."""
        folder = self.wine.drive / "U 盘" / NAME
        told = self.ledger("--data", "Z:\\proc\\self", "tasks", folder=folder, codes=(2,))
        self.expect("数据文件夹" in told, f"a folder that cannot be written is said: {told.strip()}")


def fill_in(book: Path) -> str:
    """Write the remark into the first task of a workbook, as an office would; return the task's code."""
    import openpyxl

    workbook = openpyxl.load_workbook(book)
    sheet = workbook["任务清单"]
    header = next(row for row in sheet.iter_rows(max_row=10) if any(cell.value == "备注" for cell in row))
    places = {cell.value: number for number, cell in enumerate(header, 1)}
    first = int(header[0].row or 0) + 1
    sheet.cell(first, places["备注"], REMARK)
    workbook.save(book)
    return str(sheet.cell(first, places["编号"]).value)
