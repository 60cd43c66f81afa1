"""Read the text layer of a PDF with pypdf; headers, footers and page numbers that recur are left out."""

import io
import logging
import re
from collections import Counter
from collections.abc import Sequence

from tracker.errors import InputError

_MOST_PAGES = 500
_NUMBER = re.compile(r"[-—–·\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/／共]\s*\d{1,4}\s*页?)?[-—–·\s]*")
ENCRYPTED = "PDF 设了打开密码，请去掉密码后再选。"
LOCKED = "PDF 加了密（打开密码，或限制复制和打印），读不出文字；请去掉后再选，或复制文字后粘贴进来。"
DAMAGED = "PDF 已损坏或不完整，请重新取得文件，或复制文字后粘贴进来。"


def read_pdf(data: bytes) -> str:
    """Return the text of a PDF, pages one after another; InputError says why there is none."""
    from pypdf import PasswordType, PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    logging.getLogger("pypdf").setLevel(logging.ERROR)  # what it forgives is no fault of ours
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
            raise InputError(ENCRYPTED)
        if len(reader.pages) > _MOST_PAGES:
            raise InputError(f"PDF 有 {len(reader.pages)} 页，超过 {_MOST_PAGES} 页，不像文章，不予读取。")
        pages = [page.extract_text().splitlines() for page in reader.pages]
    except InputError:
        raise
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        OSError,
        RecursionError,
        AssertionError,
        ZeroDivisionError,
        NotImplementedError,
        StopIteration,
        UnicodeError,
    ) as error:
        locked = "crypt" in str(error).lower() or "cryptography" in type(error).__name__.lower()
        raise InputError(LOCKED if locked else DAMAGED) from error
    except (ImportError, DependencyError) as error:  # an algorithm that needs a library we do not bring
        raise InputError(LOCKED) from error
    return "\n".join("\n".join(page) for page in without_margins(pages))


def without_margins(pages: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return the pages' lines without page numbers and the lines that recur at the top or bottom of most pages."""
    seen = Counter(line for page in pages for line in {_shape(line) for line in _edges(page)})
    recurring = (
        {line for line, n in seen.items() if line and n >= max(2, (len(pages) + 1) // 2)} if len(pages) > 1 else set()
    )
    return [_body(page, recurring) for page in pages]


def _body(page: Sequence[str], recurring: set[str]) -> list[str]:
    lines = [line for line in page if line.strip()]
    edge = 2
    return [
        line
        for i, line in enumerate(lines)
        if not ((i < edge or i >= len(lines) - edge) and (_shape(line) in recurring or _NUMBER.fullmatch(line)))
    ]


def _edges(page: Sequence[str]) -> list[str]:
    lines = [line for line in page if line.strip()]
    return [*lines[:2], *lines[-2:]]


def _shape(line: str) -> str:
    """Return a line without its figures: the same header has another page number."""
    return re.sub(r"\d+", "#", "".join(line.split()))
