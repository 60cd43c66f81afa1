"""Printed forms: what stands on them, and that a machine reads the code of every one."""

import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import zxingcpp
from PySide6.QtGui import QImage
from sqlmodel import select

from tests.printing import pages, plain, printer
from tracker.errors import InputError
from tracker.model.form_code import form_code, task_of_code
from tracker.model.rows.forms import FormRow
from tracker.model.tables import Task
from tracker.queries.forms import forms_of_office, forms_of_tasks
from tracker.queries.token_key import token_secret
from tracker.store.engine import Database
from tracker.ui.print.forms import CODE_SIDE, FormLayout, form_pages
from tracker.ui.print.pdf import pdf_content
from tracker.ui.print.qr import QUIET, squares

__all__ = ("pages", "printer")

#: Where the code stands on a page of 200 dots per inch: the upper right.
CORNER = ("-x", "1150", "-y", "40", "-W", "480", "-H", "280")


@pytest.fixture
def ledger(sqlite_ledger_url: str) -> Iterator[Database]:
    database = Database(sqlite_ledger_url, "测试员")
    yield database
    database.close()


def read_codes(pdf: Path, folder: Path) -> list[str]:
    """Return what stands in the code of each page, "" where none is read."""
    subprocess.run(["pdftoppm", "-r", "200", "-gray", *CORNER, pdf, folder / "page"], check=True, timeout=300)
    texts = []
    for path in sorted(folder.glob("page-*.pgm")):
        image = QImage(str(path)).convertToFormat(QImage.Format.Format_Grayscale8)
        signs = np.frombuffer(image.constBits(), dtype=np.uint8).reshape(image.height(), image.bytesPerLine())
        codes = zxingcpp.read_barcodes(np.ascontiguousarray(signs[:, : image.width()]))
        texts.append(codes[0].text if len(codes) == 1 else "")
    return texts


def test_the_code_is_small_and_bears_damage() -> None:
    rows = squares(form_code("T0123456789ab", "E12345678", b"secret"))
    assert {len(rows), *map(len, rows)} == {29}  # version 3
    assert CODE_SIDE / (29 + 2 * QUIET) > 0.6  # millimetres a square


@pytest.mark.usefixtures("qapp", "printer")
def test_a_hundred_of_a_hundred_codes_are_read_and_belong_to_their_tasks(ledger: Database, tmp_path: Path) -> None:
    with ledger.reading() as session:
        uids = dict(session.exec(select(Task.code, Task.uid)).all())
        secret = token_secret(session)
        forms = list(forms_of_tasks(session, list(uids)))
    more = [replace(form, payload=form_code(uids[form.code], f"E{n:08X}", secret)) for n, form in enumerate(forms)]
    hundred = (forms + more)[:100]
    (pdf := tmp_path / "forms.pdf").write_bytes(pdf_content(FormLayout(hundred)))
    texts = read_codes(pdf, tmp_path)
    assert texts == [form.payload for form in hundred]
    assert [task_of_code(text, secret) for text in texts] == [uids[form.code] for form in hundred]


@pytest.mark.usefixtures("qapp", "printer")
def test_a_form_says_what_is_known_and_leaves_room(ledger: Database, tmp_path: Path, pages) -> None:
    form = FormRow(
        form_code("T0123456789ab", "E12345678", b"s"), "A1.1", "任务名称", "市经信局", ("市科技局",), "2026年6月底前",
        "35%", "已起草方案", "", "长" * 300, 3,
    )  # fmt: skip
    layout = FormLayout([form, form])
    assert layout.count == 2
    (pdf := tmp_path / "form.pdf").write_bytes(pdf_content(layout))
    first, second = pages(pdf)
    assert first == second
    for words in (
        "任务反馈表",
        "市经信局第3批",
        "A1.1",
        "2026年6月底前",
        "上次：35%",
        "上次：已起草方案",
        form.payload,
    ):
        assert plain(words) in plain(first), words
    for label in ("进度", "进展情况", "存在问题", "下一步措施", "填报人", "负责人", "签字", "盖章", "日期"):
        assert label in plain(first), label
    assert "长" * 121 not in plain(first)
    assert plain(first).count("上次:") == 3  # nothing of an empty field


@pytest.mark.usefixtures("qapp")
def test_a_long_title_and_many_offices_stay_on_the_page() -> None:
    texts = "进" * 120, "问" * 120, "下" * 120
    form = FormRow("ZC1", "A1.1", "名" * 60, "局" * 20, ("某某单位",) * 6, "2026年6月底前完成", "5%", *texts)
    assert FormLayout([form]).count == 1
    assert form_pages(form).title == "A1.1 反馈表"


def test_forms_of_an_office_are_its_open_tasks(ledger: Database) -> None:
    with ledger.reading() as session:
        forms = forms_of_office(session, "经信局")
        assert {form.office for form in forms} == {"市经信局"}
        assert len(forms) > 5
        for name, sentence in (("火星局", "没有名为“火星局”的单位"), ("市气象局", "没有")):
            with pytest.raises(InputError, match=sentence):
                forms_of_office(session, name)
        with pytest.raises(InputError, match="没有任务 Z9；请核对编号"):
            forms_of_tasks(session, ["A1.1", "Z9"])
