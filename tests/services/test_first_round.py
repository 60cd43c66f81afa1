"""The first round of a fresh ledger with all offices confirmed: 38 workbooks, every row once, all open elsewhere."""

import shutil
import subprocess
from collections import Counter
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from tracker.exchange.read.open_book import read_raw
from tracker.model.enums import Status
from tracker.model.tables import Office, Task, TaskOffice
from tracker.services.exporting import export_all
from tracker.services.tasks import confirm_offices

TODAY = date(2026, 3, 2)
FIRST_ROW = 5


@pytest.fixture
def paths(lite, tmp_path: Path) -> dict[str, Path]:
    """Return the workbooks by office."""
    lite.act(confirm_offices, [task.id for task in lite.rows(Task)])
    _, written = lite.act(export_all, tmp_path, TODAY)
    return {path.name.partition("_第")[0]: path for path in written}


def rows_of(path: Path, sheet: str) -> int:
    """Return how many rows a sheet has, 0 where there is none."""
    book = openpyxl.load_workbook(path, read_only=True)
    if sheet not in book.sheetnames:
        return 0
    return sum(bool(row[0]) for row in book[sheet].iter_rows(min_row=FIRST_ROW, max_col=1, values_only=True))


def test_every_office_gets_what_it_leads_and_what_it_helps_with(lite, paths: dict[str, Path]) -> None:
    names = {office.id: office.name for office in lite.rows(Office)}
    tasks = [task for task in lite.rows(Task) if task.lead_office_id and not Status(task.status).ended]
    leads = Counter(names[task.lead_office_id] for task in tasks)
    helps = Counter(names[link.office_id] for link in lite.rows(TaskOffice))
    assert (len(paths), len(leads), len(set(helps) - set(leads))) == (38, 13, 25)
    assert {office: rows_of(path, "任务清单") for office, path in paths.items()} == {
        name: leads[name] for name in paths
    }
    assert {office: rows_of(path, "配合事项") for office, path in paths.items()} == {
        name: helps[name] for name in paths
    }
    assert sum(leads.values()) == 88
    only_helping = [path for office, path in paths.items() if office not in leads]
    assert all("任务清单" not in openpyxl.load_workbook(path, read_only=True).sheetnames for path in only_helping)


@pytest.mark.libreoffice
def test_every_workbook_opens_in_libreoffice(paths: dict[str, Path], tmp_path: Path) -> None:
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("no soffice on this machine")
    command = [program, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "ods"]
    subprocess.run(
        [*command, "--outdir", tmp_path / "ods", *paths.values()], check=True, capture_output=True, timeout=300
    )
    for path in paths.values():
        saved = read_raw((tmp_path / "ods" / f"{path.stem}.ods").read_bytes())
        assert [sheet.name for sheet in saved.sheets] == openpyxl.load_workbook(path, read_only=True).sheetnames
