"""Workbooks for the exchange tests: one content, its file, and small files made by hand from XML."""

import io
import os
import pickle
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tracker.errors import WorkbookError
from tracker.exchange.book.raw_book import RawBook
from tracker.exchange.compare.changed_rows import compare_with_own_snapshot
from tracker.exchange.compare.compare_book import compare, compare_with_ledger
from tracker.exchange.read.open_book import read_raw
from tracker.exchange.read.reader_pool import BookReader, FileBytes
from tracker.exchange.write.content import ContentRow, WorkbookContent, sent_workbook
from tracker.exchange.write.workbook import write_workbook
from tracker.model.changeset import ChangeSet, CurrentRow, SentWorkbook

SECRET = b"installation key of the tests"
OFFICES = {
    "市经信局": "市经信局",
    "市经济和信息化局": "市经信局",
    "经信局": "市经信局",
    "市科技局": "市科技局",
    "市科学技术局": "市科技局",
    "市财政局": "市财政局",
    "市发改委": "市发改委",
}
TASK = {
    "code": "B2.1",
    "title": "建立专精特新企业梯度培育库",
    "content": "完善标准体系，\n建立市县两级培育库",
    "source": "《锚定专精特新》 二",
    "lead_office": "市经信局",
    "co_offices": ("市科技局", "市财政局"),
    "owner": "张三",
    "phone": "13800000001",
    "due_text": "2025年12月底前",
    "progress": 40,
    "status": "in_progress",
    "progress_note": "已完成方案起草",
    "problems": "",
    "next_steps": "报市政府审议",
    "remark": "",
}
INDICATOR = {
    "indicator": "工业增加值",
    "unit": "亿元",
    "previous_value": 6997.2,
    "indicator_value": None,
    "indicator_on": "",
    "indicator_note": "",
}
OTHERS = (
    {"code": "B2.2", "title": "设立产业集群发展基金", "progress": 0, "status": "not_started", "due_text": "长期坚持"},
    {"code": "B2.3", "title": "举办国际智造峰会", "progress": 100, "status": "closing", "due_text": "2025年6月底"},
    {"code": "C1.1", "title": "推动港产城文融合", "co_offices": (), "owner": "", "phone": "", "due_text": ""},
)


@dataclass(frozen=True)
class Exchange:
    """One export with our values of today; `compare` takes a returned book against it."""

    content: WorkbookContent
    ours: Mapping[tuple[str, str], Mapping[str, Any]] = field(default_factory=dict)

    @property
    def sent(self) -> SentWorkbook:
        return sent_workbook(self.content)

    @property
    def current(self) -> dict[tuple[str, str], CurrentRow]:
        return {
            (r.kind, r.key): CurrentRow(
                r.kind, r.key, r.label, r.title, {**r.values, **self.ours.get((r.kind, r.key), {})}, 1
            )
            for r in self.sent.rows
        }

    def with_ours(self, key: str, kind: str = "task", **values: Any) -> "Exchange":
        return replace(self, ours={**self.ours, (kind, key): values})

    def compare(self, book: RawBook, **changed: Any) -> ChangeSet:
        arguments: dict[str, Any] = {
            "file_name": "反馈.xlsx",
            "sha256": "0" * 64,
            "sent": {self.content.export_code: self.sent},
            "current": self.current,
            "latest_for_office": {self.content.office: self.content.export_code},
            "office_names": OFFICES,
            "secret": SECRET,
            "today": date(2025, 7, 1),
        }
        found = compare(book, **(arguments | changed))
        _same_by_itself(book, found, arguments | changed)
        return found


def _same_by_itself(book: RawBook, found: ChangeSet, asked: Mapping[str, Any]) -> None:
    """Check that a file which tells by itself what is new in it tells the same, also over a process border."""
    alone = compare_with_own_snapshot(book, SECRET)
    if alone is not None and alone.export in asked["sent"] and set(alone.rows) <= set(asked["current"]):
        arguments = {name: asked[name] for name in ("file_name", "sha256", "current", "office_names", "today")}
        assert compare_with_ledger(pickle.loads(pickle.dumps(alone)), **arguments) == found


def make_content(*tasks: Mapping[str, Any], **changed: Any) -> WorkbookContent:
    rows = tasks or (TASK, *({**TASK, **other} for other in OTHERS))
    content = WorkbookContent(
        export_code="EXP7F3A",
        secret=SECRET,
        office="市经信局",
        round_number=1,
        sent_on=date(2025, 3, 1),
        return_due_on=date(2025, 3, 31),
        product_title="政策建议任务台账",
        tasks=tuple(ContentRow(f"uid-{n}", row) for n, row in enumerate(rows, start=1)),
        indicators=(ContentRow("I01", INDICATOR),),
        offices=tuple(dict.fromkeys(OFFICES.values())),
    )
    return replace(content, **changed)


