"""Reads the catalogue under db/seed: the content of the articles as TOML that a person can review and extend."""

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tracker.errors import StoreError

Entry = dict[str, Any]

#: Columns of each kind of entry, by the name the catalogue files use.
COLUMNS: dict[str, tuple[str, ...]] = {
    "office": ("name", "short_name"),
    "article": ("title", "title_in_source", "short_title", "authors", "affiliation", "source", "note", "position"),
    "recommendation": (
        "section", "kind", "title", "summary", "anchor", "themes", "lead_office", "co_offices",
        "deadline_text", "city", "note", "position",
    ),
    "indicator": (
        "name", "unit", "kind", "measure", "direction", "role", "geography", "stated", "period", "anchor", "note",
        "baseline_value", "baseline_on", "baseline_text", "target_value", "target_on", "target_text",
        "target_anchor", "position",
    ),
    "goal": ("title", "kind", "components", "anchor", "position"),
    "problem": ("article", "kind", "lines", "description", "anchors", "position"),
}  # fmt: skip
#: Stands beside the catalogue and is none of it.
HOLIDAYS_FILE = "holidays.toml"
_FILES = ("offices", "indicators", "goals", "problems")
_LISTS = {"authors", "themes", "co_offices", "components", "anchors"}
_NULLABLE = {"measure", "baseline_value", "baseline_on", "target_value", "target_on"}


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The whole first content; `digest` changes whenever a file does."""

    digest: str
    offices: tuple[Entry, ...]
    articles: tuple[Entry, ...]
    recommendations: tuple[Entry, ...]  # lessons, practices and exhortations included
    indicators: tuple[Entry, ...]
    goals: tuple[Entry, ...]
    problems: tuple[Entry, ...]


def digest_of(folder: Path) -> str:
    """Return a hash over all catalogue files: the cheap question whether there is anything new."""
    joined = hashlib.sha256()
    for path in _files(folder):
        joined.update(path.name.encode() + path.read_bytes())
    return joined.hexdigest()


def read_catalogue(folder: Path) -> Catalogue:
    """Read all files. Raises StoreError that names the file which cannot be read."""
    paths = {*_files(folder), *(folder / f"{kind}.toml" for kind in _FILES)}  # the shipped one has all of them
    parts = {path.relative_to(folder).as_posix(): _load(path) for path in sorted(paths)}
    return catalogue_of(parts, digest_of(folder))


def catalogue_of(parts: Mapping[str, dict[str, Any]], digest: str) -> Catalogue:
    """Return the catalogue of parsed files by their path; kinds that have no file are empty."""
    articles = [part for name, part in sorted(parts.items()) if name.startswith("articles/")]
    articles.sort(key=lambda part: part["article"].get("position", 0))
    listed = {kind: parts.get(f"{kind}.toml", {}).get(kind, []) for kind in _FILES}
    return Catalogue(
        digest=digest,
        offices=_numbered(listed["offices"]),
        articles=tuple(part["article"] for part in articles),
        recommendations=_numbered(_all_recommendations(articles)),
        indicators=_numbered(_indicator(entry) for entry in listed["indicators"]),
        goals=_numbered(listed["goals"]),
        problems=_numbered(_problem(entry) for entry in listed["problems"]),
    )


def content_of(kind: str, entry: Entry) -> Entry:
    """Return the plain columns of an entry with the defaults of those it leaves out."""
    return {key: entry.get(key, _default(key)) for key in COLUMNS[kind]}


def _default(key: str) -> Any:
    if key in _LISTS:
        return []
    if key == "title_in_source":
        return True
    return None if key in _NULLABLE else ""


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*.toml") if path.name != HOLIDAYS_FILE)


def _load(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise StoreError(f"目录文件 {path.name} 无法读取：{error}。请重新安装程序。") from error


def _numbered(entries: Any) -> tuple[Entry, ...]:
    return tuple({"position": number} | entry for number, entry in enumerate(entries, start=1))


def _all_recommendations(articles: list[dict[str, Any]]) -> Iterator[Entry]:
    for part in articles:
        for entry in (*part.get("recommendations", ()), *part.get("references", ())):
            yield {"article": part["article"]["id"]} | entry


def _indicator(entry: Entry) -> Entry:
    """Flatten the target; the first figure of the source is the baseline, dated only if the source dates it."""
    target = entry.get("target", {})
    first = (entry.get("observations") or [{}])[0]
    return entry | {
        "baseline_value": first.get("value"),
        "baseline_on": first.get("on"),
        "baseline_text": first.get("period", ""),
        "target_value": target.get("value"),
        "target_on": target.get("on"),
        "target_text": target.get("text", ""),
        "target_anchor": target.get("anchor", ""),
    }


def _problem(entry: Entry) -> Entry:
    return entry | {
        "kind": entry.get("type", ""),
        "description": entry.get("desc", ""),
        "anchors": entry.get("implicit_anchors", []),
    }
