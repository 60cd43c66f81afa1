"""Read the workbook part and its relations: which sheets there are, where they lie, defined names."""

import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from tracker.errors import WorkbookError
from tracker.exchange.read.xml_parser import Attributes, DepthGuard, LocalNames, parse_part
from tracker.files.limits import LIMITS
from tracker.files.zip_container import Container

_YES = ("1", "true")
_INSIDE = frozenset({"officeDocument", "worksheet", "sharedStrings", "styles"})  # these never lie elsewhere
_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")  # file:, http:, C:, //server


@dataclass(frozen=True, slots=True)
class Relation:
    """One relation: the last word of its type (worksheet, styles …) and the part it points to."""

    kind: str
    part: str


@dataclass(slots=True)
class WorkbookPart:
    """What the workbook part says; sheets as (name, relation id, state)."""

    sheets: list[tuple[str, str, str]] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    date1904: bool = False


class _Relations:
    def __init__(self, source: str) -> None:
        self._folder = posixpath.dirname(source)
        self._names = LocalNames()
        self.relations: dict[str, Relation] = {}

    def start(self, name: str, attributes: Attributes) -> None:
        if self._names[name] != "Relationship":
            return
        kind = attributes.get("Type", "").rpartition("/")[2]
        target = attributes.get("Target", "").replace("\\", "/")
        if len(self.relations) > LIMITS.zip_entries:
            raise WorkbookError(f"文件里列了 {LIMITS.zip_entries} 个以上关系，不像正常的工作簿，不予读取。")
        if attributes.get("TargetMode") != "External":
            self.relations[attributes.get("Id", "")] = Relation(kind, self._resolved(target))
        elif kind in _INSIDE:
            raise _outside(target)

    def _resolved(self, target: str) -> str:
        if _ELSEWHERE.match(target):
            raise _outside(target)
        whole = target.lstrip("/") if target.startswith("/") else posixpath.join(self._folder, target)
        resolved = posixpath.normpath(whole)
        if resolved.startswith(".."):
            raise _outside(target)
        return resolved

    def end(self, name: str) -> None:
        """Nothing ends here."""

    def text(self, data: str, /) -> None:
        """Text carries nothing here."""


def _outside(target: str) -> WorkbookError:
    return WorkbookError(f"文件里的关系指向文件之外（{target[:200]}），可能是恶意文件，不予读取。")


class _Workbook:
    def __init__(self) -> None:
        self.part = WorkbookPart()
        self._names = LocalNames()
        self._name = ""
        self._pieces: list[str] = []

    def start(self, name: str, attributes: Attributes) -> None:
        local = self._names[name]
        if local == "sheet":
            relation = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            sheet = (attributes.get("name", ""), relation, attributes.get("state", "visible"))
            self.part.sheets.append(sheet)
        elif local == "definedName":
            self._name = attributes.get("name", "")
            self._pieces.clear()
        elif local == "workbookPr":
            self.part.date1904 = self.part.date1904 or attributes.get("date1904") in _YES

    def end(self, name: str) -> None:
        if self._names[name] == "definedName" and len(self.part.names) < LIMITS.names:
            self.part.names[self._name] = "".join(self._pieces).strip()

    def text(self, data: str, /) -> None:
        self._pieces.append(data)


def read_relations(container: Container, source: str) -> dict[str, Relation]:
    """Return the relations of a part by id, empty when it has none."""
    folder, name = posixpath.split(source)
    part = posixpath.join(folder, "_rels", f"{name}.rels")
    listener = _Relations(source)
    if part in container:
        parse_part(part, container.small(part), DepthGuard(part, listener))
    return listener.relations


def read_workbook_part(part: str, data: bytes | Iterable[bytes]) -> WorkbookPart:
    """Return sheets, names and the date system."""
    listener = _Workbook()
    parse_part(part, data, DepthGuard(part, listener))
    return listener.part
