"""Every kept sample of a returned workbook: what waits in the preview waits in the import, what does not is taken."""

import lzma
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

LEDGERS = Path(__file__).resolve().parent.parent / "ledgers"
REPORTS, SCHEMA2 = LEDGERS / "reports", LEDGERS / "schema2"
#: Ledger, its day, and the file; of a report what is said of the one cell that is odd: field and whether it waits.
EXPECTED: dict[str, tuple[str, bool] | None] = {
    "o09_ruby.ods": None,
    "s01_phone_lro_pdf.xlsx": None,
    "s18_strikethrough_run.xlsx": ("progress_note", True),
    "s20_decimal_comma.xlsx": ("indicator_value", True),
    "s24_permille_format.xlsx": ("indicator_value", True),
    "s25_percent_of_percent.xlsx": ("progress", True),
    "s27_phone_sci_text.xlsx": ("phone", True),
    "s28_date_hair.xlsx": ("due_text", True),  # another deadline is an application
    "s29_time_format_progress.xlsx": None,
    "s32_text_became_formula_0_base2.xlsx": None,
    "s37_progress_1_as_text.xlsx": None,
    "s45_sheetjs.xlsb": None,
}
SAMPLES = [
    *(
        (REPORTS / f"{'base2' if '_base2' in name else 'base'}.db.xz", "2026-03-10", REPORTS / name)
        for name in EXPECTED
    ),
    *((SCHEMA2 / "ledger.db.xz", "2025-11-18", path) for path in sorted((SCHEMA2 / "filled").iterdir())),
]


@pytest.fixture(params=SAMPLES, ids=[path.name for _, _, path in SAMPLES])
def sample(request: pytest.FixtureRequest) -> tuple[Path, str, Path]:
    return request.param


@pytest.fixture
def data(sample: tuple[Path, str, Path], tmp_path: Path) -> Path:
    """Return a data folder with the ledger of the sample in it."""
    (folder := tmp_path / "data").mkdir()
    (folder / "ledger.db").write_bytes(lzma.decompress(sample[0].read_bytes()))
    return folder


@pytest.fixture
def then(run: Callable[..., Any], data: Path, sample: tuple[Path, str, Path]) -> Callable[..., Any]:
    """Run a command on the day of the sample."""
    return lambda *arguments: run(*arguments, before=("--data", str(data), "--today", sample[1]))


def test_there_is_a_sample_of_every_report() -> None:
    kept = {path.name for path in REPORTS.iterdir() if path.suffix != ".xz"}
    assert kept == set(EXPECTED)


def test_preview_and_import_agree(then: Callable[..., Any], sample: tuple[Path, str, Path]) -> None:
    path = sample[2]
    seen = then("preview", path, "--json")
    assert seen.code == 0
    changes = seen.json["changes"]
    if path.name in EXPECTED:
        expected = EXPECTED[path.name]
        assert [(each["field"], each["needs_decision"]) for each in changes] == ([expected] if expected else [])
    waiting = [each for each in changes if each["needs_decision"]]
    for each in waiting:
        assert each["note"] or each.get("request") or each["outcome"] in ("conflict", "cleared"), each
    done = then("import", path, "--json")
    assert (done.code, done.json["pending"]) == (3 if waiting else 0, len(waiting))
    again = {_place(each): each for each in then("preview", path, "--json").json["changes"]}
    for each in changes:
        if each["needs_decision"]:
            now = again[_place(each)]
            assert (now["outcome"], now["needs_decision"], now["theirs"]) == (each["outcome"], True, each["theirs"])
        elif each["outcome"] == "change":
            assert again[_place(each)]["outcome"] == "same" or _place(each) not in again, each
    assert sum(each["needs_decision"] for each in again.values()) == len(waiting)


def _place(change: dict[str, Any]) -> tuple[str, str, str]:
    return change["sheet"], change["cell"], change["field"]
