# ruff: noqa: E501 - a transformation stands on one line where it can
"""Our own workbook as other programs would have written it: read the same, compared without a change."""

import io
import re
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tracker.exchange.book.raw_book import RawBook
from tracker.exchange.read.open_book import read_raw
from tracker.exchange.read.xlsx import EXTERNAL_LINKS, MACROS

Make = Callable[..., Any]
Parts = dict[str, bytes]
SHEET, BOOK, STRINGS, STYLES = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = {
    MAIN.encode(): b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    OFFICE_DOCUMENT.encode(): b"http://purl.oclc.org/ooxml/officeDocument/relationships",
}


def everywhere(change: Callable[[bytes], bytes], *names: str) -> Callable[[Parts], Parts]:
    """Return a change of some parts (all XML parts when none is named)."""

    def do(parts: Parts) -> Parts:
        chosen = names or tuple(n for n in parts if n.endswith((".xml", ".rels")))
        assert set(chosen) <= parts.keys()
        return {name: change(data) if name in chosen else data for name, data in parts.items()}

    return do


def swap(*pairs: tuple[str, str], names: tuple[str, ...] = (SHEET,), count: int = 0) -> Callable[[Parts], Parts]:
    """Return a change by regular expressions, each of which must find something."""

    def change(data: bytes) -> bytes:
        text = data.decode()
        for pattern, new in pairs:
            text, found = re.subn(pattern, new, text, count=count, flags=re.DOTALL)
            assert found, f"{pattern} is nowhere in the part"
        return text.encode()

    return everywhere(change, *names)


def named(change: Callable[[str], str]) -> Callable[[Parts], Parts]:
    return lambda parts: {change(name): data for name, data in parts.items()}


def without(*names: str) -> Callable[[Parts], Parts]:
    def do(parts: Parts) -> Parts:
        assert set(names) <= parts.keys()
        return {name: data for name, data in parts.items() if name not in names}

    return do


def prefixed(data: bytes) -> bytes:
    """Return a part whose elements all stand under the prefix `x`, as some libraries write them."""
    text = re.sub(r"<(/?)(?![?!/])(?!\w+:)", r"<\1x:", data.decode())
    return text.replace('xmlns="', 'xmlns:x="', 1).encode()


def strict(data: bytes) -> bytes:
    for old, new in STRICT.items():
        data = data.replace(old, new)
    return data


def as_utf16(data: bytes) -> bytes:
    text = re.sub(r"^<\?xml[^>]*\?>", "", data.decode())
    return f'<?xml version="1.0" encoding="UTF-16"?>{text}'.encode("utf-16")


def shared(parts: Parts) -> Parts:
    """Return the workbook with its texts in a table of their own, as most programs write them."""
    items: dict[str, int] = {}

    def moved(found: re.Match[str]) -> str:
        return f' t="s"><v>{items.setdefault(found[1], len(items))}</v></c>'

    sheets = {
        name: re.sub(r' t="inlineStr"><is>(.*?)</is></c>', moved, data.decode(), flags=re.DOTALL).encode()
        for name, data in parts.items()
        if name.startswith("xl/worksheets/sheet")
    }
    listed = "".join(f"<si>{item}</si>" for item in items)
    table = f'<sst xmlns="{MAIN}" count="{len(items)}" uniqueCount="{len(items)}">{listed}</sst>'
    relation = f'<Relationship Id="rId99" Type="{OFFICE_DOCUMENT}/sharedStrings" Target="sharedStrings.xml"/>'
    relations = parts[RELATIONS].replace(b"</Relationships>", f"{relation}</Relationships>".encode())
    return parts | sheets | {STRINGS: table.encode(), RELATIONS: relations}


def backwards(data: bytes) -> bytes:
    """Return a sheet whose rows, and whose cells within a row, stand in the wrong order."""
    text = data.decode()
    rows = re.findall(r"<row .*?</row>", text, re.DOTALL)
    turned = []
    for row in rows:
        cells = re.findall(r"<c [^>]*?/>|<c .*?</c>", row, re.DOTALL)
        head = row[: row.index(cells[0])] if cells else row[:-6]
        turned.append(head + "".join(reversed(cells)) + "</row>")
    first, last = text.index(rows[0]), text.rindex(rows[-1]) + len(rows[-1])
    return (text[:first] + "".join(reversed(turned)) + text[last:]).encode()


def in_runs(data: bytes) -> bytes:
    """Return the table of texts with every text in runs, each with a reading."""

    def split(found: re.Match[str]) -> str:
        text = found[1]
        middle = len(text) // 2
        if "&" in text or "_x" in text or middle == 0:
            return found[0]
        half = ('<r><t xml:space="preserve">', "</t></r>")
        reading = '<rPh sb="0" eb="1"><t>拼音</t></rPh><phoneticPr fontId="1"/>'
        return f"<si>{half[0]}{text[:middle]}{half[1]}<r><rPr><b/></rPr>{half[0][3:]}{text[middle:]}{half[1]}{reading}</si>"

    return re.sub(r"<si><t[^>]*>(.*?)</t></si>", split, data.decode(), flags=re.DOTALL).encode()


