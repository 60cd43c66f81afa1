"""Other programs open an exported workbook and save it: nothing looks changed, and three edits are exactly three."""

import json
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.exchange.read.test_help_libreoffice import ODD, STATES
from tests.exchange.read.test_person_libreoffice import ODD as ODD_PERSON
from tests.exchange.test_help_sheet import HELP, SECOND
from tests.exchange.test_person_sheet import PEOPLE
from tracker.exchange.book.address import column_letters
from tracker.exchange.cells.columns import HELP_SHEET, PERSON_SHEET
from tracker.exchange.read.reader_pool import BookReader, load_file
from tracker.exchange.write.content import ContentRow
from tracker.exchange.write.workbook import write_workbook
from tracker.model.enums import Outcome

SCRIPTS = Path(__file__).with_name("node")
TASKS = "任务清单"
EDITS = ((TASKS, "H5", "李四"), (TASKS, "N6", 0.65), (TASKS, "P7", "已完成，\n转入验收"))
HELPS = "配合事项"
_PLACES = {column.field: column_letters(number) for number, column in enumerate(HELP_SHEET.columns, start=1)}
HELP_EDITS = (
    (HELPS, f"{_PLACES['help_state']}5", "已完成"),
    (HELPS, f"{_PLACES['help_note']}6", "已供电，\n转入调试"),
    (HELPS, f"{_PLACES['help_phone']}7", "0574-87650002"),
)
PEOPLE_SHEET = "联系方式"
_CELLS = {column.field: column_letters(number) for number, column in enumerate(PERSON_SHEET.columns, start=1)}
PERSON_EDITS = (
    (PEOPLE_SHEET, f"{_CELLS['person_role']}5", "主要负责人"),
    (PEOPLE_SHEET, f"{_CELLS['person_mobile']}5", 13900000009),
    (PEOPLE_SHEET, f"{_CELLS['person_email']}6", "liqing@nb.gov.cn"),
    (PEOPLE_SHEET, f"{_CELLS['person_note']}6", "每周五，\n下午"),
    (PEOPLE_SHEET, f"{_CELLS['person_phone']}7", "057487650002"),
    (PEOPLE_SHEET, f"{_CELLS['person_name']}8", "陈一"),
    (PEOPLE_SHEET, f"{_CELLS['person_mobile']}8", 13900000001),
)
#: Writer and what it writes; SheetJS writes other kinds as well.
FORMATS = (("exceljs", "xlsx"), *(("sheetjs", kind) for kind in ("xlsx", "xlsb", "biff8", "ods")))
ENDINGS = {"biff8": "xls"}

Save = Callable[[Path, Path, tuple[tuple[str, str, Any], ...]], None]


@pytest.fixture(scope="module")
def modules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder with the scripts and their packages, fetched as a person would."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        pytest.skip("no node and npm on this machine")
    folder = tmp_path_factory.mktemp("node")
    for script in SCRIPTS.iterdir():
        if script.is_file():
            shutil.copy(script, folder)
    command = [npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline"]
    try:
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=300)
    except (subprocess.SubprocessError, OSError) as error:
        pytest.skip(f"the packages cannot be fetched: {error}")
    return folder


@pytest.fixture(scope="module")
def by_node(modules: Path) -> Callable[[str, str], Save]:
    """Return what saves a workbook by a program of the web."""

    def writer(name: str, kind: str) -> Save:
        def save(source: Path, target: Path, edits: tuple[tuple[str, str, Any], ...]) -> None:
            command = ["node", "resave.cjs", name, kind, source, target, json.dumps(edits)]
            subprocess.run(command, cwd=modules, check=True, capture_output=True, timeout=120)

        return save

    return writer


def by_openpyxl(source: Path, target: Path, edits: tuple[tuple[str, str, Any], ...]) -> None:
    book = openpyxl.load_workbook(source)
    for sheet, address, value in edits:
        book[sheet][address].value = value
    book.save(target)


