"""The life of an installation under Wine, step by step: `python dev.py package --trial` after `--windows`.

Install, run, add data, upgrade with a build of a higher version, uninstall; every expectation that fails ends it.
"""

import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from zipfile import ZipFile

from resources.packaging import bundle
from resources.packaging.later import NEXT_VERSION, next_version
from resources.packaging.machine import UNINSTALL, Machine, contents
from resources.packaging.wine import display, prepared
from resources.packaging.work import BUILD, DIST, NAME, PackageError, version

REMARK = "安装试验写入的备注"
OFFICE, SECOND = "市发改委", "市科技局"
REVIEW = "核对反馈"
TODAY = ("--today", "2026-06-30")
#: Chinese, blanks, and 200 characters from the drive to the last folder.
_PARTS = ("某某市 某某局 台账" * 5, "工作 文件夹" * 9, "2026 年 度" * 11)
LONG_FOLDER = "C:\\" + "\\".join(_PARTS).ljust(197, "末")[:197]
#: A folder of the machine that not even root can write to; Wine follows a link to it.
UNWRITABLE = Path("/proc/self")


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
        trial.install(setup)
        trial.work(setup)
        trial.read_only()
        trial.upgrade(setup, later)
        trial.uninstall()
        trial.long_path(later)
        trial.portable(DIST / f"{NAME}-{version()}-portable.zip")
        trial.remove_data(later)
        if (wheels := DIST / f"{NAME}-{version()}-wheelhouse-win_amd64.zip").is_file():
            trial.own_python(wheels)
    trial.log("PASS")
    return 0


