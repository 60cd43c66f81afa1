"""Parse an XML part with expat: no DTD, bounded depth, every failure a sentence."""

from collections.abc import Callable, Iterable
from typing import Protocol
from xml.parsers import expat

from tracker.errors import WorkbookError
from tracker.files.limits import LIMITS, MB

Attributes = dict[str, str]


class HostileError(WorkbookError):
    """A part is made to harm its reader: refused wherever it stands, also where damage would not matter."""


class PartListener(Protocol):
    """What a part's parser calls; element names come without prefix through `LocalNames`."""

    def start(self, name: str, attributes: Attributes) -> None:
        """Take an opening tag."""

    def end(self, name: str) -> None:
        """Take a closing tag."""

    def text(self, data: str, /) -> object:
        """Take a piece of text."""


class LocalNames(dict[str, str]):
    """Element name as written -> name without prefix, remembered."""

    def __missing__(self, name: str) -> str:
        local = self[name] = name.rpartition(":")[2]
        return local


class DepthGuard:
    """Counts open elements of a part that is not known to be flat."""

    def __init__(self, part: str, listener: PartListener) -> None:
        self._part, self._listener, self._depth = part, listener, 0

    def start(self, name: str, attributes: Attributes) -> None:
        """Pass an opening tag on, refuse beyond the limit."""
        self._depth += 1
        if self._depth > LIMITS.xml_depth:
            raise too_deep(self._part)
        self._listener.start(name, attributes)

    def end(self, name: str) -> None:
        """Pass a closing tag on."""
        self._depth -= 1
        self._listener.end(name)

    def text(self, data: str, /) -> object:
        """Pass text on."""
        return self._listener.text(data)


def too_deep(part: str) -> WorkbookError:
    """Return the refusal of a part nested beyond the limit."""
    return HostileError(f"部件 {part} 的嵌套超过 {LIMITS.xml_depth} 层，不像正常的工作簿，不予读取。")


def parse_part(part: str, data: bytes | Iterable[bytes], listener: PartListener) -> None:
    """Feed a part to its listener; WorkbookError for a DTD, bad XML or a foreign encoding."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.buffer_size = 65_536
    parser.StartElementHandler = listener.start
    parser.EndElementHandler = listener.end
    parser.CharacterDataHandler = listener.text
    parser.StartDoctypeDeclHandler = _refuse_dtd(part)
    try:
        _feed(part, parser, (data,) if isinstance(data, bytes) else data)
    except expat.ExpatError as error:
        raise WorkbookError(_broken(part, error)) from error
    except (ValueError, LookupError) as error:  # pyexpat: an encoding of several bytes a character
        raise WorkbookError(f"部件 {part} 的编码不是 UTF-8，文件不规范，请用 Excel 或 WPS 另存后再发。") from error


def _feed(part: str, parser: expat.XMLParserType, pieces: Iterable[bytes]) -> None:
    """Parse piece by piece; a tag that does not end would be scanned again and again."""
    fed = 0
    for piece in pieces:
        parser.Parse(piece, False)
        fed += len(piece)
        if fed - parser.CurrentByteIndex > LIMITS.token_bytes:
            raise HostileError(
                f"部件 {part} 有一个标记超过 {LIMITS.token_bytes // MB} MB，不像正常的工作簿，不予读取。"
            )
    parser.Parse(b"", True)


def _refuse_dtd(part: str) -> Callable[..., None]:
    def refuse(*_declaration: object) -> None:
        raise dtd_in(part)

    return refuse


def dtd_in(part: str) -> HostileError:
    """Return the refusal of a part that declares a document type."""
    return HostileError(f"部件 {part} 带有实体声明（DTD），可能是恶意文件，不予读取。")


def _broken(part: str, error: expat.ExpatError) -> str:
    return f"部件 {part} 第 {error.lineno} 行的 XML 有误，文件已损坏，请用 Excel 或 WPS 另存后再发。"