def by_pandas(source: Path, target: Path, edits: tuple[tuple[str, str, Any], ...]) -> None:
    """Read all sheets as tables and write them by XlsxWriter: formats, names and what is hidden are gone."""
    pandas = pytest.importorskip("pandas", reason="no pandas in this environment")
    pytest.importorskip("xlsxwriter", reason="no XlsxWriter in this environment")
    tables = pandas.read_excel(
        source, sheet_name=None, header=None, dtype=object, keep_default_na=False, engine="openpyxl"
    )
    for sheet, address, value in edits:
        row, column = openpyxl.utils.cell.coordinate_to_tuple(address)
        tables[sheet].loc[row - 1, column - 1] = value  # a row below the last one comes into being
    with pandas.ExcelWriter(target, engine="xlsxwriter") as writer:
        for name, table in tables.items():
            table.to_excel(writer, sheet_name=name, header=False, index=False)


@pytest.fixture(scope="module")
def reader() -> Any:
    with BookReader() as one:
        yield one


@pytest.fixture(scope="module")
def resaved(live_exchange: Any, reader: BookReader, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Any]:
    """Compare the exported workbook after a writer saved it with some edits."""
    rows = (HELP, SECOND, *({**ODD, "help_code": f"S{n}", "help_state": state} for n, state in enumerate(STATES)))
    helps = tuple(ContentRow(f"uid-h{number}", row) for number, row in enumerate(rows))
    people = (*PEOPLE, ContentRow("P00000000000c", ODD_PERSON))
    exchange = replace(live_exchange, content=replace(live_exchange.content, helps=helps, people=people))
    write_workbook(source := tmp_path_factory.mktemp("sent") / "交办.xlsx", exchange.content)

    def compare(save: Save, kind: str, *edits: tuple[str, str, Any]) -> Any:
        target = tmp_path_factory.mktemp("back") / f"反馈.{ENDINGS.get(kind, kind)}"
        save(source, target, edits)
        return exchange.compare(reader.read(load_file(target)))

    return compare


def is_cut(change: Any) -> bool:
    """Tell whether a text was cut off by its writer, which is asked about: SheetJS keeps 255 characters in .xls."""
    text = str(change.theirs)
    return change.needs_decision and len(text) == 255 and str(change.snapshot).startswith(text)


def check(resaved: Callable[..., Any], save: Save, kind: str) -> None:
    found = resaved(save, kind)
    assert [(c.cell, c.snapshot, c.theirs, c.note) for c in found.changes if not is_cut(c)] == []
    edited = resaved(save, kind, *EDITS)
    assert [(c.cell, c.theirs, c.outcome, c.needs_decision) for c in edited.changes if not is_cut(c)] == [
        ("H5", "李四", Outcome.CHANGE, False),
        ("N6", 65, Outcome.CHANGE, False),
        ("P7", "已完成，\n转入验收", Outcome.CHANGE, False),
    ]
    assert {p.message for p in edited.problems} == {p.message for p in found.problems}
    helping = resaved(save, kind, *HELP_EDITS)
    assert [(c.kind, c.cell, c.theirs) for c in helping.changes if not is_cut(c)] == [
        ("help", HELP_EDITS[0][1], "done"),
        ("help", HELP_EDITS[1][1], "已供电，\n转入调试"),
        ("help", HELP_EDITS[2][1], "0574-87650002"),
    ]
    seated = resaved(save, kind, *PERSON_EDITS)
    assert [(c.kind, c.cell, c.theirs, c.outcome) for c in seated.changes if not is_cut(c)] == [
        ("person", PERSON_EDITS[0][1], "head", Outcome.CHANGE),
        ("person", PERSON_EDITS[1][1], "13900000009", Outcome.CHANGE),
        ("person", PERSON_EDITS[2][1], "liqing@nb.gov.cn", Outcome.CHANGE),
        ("person", PERSON_EDITS[3][1], "每周五，\n下午", Outcome.CHANGE),
        ("person", PERSON_EDITS[4][1], "057487650002", Outcome.CHANGE),
        ("person", "B8", None, Outcome.UNKNOWN_ROW),
    ]
    assert seated.changes[-1].title == "陈一"


def test_openpyxl(resaved: Callable[..., Any]) -> None:
    check(resaved, by_openpyxl, "xlsx")


def test_pandas_with_xlsxwriter(resaved: Callable[..., Any]) -> None:
    check(resaved, by_pandas, "xlsx")


@pytest.mark.node
@pytest.mark.parametrize(("name", "kind"), FORMATS, ids=lambda one: one)
def test_programs_of_the_web(name: str, kind: str, by_node: Any, resaved: Callable[..., Any]) -> None:
    check(resaved, by_node(name, kind), kind)
