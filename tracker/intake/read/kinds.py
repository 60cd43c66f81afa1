"""Tell by its bytes what a source file is, and refuse what cannot be read with a sentence."""

import re

from tracker.errors import InputError

_HTML = re.compile(
    rb"(?:\s|\xef\xbb\xbf|<!--.*?-->|<\?xml[^>]*>)*<(?:!doctype html|html|head|body|meta|title|div|table|p[ >]|article|section|h1)",
    re.I | re.S,
)
#: A web page or a mail as it is sent: lines of headers first.
_MHT = re.compile(
    rb"(?:\s|\xef\xbb\xbf)*(?:from:|mime-version:|subject:|date:|to:|received:|return-path:|message-id:|content-type:)",
    re.I,
)
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")
_BITMAP = re.compile(rb"BM.{4}\x00{4}", re.S)  # BM alone begins many a text
_AS_DOCX = "请用 Word 或 WPS 另存为 .docx 后再选。"
_KNOWN = (
    (b"{\\rtf", f"文件是 RTF 文档，{_AS_DOCX}"),
    (b"Rar!", "文件是 RAR 压缩包，请先解压，再选择里面的文章。"),
    (b"7z\xbc\xaf", "文件是 7z 压缩包，请先解压，再选择里面的文章。"),
    (b"%TSD-Header-", "文件被文件加密软件加密，请在装有该软件的电脑上解密后再选。"),
)
#: What the files of old Office programs are, by the name of a stream inside; .doc and .wps where none stands.
_OLD = tuple(
    (name.encode("utf-16-le"), sentence)
    for name, sentence in (
        ("EncryptedPackage", "文件设了打开密码，请去掉密码后再选。"),
        ("WordDocument", f"文件是旧版 Word 或 WPS 文档（.doc、.wps），{_AS_DOCX}"),
        ("Workbook", "文件是旧版 Excel 或 WPS 表格（.xls、.et），不是文章；任务清单请从来源页另行导入。"),
        ("PowerPoint Document", "文件是旧版演示文稿，请把文字复制出来再粘贴。"),
        ("__substg1.0_", "文件是 Outlook 邮件（.msg），请把正文复制出来再粘贴。"),
        ("", f"文件是旧版 Word 或 WPS 文档（.doc、.wps），{_AS_DOCX}"),
    )
)
EMPTY = "文件是空的，没有可读的文字。"


def kind_of(data: bytes) -> str:
    """Return package, pdf, html, mht or txt; InputError names what it is when it cannot be read."""
    if not data.strip():
        raise InputError(EMPTY)
    if data.startswith(b"PK\x03\x04"):
        return "package"  # a .docx, or another kind of file that is packed the same way
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise InputError(next(sentence for name, sentence in _OLD if name in data))
    if data.startswith(_PICTURES) or _BITMAP.match(data) or data[8:12] in (b"WEBP", b"heic", b"mif1"):
        raise InputError("文件是图片，里面没有文字可读；请先用文字识别软件转成文字，再粘贴进来。")
    for magic, sentence in _KNOWN:
        if data.startswith(magic):
            raise InputError(sentence)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if _MHT.match(data[:2048]) and re.search(rb"^content-type:|^mime-version:", data[:65536], re.I | re.M):
        return "mht"
    return "html" if _HTML.match(data[:4096].replace(b"\x00", b"")) else "txt"