class Trial(Machine):
    """What a department does with the artefacts, and what must come of it."""

    task = ""

    def clean(self) -> None:
        """Take back what an earlier trial left."""
        for folder in (self.program, self.data):
            shutil.rmtree(folder, ignore_errors=True)
        self.wine.run("reg", "delete", UNINSTALL, "/f", codes=(0, 1))

    def install(self, setup: Path) -> None:
        """Install, then take one filled workbook in by the command line."""
        self.expect(self.code_of(setup, "/S") == 0, f"{setup.name} installs silently")
        self.expect((self.program / f"{NAME}.exe").is_file(), "the program lies in the user's Programs")
        self.expect(self.registered("DisplayVersion") == version(), f"Windows lists version {version()}")
        links = list(self.user.rglob("智造台账.lnk"))
        self.expect(len(links) == 2, "Start menu and desktop have an entry")
        self.ledger(*TODAY, "demo")
        self.expect(self.data.is_dir(), "the ledger lies in the user's profile")
        book, self.task = self.filled("交办 文件.xlsx", OFFICE)
        told = self.ledger(*TODAY, "import", book, codes=(0, 3))
        self.expect("已导入" in told, f"a returned workbook is taken in ({self.task})")

    def filled(self, name: str, office: str) -> tuple[Path, str]:
        """Export an office's workbook and fill it in; return it and the task with the remark."""
        book = self.wine.drive / name
        book.unlink(missing_ok=True)
        self.ledger(*TODAY, "export", "--office", office, "--out", book)
        return book, fill_in(book)

    def work(self, setup: Path) -> None:
        """Open the window, put it away, start again; drop a workbook on the icon, with the window open and without."""
        book, _ = self.filled("第二份.xlsx", SECOND)
        program = self.program / f"{NAME}.exe"
        with self.window(*TODAY):
            self.picture("ledger")
            self.minimise()
            self.expect(self.in_front() == "", "the window is put away")
            self.expect(self.code_of(program) == 0, "a second start ends at once")
            self.expect(self.seen("智造台账"), "and brings the window forward")
            self.expect(self.code_of(program, book) == 0, "a workbook dropped on the icon is handed over")
            self.expect(self.seen(REVIEW), "and the running window opens the import")
            self.picture("import")
            self.expect(self.code_of(setup, "/S") == 4, "installing over the running program is refused with code 4")
        self.expect((self.data / "settings.json").is_file(), "closing the window keeps its settings")
        with self.window(*TODAY, book):
            self.expect(self.seen(REVIEW), "a workbook dropped on the icon starts the program and opens the import")

    def read_only(self) -> None:
        """Take the right to write in the profile away: both programs say so and end with 2."""
        with self.denied():
            told = self.ledger("tasks", codes=(2,))
            self.expect("只能读、不能写" in told, f"the console program says so: {told.strip()}")
            program = self.double_click(self.program / f"{NAME}.exe")
            self.expect(self.seen("智造台账"), "the windowed program says so in a box")
            self.picture("read-only")
            self.type("Return")
            self.expect(program.wait(30) == 2, "and ends with code 2")

    @contextmanager
    def denied(self) -> Iterator[None]:
        """Have a folder that cannot be written where the data are, for a while."""
        kept = self.data.with_name("kept")
        self.data.rename(kept)
        self.data.symlink_to(UNWRITABLE)
        try:
            yield
        finally:
            self.data.unlink()
            kept.rename(self.data)

    def upgrade(self, setup: Path, later: Path) -> None:
        """Go to the higher version; data, settings, schema, backup."""
        settings = (self.data / "settings.json").read_bytes()
        self.expect(self.code_of(later, "/S") == 0, f"{later.name} installs over it")
        self.expect(self.registered("DisplayVersion") == NEXT_VERSION, f"Windows lists version {NEXT_VERSION}")
        self.expect("完好" in self.ledger(*TODAY, "check"), "the ledger is whole, its schema the new one")
        self.expect(bool(list((self.data / "backups").glob("*before-*.zip"))), "a backup was made before migrating")
        self.expect(self.remark() == REMARK, "the data are there")
        self.expect((self.data / "settings.json").read_bytes() == settings, "the settings are there")
        self.expect(self.code_of(setup, "/S") == 3, "the older version is refused with code 3")

    def remark(self) -> str:
        """Return the remark of the task that was filled in, read from the database itself."""
        # Closed here: left to the garbage collector it would remove its -wal and -shm some steps later.
        with closing(sqlite3.connect(self.data / "ledger.db")) as connection:
            row = connection.execute("SELECT remark FROM task WHERE code = ?", (self.task,)).fetchone()
        return str(row[0])

    def uninstall(self) -> None:
        """Remove the program; the data stay."""
        self.code_of(self.program / "uninstall.exe", "/S")
        self.wait_until_gone(self.program)
        self.expect(not self.program.exists(), "the program is gone")
        self.expect(self.registered("DisplayVersion") == "", "Windows lists it no more")
        self.expect(not list(self.user.rglob("智造台账.lnk")), "its entries are gone")
        self.expect(self.remark() == REMARK, "the data are still there")

    def wait_until_gone(self, folder: Path) -> None:
        """Wait for an uninstaller, which goes on after its first process has ended."""
        ends = time.monotonic() + 60
        while folder.exists() and time.monotonic() < ends:
            time.sleep(0.5)
        self.wine.wait()

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
        stick, before = self.wine.drive / "U 盘", contents(self.data)
        shutil.rmtree(stick, ignore_errors=True)
        with ZipFile(archive) as files:
            files.extractall(stick)
        folder = stick / NAME
        self.ledger("tasks", folder=folder)
        self.expect((folder / "data" / "ledger.db").is_file(), "the portable program keeps its data beside it")
        with self.window(*TODAY, folder=folder):
            pass
        self.expect((folder / "data" / "settings.json").is_file(), "so does its window with its settings")
        self.expect(contents(self.data) == before, "and touches nothing in the profile")
        told = self.ledger("--data", f"Z:{UNWRITABLE}".replace("/", "\\"), "tasks", folder=folder, codes=(2,))
        self.expect("数据文件夹" in told, f"a folder that cannot be written is said: {told.strip()}")

    def remove_data(self, setup: Path) -> None:
        """Install once more and remove everything, as asked."""
        self.expect(self.code_of(setup, "/S") == 0, "installs again")
        self.expect(self.remark() == REMARK, "over the data that were kept")
        self.code_of(self.program / "uninstall.exe", "/S", "/REMOVEDATA")
        self.wait_until_gone(self.program)
        self.expect(not self.data.exists(), "/REMOVEDATA removes the data as well")

    def own_python(self, archive: Path) -> None:
        """Install the wheels with the official CPython, offline, into an empty folder, and try the program there."""
        place = self.wine.drive / "自备 Python"
        shutil.rmtree(place, ignore_errors=True)
        with ZipFile(archive) as files:
            files.extractall(place)
        home = place / f"{NAME}-{version()}"
        offline = ("--no-index", "--find-links", "wheelhouse", "--require-hashes", "--target", "site")
        pip = ("-m", "pip", "install", "-q", *offline, "-r", "wheelhouse/requirements-3.11.lock")
        self.wine.run(self.wine.python, *pip, cwd=home)
        start = (
            "import sys; sys.path[:0] = ['site', '.']; from tracker.__main__ import main; sys.exit(main(sys.argv[1:]))"
        )
        told = self.wine.run(self.wine.python, "-S", "-c", start, "--selftest", cwd=home, codes=(0, 1))
        self.expect(bundle.verdict(told) == "PASS", "the wheels install offline and the self-test passes from source")


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