@pytest.fixture
def secret() -> bytes:
    return SECRET


@pytest.fixture
def offices() -> dict[str, str]:
    return OFFICES


@pytest.fixture
def new_content() -> Callable[..., WorkbookContent]:
    return make_content


@pytest.fixture
def exchange() -> Exchange:
    return Exchange(make_content())


@pytest.fixture
def new_exchange() -> Callable[..., Exchange]:
    return lambda *tasks, **changed: Exchange(make_content(*tasks, **changed))


@pytest.fixture(scope="session")
def make_exchange() -> Callable[..., Exchange]:
    """Return a maker of exports whose rows only say how they differ from the usual task."""
    return lambda *tasks: Exchange(make_content(*({**TASK, **task} for task in tasks)))


@pytest.fixture
def task() -> dict[str, Any]:
    return dict(TASK)


@pytest.fixture
def exported(exchange: Exchange, tmp_path: Path) -> Path:
    path = tmp_path / "交办.xlsx"
    write_workbook(path, exchange.content)
    return path


@pytest.fixture
def returned(
    exported: Path, book_of: Callable[[Path], RawBook]
) -> Callable[[Callable[[openpyxl.Workbook], None]], Any]:
    """Return a raw book of the exported file after an edit."""

    def edit_and_read(edit: Callable[[openpyxl.Workbook], None]) -> RawBook:
        book = openpyxl.load_workbook(exported)
        edit(book)
        book.save(exported)
        return book_of(exported)

    return edit_and_read


@pytest.fixture
def came_back(exchange: Exchange, returned: Callable[..., RawBook]) -> Callable[..., ChangeSet]:
    """Compare the exported workbook after an edit; `with_ours` are our values of today of the first task."""

    def compare_edited(edit: Callable[[openpyxl.Workbook], object], **with_ours: Any) -> ChangeSet:
        ours = exchange.with_ours("uid-1", **with_ours) if with_ours else exchange
        return ours.compare(returned(edit))

    return compare_edited


@pytest.fixture
def with_cell(exchange: Exchange, exported: Path) -> Callable[..., ChangeSet]:
    """Compare the exported workbook with one cell of the tasks written as XML: its attributes and what is inside.

    `number_format` (an id) becomes its style, `main` are attributes of the workbook's own element of properties.
    """

    def compare_with(
        address: str, attributes: str, inside: str, number_format: int | None = None, properties: str = ""
    ) -> ChangeSet:
        with zipfile.ZipFile(exported) as archive:
            parts = {name: archive.read(name).decode() for name in archive.namelist()}
        style = parts["xl/styles.xml"]
        before, formats, after = style.partition("</cellXfs>")
        number = before[before.index("<cellXfs") :].count("<xf ")
        if number_format is not None:
            parts["xl/styles.xml"] = f'{before}<xf numFmtId="{number_format}"/>{formats}{after}'
            attributes += f' s="{number}"'
        cell = f'<c r="{address}" {attributes}>{inside}</c>'
        part, pattern = "xl/worksheets/sheet1.xml", rf'<c r="{address}"[^>]*?(/>|>.*?</c>)'
        parts[part], found = re.subn(pattern, lambda _: cell, parts[part], count=1, flags=re.DOTALL)
        assert found, address
        if properties:
            book, count = re.subn(r"<workbookPr\b", f"<workbookPr {properties} ", parts["xl/workbook.xml"])
            assert count == 1
            parts["xl/workbook.xml"] = book
        return exchange.compare(read_raw(zipped(parts)))

    return compare_with


@pytest.fixture(scope="module")
def reader() -> Iterator[BookReader]:
    with BookReader() as one:
        yield one


@pytest.fixture
def peak_mb(reader: BookReader) -> Callable[[], float]:
    """Return what the reading process used at most; 0 when it was given up, as it may be."""

    def measure() -> float:
        process = reader._reading._process
        if process is None:
            return 0.0
        status = Path(f"/proc/{process.pid}/status")
        if not status.exists():
            pytest.skip("memory is only measured where /proc tells it")
        lines = (line.split() for line in status.read_text().splitlines())
        return next(int(words[1]) for words in lines if words[0] == "VmHWM:") / 1024

    return measure


def processor_seconds(reader: BookReader) -> float:
    """Return the processor time the reading process has taken; 0 where nobody tells or when it was given up."""
    stat = Path(f"/proc/{reader._reading._process.pid}/stat") if reader._reading._process else None
    if stat is None or not stat.exists():
        return 0.0
    fields = stat.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@pytest.fixture
