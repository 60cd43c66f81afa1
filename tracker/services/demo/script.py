"""The story of the simulated year as a person wrote it: db/demo/story.toml and sentences.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from tracker.model.enums import VerdictOutcome
from tracker.services.demo.fates import Fate


@dataclass(frozen=True, slots=True)
class Split:
    """A recommendation that became two tasks; `first` renames the one it had, "" for a reference made a task."""

    of: str
    first: str
    title: str
    office: str


@dataclass(frozen=True, slots=True)
class Round:
    """One sending of workbooks; `sent` and `due` in days before today."""

    number: int
    sent: int
    due: int
    absent: frozenset[str] = frozenset()
    waiting: frozenset[str] = frozenset()
    partial: frozenset[str] = frozenset()
    overlaps: frozenset[str] = frozenset()
    added: Mapping[str, str] | None = None  # office -> title of the row it added


@dataclass(frozen=True, slots=True)
class Measure:
    """How an indicator went: one value per round; with an office the values come in its workbook."""

    code: str
    values: tuple[float, ...]
    office: str = ""
    note: str = ""
    baseline: float | None = None
    dated: bool = False  # give the baseline the day the year began
    target: float | None = None
    target_in: int = 2  # years, to the end of that year


@dataclass(frozen=True, slots=True)
class Check:
    """A check of a task, `on` in days before today; `next_in` days later it is due again."""

    code: str
    on: int
    outcome: VerdictOutcome
    note: str
    progress: int | None = None
    next_in: int = 0


@dataclass(frozen=True, slots=True)
class Matter:
    """A matter for coordination: raised and begun in days before today, needed so many days after it was raised."""

    code: str
    what: str
    solver: str
    raised: int
    needed_in: int
    begun: int = 0


@dataclass(frozen=True, slots=True)
class Script:
    """Everything of the story; `extensions` are (days granted, reason) by task code, `leaders` are by office."""

    staff: tuple[str, ...]
    fates: Mapping[Fate, int]
    fate_of: Mapping[str, Fate]
    splits: tuple[Split, ...]
    rounds: tuple[Round, ...]
    extensions: Mapping[str, tuple[int, str]]
    reasons: Mapping[str, str]
    measures: tuple[Measure, ...]
    people: Mapping[str, tuple[str, ...]]
    leaders: Mapping[str, str]
    key_tasks: tuple[str, ...]
    checks: tuple[Check, ...]
    matters: tuple[Matter, ...]
    sentences: Mapping[str, Any]


@lru_cache(maxsize=2)
def read_script(folder: Path) -> Script:
    """Return the story in a folder; a malformed file is a bug and raises."""
    story, sentences = _load(folder / "story.toml"), _load(folder / "sentences.toml")
    return Script(
        staff=tuple(story["staff"]),
        fates={Fate(name): number for name, number in story["fates"].items()},
        fate_of={code: Fate(name) for code, name in story["fate_of"].items()},
        splits=tuple(
            Split(split["of"], split.get("first", ""), split["title"], split["office"]) for split in story["splits"]
        ),
        rounds=tuple(_round(number, entry, story) for number, entry in enumerate(story["rounds"], start=1)),
        extensions={code: (extension["days"], extension["reason"]) for code, extension in story["extensions"].items()},
        reasons=story["reasons"],
        measures=tuple(_measure(measure) for measure in story["indicators"]),
        people={office: tuple(names) for office, names in story["people"].items()},
        leaders={office: leader for leader, offices in story["leaders"].items() for office in offices},
        key_tasks=tuple(story["key_tasks"]),
        checks=tuple(Check(**check | {"outcome": VerdictOutcome(check["outcome"])}) for check in story["checks"]),
        matters=tuple(Matter(**matter) for matter in story["matters"]),
        sentences=sentences,
    )


def _load(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _round(number: int, entry: Mapping[str, Any], story: Mapping[str, Any]) -> Round:
    return Round(
        number,
        entry["sent"],
        entry["due"],
        absent=frozenset(entry.get("absent", ())),
        waiting=frozenset(entry.get("waiting", ())),
        partial=frozenset(entry.get("partial", ())),
        overlaps=frozenset(story["overlaps"].get(str(number), ())),
        added={row["office"]: row["title"] for row in story["added"] if row["round"] == number},
    )


def _measure(measure: Mapping[str, Any]) -> Measure:
    return Measure(**{**measure, "values": tuple(float(value) for value in measure["values"])})