AFTER = r"(</sheetData>)"
VARIANTS: dict[str, Callable[[Parts], Parts]] = {
    "texts in a table": dict,
    # names of parts
    "backslashes": named(lambda name: name.replace("/", "\\")),
    "upper case": named(str.upper),
    "no content types": without("[Content_Types].xml"),
    "wrong content types": everywhere(lambda _: b"<Types><Default Extension='xml' ContentType='text/html'/></Types>", "[Content_Types].xml"),
    "no theme": without("xl/theme/theme1.xml"),
    "no properties": without("docProps/app.xml", "docProps/core.xml", "docProps/custom.xml"),
    "no styles": without(STYLES),
    "no first relations": without("_rels/.rels"),
    "absolute targets": swap((r'Target="/?(?:xl/)?(\w+[./])', r'Target="/xl/\1'), names=(RELATIONS,)),
    "folders as entries": lambda parts: {"xl/": b"", "xl/worksheets/": b"", **parts},
    # encodings and XML
    "BOM": everywhere(lambda data: b"\xef\xbb\xbf" + data),
    "UTF-16": everywhere(as_utf16, SHEET, STRINGS, BOOK),
    "prefix": everywhere(prefixed, SHEET, STRINGS),
    "strict": everywhere(strict),
    "comments and instructions between": swap((r"<row ", '<!-- a > b --><?x <row r="9"> ?><row ')),
    "line breaks between": swap((r"(<row |<c |</row>)", r"\n  \1")),
    "blanks in the tags": swap((r"<row r=", "<row\n  r="), (r"</c>", "</c >")),
    "single quotes": swap((r'"', "'")),
    "attributes the other way round": swap((r'<c r="(\w+)" s="(\d+)"', r'<c s="\2" r="\1"')),
    "texts as CDATA": swap((r"<t>([^<&]+)</t>", r"<t><![CDATA[\1]]></t>"), names=(STRINGS,)),
    "texts as numbers of characters": everywhere(lambda data: data.decode().encode("ascii", "xmlcharrefreplace"), STRINGS),
    "blanks marked otherwise": swap((r"<sst ", '<sst xml:space="default" '), names=(STRINGS,)),
    "unknown attributes": swap((r"<row r=", '<row wps:tag="1" xmlns:wps="w" r='), (r"<c r=", '<c cm="1" vm="1" ph="1" r=')),
    # cells
    "no addresses of rows": swap((r'<row r="\d+"', "<row"), count=0),
    "addresses in lower case": swap((r'<c r="([A-Z]+)(\d+)"', lambda m: f'<c r="{m[1].lower()}{m[2]}"')),  # type: ignore[arg-type]
    "rows and cells in the wrong order": everywhere(backwards, SHEET),
    "texts in runs with readings": everywhere(in_runs, STRINGS),
    "a count that is too low": swap((r'(uniqueCount|count)="\d+"', r'\1="1"'), names=(STRINGS,)),
    "a count of nothing": swap((r'(uniqueCount|count)="\d+"', ""), names=(STRINGS,)),
    "dimension of one": swap((r'<dimension ref="[^"]*"', '<dimension ref="A1"')),
    "no dimension": swap((r"<dimension [^>]*/>", "")),
    "progress with noise": swap((r"<v>0\.4</v>", "<v>0.40000000000000002</v>")),
    "progress in powers": swap((r"<v>0\.4</v>", "<v>4.0E-1</v>")),
    "formatted to the last row": swap((AFTER, "".join(f'<row r="{n}" s="1" customFormat="1"><c r="A{n}" s="1"/></row>' for n in range(900_000, 1_048_577, 7)) + r"\1")),
    "sixteen thousand formatted cells": swap((AFTER, '<row r="900">' + '<c s="1"/>' * 16_000 + r"</row>\1")),
    "empty rows between": swap((r"<row ", '<row r="2000"/><row '), count=1),
    # what carries no data
    "alternate content": swap((AFTER, r'\1<mc:AlternateContent xmlns:mc="m"><mc:Choice Requires="x14"><controls><row r="1"/></controls></mc:Choice><mc:Fallback/></mc:AlternateContent>')),
    "alternate content in the workbook": swap((r"<sheets>", '<mc:AlternateContent xmlns:mc="m"><mc:Choice Requires="x15"><x15ac:absPath xmlns:x15ac="a" url="D:\\\\桌面\\\\"/></mc:Choice></mc:AlternateContent><sheets>'), names=(BOOK,)),
    "broken validations": swap((AFTER, r'\1<dataValidations count="1"><dataValidation sqref="#REF!"/></dataValidations>')),
    "fifty thousand dead names": swap((r"<definedNames>", "<definedNames>" + "".join(f'<definedName name="_n{n}">#REF!</definedName>' for n in range(50_000))), names=(BOOK,)),
    "styles cut off": everywhere(lambda data: data[: len(data) * 2 // 3], STYLES),
    "styles as WPS writes them": swap((r"<fills", "<fills><fill/><fill><patternFill patternType='wps'/></fill></fills><fills"), names=(STYLES,), count=1),
    "a chart sheet among them": lambda parts: parts | {
        BOOK: parts[BOOK].replace(b"<sheets>", b'<sheets><sheet name="Chart" sheetId="77" r:id="rId77" xmlns:r="r"/>'),
        RELATIONS: parts[RELATIONS].replace(b"</Relationships>", b'<Relationship Id="rId77" Type="x/chartsheet" Target="chartsheets/sheet1.xml"/></Relationships>'),
    },
    "links of the cells to pages and folders": lambda parts: parts | {
        "xl/worksheets/_rels/sheet1.xml.rels": b'<Relationships><Relationship Id="h1" Type="x/hyperlink" Target="file:///D:/a.doc" TargetMode="External"/></Relationships>',
    },
    "a link of the workbook to a page": lambda parts: parts | {
        RELATIONS: parts[RELATIONS].replace(b"</Relationships>", b'<Relationship Id="h1" Type="x/hyperlink" Target="http://intranet/" TargetMode="External"/></Relationships>'),
    },
}  # fmt: skip


def parts_of(data: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Parts) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def told(book: RawBook) -> dict[str, dict[tuple[int, int], Any]]:
    """Return what a book says, apart from how numbers are written and formats that went with the styles."""
    return {
        sheet.name: {
            (row, place): (cell.kind, round(float(cell.text), 12) if cell.kind == "n" else cell.text)
            for row, cells in sheet.rows.items()
            for place, cell in cells.items()
        }
        for sheet in book.sheets
    }


@pytest.mark.parametrize("change", VARIANTS.values(), ids=VARIANTS)
def test_an_honest_variant_reads_the_same(change: Callable[[Parts], Parts], exchange: Any, exported: Path) -> None:
    plain = exported.read_bytes()
    book = read_raw(packed(change(shared(parts_of(plain)))))
    assert told(book) == told(read_raw(plain))
    found = exchange.compare(book)
    assert found.changes == ()
    assert len(found.rows) == len(exchange.sent.rows)


# --- the zip itself ----------------------------------------------------------------------------------


class _OneWay(io.RawIOBase):
    """A target that cannot go back, so that sizes stand after the data."""

    def __init__(self) -> None:
        self.data = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.data += data
        return len(data)


def streamed(data: bytes) -> bytes:
    target = _OneWay()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[arg-type]
        for name, part in parts_of(data).items():
            archive.writestr(name, part)
    assert struct.unpack_from("<H", target.data, 6)[0] & 8
    return bytes(target.data)


def with_zip64(data: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts_of(data).items():
            with archive.open(name, "w", force_zip64=True) as target:
                target.write(part)
    return buffer.getvalue()


def stored(data: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts_of(data).items():
            archive.writestr(name, part)
    return buffer.getvalue()


def commented(data: bytes) -> bytes:
    buffer = io.BytesIO(data)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.comment = "由某系统导出".encode()
    return buffer.getvalue()


ZIPS: dict[str, Callable[[bytes], bytes]] = {
    "sizes after the data": streamed,
    "zip64": with_zip64,
    "not compressed": stored,
    "a comment": commented,
    "junk behind it": lambda data: data + bytes(20),
}


@pytest.mark.parametrize("change", ZIPS.values(), ids=ZIPS)
def test_an_honest_zip_reads_the_same(change: Callable[[bytes], bytes], exchange: Any, exported: Path) -> None:
    plain = exported.read_bytes()
    book = read_raw(change(plain))
    assert told(book) == told(read_raw(plain))
    assert exchange.compare(book).changes == ()


def test_macros_and_links_are_flagged_and_read(exchange: Any, exported: Path) -> None:
    parts = parts_of(exported.read_bytes())
    parts |= {"xl/vbaProject.bin": b"\xd0\xcf", "xl/externalLinks/externalLink1.xml": b"<externalLink/>"}
    found = exchange.compare(read_raw(packed(parts)))
    assert found.changes == ()
    assert [problem.message for problem in found.problems] == [MACROS, EXTERNAL_LINKS]


def test_the_name_of_a_file_decides_nothing(exchange: Any, exported: Path, reader: Any) -> None:
    for name in ("反馈.xls", "反馈.et", "反馈.ods", "反馈.xlsm", "反馈.tmp", "反馈", "反馈.XLSX.bak"):
        book = reader.read(type("File", (), {"name": name, "data": exported.read_bytes(), "sha256": ""})())
        assert exchange.compare(book, file_name=name).changes == ()