def refused(reader: BookReader, peak_mb: Callable[[], float]) -> Callable[[bytes], str]:
    """Return the sentence that refuses a file, which must cost less than a second and 200 MB.

    Processor time, not the clock: a busy machine must not fail the test. Beside other tests on all cores the same work
    takes up to twice the time of a quiet machine.
    """

    def ask(data: bytes) -> str:
        reader._reading._started()
        before = processor_seconds(reader)
        with pytest.raises(WorkbookError) as caught:
            reader.read(FileBytes("坏文件.xlsx", data, ""))
        assert processor_seconds(reader) - before < 2 * 1.0
        assert peak_mb() < 200
        assert caught.value.sentence.startswith("「坏文件.xlsx」")
        assert "请" in caught.value.sentence  # what to do
        assert "\n" not in caught.value.sentence
        return caught.value.sentence

    return ask


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def relations(*targets: tuple[str, str]) -> str:
    items = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE_DOCUMENT}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{RELATIONS}">{items}</Relationships>'


def base_parts() -> dict[str, str | bytes]:
    return {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE_DOCUMENT}"><sheets>'
        '<sheet name="S1" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(
            ("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml"), ("styles", "styles.xml")
        ),
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="9"/>'
        '<xf numFmtId="31"/></cellXfs></styleSheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"><si><t>ok</t></si></sst>',
        "xl/worksheets/sheet1.xml": sheet_xml('<row r="1"><c r="A1" t="s"><v>0</v></c></row>'),
    }


def sheet_xml(rows: str, after: str = "") -> str:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'


def zipped(parts: Mapping[str, str | bytes | None]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            if text is not None:
                archive.writestr(name, text)
    return buffer.getvalue()


@pytest.fixture
def xlsx() -> Callable[..., bytes]:
    """Return a maker of small files: sheet rows, XML after them, and parts to change or (None) to leave out."""

    def make(rows: str | None = None, after: str = "", parts: Mapping[str, str | bytes | None] | None = None) -> bytes:
        all_parts: dict[str, str | bytes | None] = {**base_parts(), **(parts or {})}
        if rows is not None:
            all_parts["xl/worksheets/sheet1.xml"] = sheet_xml(rows, after)
        return zipped(all_parts)

    return make


@pytest.fixture
def book_of() -> Callable[[Path], RawBook]:
    return lambda path: read_raw(path.read_bytes())


@pytest.fixture
def zip_of() -> Callable[[Mapping[str, str | bytes]], bytes]:
    return zipped


@pytest.fixture
def relations_of() -> Callable[..., str]:
    return relations


def with_xml_cell(path: Path, address: str, attributes: str, inside: str, shared: str = "") -> RawBook:
    """Read a workbook of which one cell of the tasks is written as XML; `shared` is its only shared text."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    part, pattern = "xl/worksheets/sheet1.xml", rf'<c r="{address}"[^>]*?(/>|>.*?</c>)'
    cell = f'<c r="{address}" {attributes}>{inside}</c>'
    parts[part], found = re.subn(pattern, lambda _: cell, parts[part], count=1, flags=re.DOTALL)
    assert found, address
    if shared:
        assert "xl/sharedStrings.xml" not in parts  # ours stand in their cells
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{shared}</sst>'
    return read_raw(zipped(parts))


@pytest.fixture
def zip_parts() -> Callable[..., RawBook]:
    return with_xml_cell


@pytest.fixture
def formula_in(tmp_path: Path) -> Callable[..., ChangeSet]:
    """Compare an export of which the first 进展情况 is a formula: kind of the result, formula and result."""

    def compare_with(exchange: Exchange, kind: str, formula: str, result: str) -> ChangeSet:
        write_workbook(path := tmp_path / "交办.xlsx", exchange.content)
        return exchange.compare(with_xml_cell(path, "P5", kind, f"<f>{formula}</f>{result}"))

    return compare_with


@pytest.fixture
def cell_in(tmp_path: Path) -> Callable[..., ChangeSet]:
    """Compare an export with one cell of the tasks written anew."""

    def compare_with(exchange: Exchange, address: str, value: Any) -> ChangeSet:
        write_workbook(path := tmp_path / "交办.xlsx", exchange.content)
        book = openpyxl.load_workbook(path)
        book["任务清单"][address].value = value
        book.save(path)
        return exchange.compare(read_raw(path.read_bytes()))

    return compare_with


@pytest.fixture
def measured_in(tmp_path: Path) -> Callable[..., ChangeSet]:
    """Compare an export of one indicator (what of it is otherwise) with one cell of it written anew, in a format."""

    def compare_with(indicator: Mapping[str, Any], address: str, value: Any, number_format: str) -> ChangeSet:
        rows = (ContentRow("I01", {**INDICATOR, **indicator}),)
        exchange = Exchange(make_content(indicators=rows))
        write_workbook(path := tmp_path / "交办.xlsx", exchange.content)
        book = openpyxl.load_workbook(path)
        book["指标填报"][address].value, book["指标填报"][address].number_format = value, number_format
        book.save(path)
        return exchange.compare(read_raw(path.read_bytes()))

    return compare_with
