"""What one page may ask another to show, carried by `Bus.page_asked`."""

from dataclasses import dataclass
from pathlib import Path

from tracker.model.enums import PaperKind


@dataclass(frozen=True, slots=True)
class OpenTask:
    """For 台账: select a task and open its panel."""

    task_id: int


@dataclass(frozen=True, slots=True)
class Only:
    """For 台账, 来源, 指标: show exactly what has these codes; `words` say what it is.

    On 台账 `act` is the key of an act on all of them.
    """

    words: str
    codes: tuple[str, ...]
    act: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """For 台账: select all tasks that wait for something, by the value of its filter (unconfirmed, undated, ready)."""

    trait: str


@dataclass(frozen=True, slots=True)
class OpenXray:
    """For 今日: show 体检."""


@dataclass(frozen=True, slots=True)
class OpenOffice:
    """For 单位: show one office ("": the one that leads most tasks); `back` is the page one returns to."""

    name: str = ""
    back: str = "overview"


@dataclass(frozen=True, slots=True)
class OpenIndicator:
    """For 指标: show one indicator."""

    code: str


@dataclass(frozen=True, slots=True)
class OpenReturn:
    """For 往来: review a returned workbook."""

    return_id: int


@dataclass(frozen=True, slots=True)
class ImportFiles:
    """For 往来: import files; without paths it asks for them."""

    paths: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class ExportWorkbooks:
    """For 往来: send workbooks, to one office or ("") to all."""

    office: str = ""


@dataclass(frozen=True, slots=True)
class OpenPaper:
    """For 出文: show a paper by its kind, about one source or the tasks with these ids, or for these offices."""

    kind: PaperKind
    article: str = ""
    offices: frozenset[str] = frozenset()
    tasks: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class ReviewArticle:
    """For 来源: begin the review of an article; without a path it asks for one."""

    path: Path | None = None


@dataclass(frozen=True, slots=True)
class RegisterSource:
    """For 来源: ask for a new source, with these files to keep with it."""

    paths: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenSource:
    """For 来源: show the source with a code."""

    code: str


@dataclass(frozen=True, slots=True)
class ImportList:
    """For 来源: import a list of tasks; without a path it asks for one."""

    path: Path | None = None


@dataclass(frozen=True, slots=True)
class AttachToSource:
    """For 来源: keep a file with the source that is looked at, or with a new one."""

    path: Path


@dataclass(frozen=True, slots=True)
class ImportMonths:
    """For 指标: take a monthly table in; without a path it asks for one."""

    path: Path | None = None
