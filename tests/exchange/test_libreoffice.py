"""The real thing: a LibreOffice opens an exported workbook and saves it; nothing may look changed."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tracker.exchange.reader import BookReader, load_file
from tracker.exchange.writer import write_workbook
from tracker.model.enums import Outcome

pytestmark = pytest.mark.libreoffice

TEXTS = {
    "title": "=1+1 以等号开头的任务",
    "content": "第一行\n　　第二行缩进\n\n第四行 Mixed中英ＡＢＣ",
    "source": "《来源》（ＡＢ）(ab)",
    "owner": "张 三",
    "phone": "0574-87181234",
    "progress_note": "-减号 +加号 @艾特\n=SUM(A1) 50% 1e5",
    "problems": "制表\t符 _x000D_ 字面 “引号” <b>&amp;</b>",
    "next_steps": "00123",
    "remark": "长" * 1_200,
}
DUE = ("2025.10", "2025-12-31", "12月底", "每季度末", "长期坚持", "2025年12月底前", "", "二〇二五年十二月")
EDITS = {"H5": "李四", "K6": 0.65, "M7": "已完成，\n转入验收"}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, list[Path], Path], list[Path]]:
    """Return a converter: files to one format into a folder, all in one run of the program."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("no soffice on this machine")
    profile = tmp_path_factory.mktemp("profile")

    def convert(kind: str, files: list[Path], folder: Path) -> list[Path]:
        command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", kind]
        subprocess.run([*command, "--outdir", folder, *files], check=True, capture_output=True, timeout=120)
        return [folder / f"{file.stem}.{kind.partition(':')[0]}" for file in files]

    return convert


@pytest.fixture(scope="module")
def converted(office: Any, tmp_path_factory: pytest.TempPathFactory, live_exchange: Any) -> dict[str, Path]:
    """Return the exported and the edited workbook in every format, and back in xlsx."""
    folder = tmp_path_factory.mktemp("sent")
    plain, edited = folder / "plain.xlsx", folder / "edited.xlsx"
    write_workbook(plain, live_exchange.content)
    book = openpyxl.load_workbook(plain)
    for address, value in EDITS.items():
        book["任务清单"][address] = value
    book.save(edited)
    files: dict[str, Path] = {}
    for kind in ("xlsx", "xls", "ods"):
        target = folder / kind
        results = office(kind, [plain, edited], target)
        files |= {f"plain {kind}": results[0], f"edited {kind}": results[1]}
    for kind in ("xls", "ods"):
        back = office("xlsx", [files[f"plain {kind}"]], folder / f"{kind}-back")
        files[f"plain {kind} xlsx"] = back[0]
    return files


@pytest.fixture(scope="module")
def live_exchange(make_exchange: Callable[..., Any]) -> Any:
    """Return an export whose rows hold everything that conversions are known to bend."""
    rows = [
        {**TEXTS, "code": f"B2.{n}", "title": f"{TEXTS['title']}{n}", "due_text": due, "progress": 7 * n + 1}
        for n, due in enumerate(DUE, start=1)
    ]
    rows += [{"code": "E1", "progress": 100, "status": "closing"}, {"code": "E2", "progress": None, "co_offices": ()}]
    return make_exchange(*rows)


@pytest.fixture(scope="module")
def reader() -> Any:
    with BookReader() as one:
        yield one


@pytest.mark.parametrize("name", ["plain xlsx", "plain xls", "plain ods", "plain xls xlsx", "plain ods xlsx"])
def test_a_saved_workbook_has_no_changes(name: str, converted: Any, live_exchange: Any, reader: BookReader) -> None:
    found = live_exchange.compare(reader.read(load_file(converted[name])))
    assert [(c.cell, c.snapshot, c.theirs, c.note) for c in found.changes] == []
    assert [p.message for p in found.problems] == []
    assert found.export == live_exchange.content.export_code


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_three_edits_are_three_changes(kind: str, converted: Any, live_exchange: Any, reader: BookReader) -> None:
    found = live_exchange.compare(reader.read(load_file(converted[f"edited {kind}"])))
    assert [(c.cell, c.theirs, c.outcome) for c in found.changes] == [
        ("H5", "李四", Outcome.CHANGE),
        ("K6", 65, Outcome.CHANGE),
        ("M7", "已完成，\n转入验收", Outcome.CHANGE),
    ]
