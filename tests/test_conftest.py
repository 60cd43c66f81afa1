"""The shared fixtures do what they promise: databases of both kinds, and failures where something is loud."""

import logging
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, text

ROOT = Path(__file__).resolve().parent.parent

INNER_TESTS = """
import gc
import logging
import pytest

log = logging.getLogger("tracker.inner")

def test_silent(): log.info("x")
def test_loud(): log.warning("surprise")
def test_announced(expect_log): expect_log("^WARNING .*surprise"); log.warning("surprise")
def test_announced_in_vain(expect_log): expect_log("surprise")
def test_allowed_in_vain(allow_log): allow_log("surprise")

@pytest.mark.libreoffice
def test_needs_office(): pytest.skip("none here")

@pytest.mark.postgres
def test_needs_server(): pytest.skip("none here")

def test_skips_for_its_own_reason(): pytest.skip("none here")

def test_collector_left_on(): gc.enable()
def test_collector_is_off_again(): assert not gc.isenabled()

def test_qt_complains(qapp):
    from PySide6.QtCore import qWarning
    qWarning("a widget is unhappy")
"""


@pytest.fixture(scope="module")
def inner(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Run the tests above in a house of their own where LibreOffice was promised; name → outcomes."""
    house = tmp_path_factory.mktemp("house")
    (house / "tests").mkdir()
    shutil.copy(ROOT / "pyproject.toml", house)
    for name in ("conftest.py", "libreoffice.py"):
        shutil.copy(ROOT / "tests" / name, house / "tests")
    (house / "tests" / "test_inner.py").write_text(INNER_TESTS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRACKER_REQUIRE_LIBREOFFICE", "1")
        patch.delenv("TRACKER_REQUIRE_POSTGRES", raising=False)
        command = [sys.executable, "-m", "pytest", "-rA", "-p", "no:cacheprovider"]
        done = subprocess.run(command, cwd=house, capture_output=True, encoding="utf-8", check=False)
    outcomes: dict[str, str] = {}
    for line in done.stdout.splitlines():
        word, _, rest = line.partition(" ")
        if word in ("PASSED", "FAILED", "ERROR") and "::" in rest:
            name = rest.split("::")[1].split(" ")[0]
            outcomes[name] = (outcomes.get(name, "") + " " + word).strip()
    return outcomes


@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ("test_silent", "PASSED"),
        ("test_loud", "PASSED ERROR"),
        ("test_announced", "PASSED"),
        ("test_announced_in_vain", "PASSED ERROR"),
        ("test_allowed_in_vain", "PASSED"),
        ("test_needs_office", "FAILED"),
        ("test_needs_server", None),
        ("test_skips_for_its_own_reason", None),
        ("test_collector_left_on", "PASSED ERROR"),
        ("test_collector_is_off_again", "PASSED"),
        ("test_qt_complains", "FAILED"),
    ],
)
def test_inner_outcome(name: str, outcome: str | None, inner: dict[str, str]) -> None:
    assert inner.get(name) == outcome


@pytest.mark.parametrize("number", [1, 2])
def test_every_database_is_empty_and_its_own(database_url: str, number: int) -> None:
    """Run twice: the table of the first must not be there for the second."""
    engine = create_engine(database_url)
    with engine.begin() as connection:
        assert inspect(connection).get_table_names() == []
        connection.execute(text("CREATE TABLE 任务 (名称 VARCHAR(20))"))
        connection.execute(text("INSERT INTO 任务 VALUES ('灯塔工厂')"))
        assert connection.execute(text("SELECT 名称 FROM 任务")).scalar_one() == "灯塔工厂"
    engine.dispose()


@pytest.mark.postgres
def test_template_brings_its_tables(postgres) -> None:  # type: ignore[no-untyped-def]
    template = postgres.create()
    engine = create_engine(template)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE brought (id INTEGER)"))
    engine.dispose()
    url = postgres.create(template=postgres.name_of(template))
    copied = create_engine(url)
    assert inspect(copied).get_table_names() == ["brought"]
    copied.dispose()
    for name in (url, template):
        postgres.drop(name)


def test_log_witness_sees_warnings_of_every_logger(allow_log: Callable[[str], None], log_fail) -> None:  # type: ignore[no-untyped-def]
    allow_log("anything")
    logging.getLogger("a.library").warning("anything")
    logging.getLogger("a.library").info("nothing")
    assert [record.getMessage() for record in log_fail.records] == ["anything"]
