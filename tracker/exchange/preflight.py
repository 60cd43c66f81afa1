"""From bytes to a raw book: what it is, whether it is safe, then the reader that fits. Runs in the child."""

from tracker.errors import WorkbookError
from tracker.exchange.container import Container
from tracker.exchange.foreign import read_foreign
from tracker.exchange.odscheck import check_ods
from tracker.exchange.rawbook import RawBook
from tracker.exchange.sniff import FileKind, sniff
from tracker.exchange.xlsx import read_xlsx, workbook_part_name

_ODS_MIME = b"application/vnd.oasis.opendocument.spreadsheet"


def read_raw(data: bytes) -> RawBook:
    """Return the raw content of a file by what it is; WorkbookError says what is wrong with it."""
    if sniff(data) is FileKind.OLE:
        return read_foreign(data, "xls")
    container = Container(data)
    if part := workbook_part_name(container):
        return read_xlsx(container, part)
    if "xl/workbook.bin" in container:
        return read_foreign(data, "xlsb")
    if "content.xml" in container:
        return _read_ods(data, container)
    raise WorkbookError(_other_zip(container))


def _read_ods(data: bytes, container: Container) -> RawBook:
    if "mimetype" in container and not container.read("mimetype").strip().startswith(_ODS_MIME):
        raise WorkbookError("文件是 OpenDocument，但不是电子表格，请核对是否选错了文件。")
    if "META-INF/manifest.xml" in container and b"encryption-data" in container.read("META-INF/manifest.xml"):
        raise WorkbookError("文件设了打开密码，请对方去掉打开密码后重新发送。")
    check_ods(container.chunks("content.xml"))
    return read_foreign(data, "ods")


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
