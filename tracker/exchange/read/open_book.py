"""Choose the reader for the bytes of a file after checking that it is safe; runs in the reading process."""

import re
from dataclasses import replace

from tracker.errors import WorkbookError
from tracker.exchange.book.raw_book import RawBook
from tracker.exchange.read.book_author import author_in, author_in_old
from tracker.exchange.read.calamine_book import read_foreign
from tracker.exchange.read.file_kind import FileKind, sniff
from tracker.exchange.read.ods_survey import survey_ods
from tracker.exchange.read.size_check import check_ods_cells
from tracker.exchange.read.xls_cells import with_marks
from tracker.exchange.read.xlsb_cells import with_full_cells
from tracker.exchange.read.xlsb_marks import with_xlsb_marks
from tracker.exchange.read.xlsx import read_xlsx, workbook_part_name
from tracker.exchange.read.xml_parser import dtd_in
from tracker.files.zip_container import Container

#: A declaration of entities in the prolog of a part; UTF-16 without its zeros reads the same.
_DTD = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?(?:\s|<\?[^>]*>|<!--.*?-->)*<!DOCTYPE", re.DOTALL)
_ODS_PARTS = ("content.xml", "styles.xml", "meta.xml", "settings.xml")  # others may honestly name a DTD
_INDENTATION = re.compile(rb">[ \t\r\n]+<")
_ODS_MIME = b"application/vnd.oasis.opendocument.spreadsheet"


def read_raw(data: bytes) -> RawBook:
    """Return the raw content of a file by what it is; WorkbookError says what is wrong with it."""
    if sniff(data) is FileKind.OLE:
        return replace(with_marks(read_foreign(data, "xls"), data), author=author_in_old(data))
    container = Container(data)
    if part := workbook_part_name(container):
        _refuse_dtd(container, *(name for name in container.names if name.endswith((".xml", ".rels", ".vml"))))
        return read_xlsx(container, part)
    if "xl/workbook.bin" in container:
        book = read_foreign(with_full_cells(data, container), "xlsb", container.unpacked_bytes)
        return replace(with_xlsb_marks(book, container), author=author_in(container))
    if "content.xml" in container:
        return _read_ods(data, container)
    raise WorkbookError(_other_zip(container))


def _read_ods(data: bytes, container: Container) -> RawBook:
    if "mimetype" in container and not container.read("mimetype").strip().startswith(_ODS_MIME):
        raise WorkbookError("文件是 OpenDocument，但不是电子表格，请核对是否选错了文件。")
    if "META-INF/manifest.xml" in container and b"encryption-data" in container.read("META-INF/manifest.xml"):
        raise WorkbookError("文件设了打开密码，请对方去掉打开密码后重新发送。")
    _refuse_dtd(container, *(name for name in _ODS_PARTS if name in container))
    check_ods_cells(container.chunks("content.xml"))
    shape = survey_ods(container.chunks("content.xml"))
    if shape.indented:  # the library stumbles over it; what stands inside cells is known from the survey
        data = container.with_parts({"content.xml": _INDENTATION.sub(b"><", container.read("content.xml"))})
    return replace(read_foreign(data, "ods", container.unpacked_bytes, shape), author=author_in(container))


def _refuse_dtd(container: Container, *names: str) -> None:
    """Refuse a file that declares entities anywhere, also in parts that carry no data and are not read."""
    for name in names:
        if _DTD.match(container.head(name).replace(b"\x00", b"")):
            raise dtd_in(name)


def _other_zip(container: Container) -> str:
    """Return what a zip is that holds no workbook."""
    if any(name.startswith("word/") for name in container.names):
        return "文件是 Word 文档，不是工作簿，请核对是否选错了文件。"
    if any(name.startswith("ppt/") for name in container.names):
        return "文件是演示文稿，不是工作簿，请核对是否选错了文件。"
    inside = [n for n in container.names if n.rpartition(".")[2] in {"xlsx", "xls", "et", "ods", "xlsm"}]
    if inside:
        return "文件是压缩包，里面另有工作簿，请先解压，再选择里面的工作簿。"
    return "文件是压缩包，但里面没有工作簿，请核对是否选错了文件。"
