"""Read a pack from a folder, a zip or a workbook, and check all of it before anything is written."""

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tracker import __version__
from tracker.errors import InputError
from tracker.exchange.packs.pack_book import read_pack_book
from tracker.files.limits import LIMITS
from tracker.files.zip_container import Container
from tracker.model.enums import Direction, IndicatorKind, Measure, RecommendationKind
from tracker.services.lists.preview import read_list_file
from tracker.store.catalogue import Catalogue, Entry, catalogue_of

_CODE = re.compile(r"[A-Za-z]{2,12}")
_ENTRY_CODE = re.compile(r"[^\s:：]{1,40}")
_MOST_FILES = 500


@dataclass(frozen=True, slots=True)
class PackContent:
    """What a pack says of itself, and its catalogue with the codes as they stand in it."""

    code: str
    name: str
    version: str
    city: str
    sha256: str
    catalogue: Catalogue

    @property
    def prefix(self) -> str:
        """Return what its codes begin with in the ledger."""
        return f"{self.code}:"


def read_pack(path: Path) -> PackContent:
    """Return a pack. Raises InputError or WorkbookError that name the place where something is wrong."""
    if path.is_dir():
        texts = dict(_folder_texts(path))
    elif path.suffix.lower() in (".xlsx", ".xlsm", ".ods", ".xls", ".et"):
        about, parts = read_pack_book(read_list_file(path))
        return _checked(about, parts, hashlib.sha256(path.read_bytes()).hexdigest(), path.name)
    else:
        texts = dict(_zip_texts(path))
    if "pack.toml" not in texts:
        raise InputError(f"“{path.name}”里没有 pack.toml，不是目录包。")
    digest = hashlib.sha256(b"".join(name.encode() + data for name, data in sorted(texts.items()))).hexdigest()
    parts = {name: _parsed(name, data) for name, data in texts.items()}
    return _checked(parts.pop("pack.toml"), parts, digest, path.name)


def _folder_texts(folder: Path) -> Iterator[tuple[str, bytes]]:
    files = sorted(path for path in folder.rglob("*.toml") if path.is_file() and not path.is_symlink())
    if len(files) > _MOST_FILES:
        raise InputError(f"“{folder.name}”里的文件超过 {_MOST_FILES} 个，不像目录包。")
    for path in files:
        if path.stat().st_size > LIMITS.pack_bytes:
            raise InputError(f"“{path.name}”太大，不像目录包里的文件。")
        yield path.relative_to(folder).as_posix(), path.read_bytes()


def _zip_texts(path: Path) -> Iterator[tuple[str, bytes]]:
    try:
        container = Container(path.read_bytes())
    except OSError as error:
        raise InputError(f"文件“{path}”读不出来；请核对位置。") from error
    names = [name for name in container.names if name.endswith(".toml")]
    root = next((name.removesuffix("pack.toml") for name in names if name.endswith("pack.toml")), "")
    for name in names:
        if name.startswith(root):
            yield name.removeprefix(root), b"".join(container.small(name))


def _parsed(name: str, data: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(data.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"目录包里的 {name} 无法读取：{error}。") from error


def _checked(about: Mapping[str, Any], parts: Mapping[str, dict[str, Any]], digest: str, name: str) -> PackContent:
    code, title = str(about.get("code", "")).strip(), str(about.get("name", "")).strip()
    if not _CODE.fullmatch(code):
        raise InputError(f"“{name}”的目录包代码“{code}”要写 2 到 12 个英文字母。")
    if not title:
        raise InputError(f"“{name}”没有写目录包的名称。")
    wanted = str(about.get("min_program", "")).strip()
    if wanted and _numbers(wanted) > _numbers(__version__):
        raise InputError(f"“{name}”要求程序版本 {wanted} 以上，现在是 {__version__}；请先升级。")
    try:
        catalogue = catalogue_of(parts, digest)
    except (KeyError, TypeError, AttributeError) as error:
        raise InputError(f"“{name}”里缺少必要的内容：{error}。") from error
    if faults := list(_faults(catalogue)):
        more = f"（另有 {len(faults) - 1:,} 处）" if len(faults) > 1 else ""
        raise InputError(f"“{name}”没有导入：{faults[0]}{more}。")
    version, city = (str(about.get(key, "")) for key in ("version", "city"))
    return PackContent(code.lower(), title, version, city, digest, catalogue)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version))


def _faults(catalogue: Catalogue) -> Iterator[str]:
    """Yield what is wrong, with the place: codes, references, loops, kinds and days."""
    codes = {
        kind: [str(entry.get("id", "")) for entry in entries]
        for kind, entries in (
            ("文章", catalogue.articles), ("建议", catalogue.recommendations), ("指标", catalogue.indicators),
            ("目标", catalogue.goals), ("问题", catalogue.problems),
        )
    }  # fmt: skip
    for kind, listed in codes.items():
        yield from (f"{kind}编号“{code}”不能用" for code in listed if not _ENTRY_CODE.fullmatch(code))
        yield from (f"{kind}编号 {code} 出现了两次" for code in sorted({c for c in listed if listed.count(c) > 1}))
    articles, entries, indicators = (set(codes[kind]) for kind in ("文章", "建议", "指标"))
    for entry in catalogue.recommendations:
        yield from _of_recommendation(entry, articles, entries, indicators)
    yield from _loops(catalogue.recommendations)
    for entry in catalogue.indicators:
        yield from _of_indicator(entry, entries)
    for entry in catalogue.goals:
        yield from (f"目标 {entry['id']} 指向不存在的建议 {c}" for c in entry.get("served_by", ()) if c not in entries)


def _of_recommendation(entry: Entry, articles: set[str], entries: set[str], indicators: set[str]) -> Iterator[str]:
    code = entry.get("id", "")
    if not str(entry.get("title", "")).strip():
        yield f"建议 {code} 没有标题"
    if entry.get("article") not in articles:
        yield f"建议 {code} 指向不存在的文章 {entry.get('article')}"
    if entry.get("kind") not in {kind.value for kind in RecommendationKind}:
        yield f"建议 {code} 的类别“{entry.get('kind')}”不认识"
    for name in ("related", "supports"):
        yield from (f"建议 {code} 指向不存在的建议 {other}" for other in entry.get(name, ()) if other not in entries)
    if (parent := entry.get("parent")) and parent not in entries:
        yield f"建议 {code} 的上级 {parent} 不存在"
    yield from (f"建议 {code} 指向不存在的指标 {c}" for c in entry.get("indicators", ()) if c not in indicators)


def _loops(entries: tuple[Entry, ...]) -> Iterator[str]:
    parents = {entry["id"]: entry.get("parent") for entry in entries if entry.get("id")}
    for code in parents:
        above, steps = parents.get(code), 0
        while above is not None and above != code and steps <= len(parents):
            above, steps = parents.get(above), steps + 1
        if above == code or steps > len(parents):
            yield f"建议 {code} 的上级绕成了圈"
            return


def _of_indicator(entry: Entry, entries: set[str]) -> Iterator[str]:
    code = entry.get("id", "")
    if not str(entry.get("name", "")).strip():
        yield f"指标 {code} 没有名称"
    for name, kind in (("kind", IndicatorKind), ("measure", Measure), ("direction", Direction)):
        said = entry.get(name)
        if (said or name != "measure") and said not in {member.value for member in kind}:
            yield f"指标 {code} 的 {name}“{said}”不认识"
    yield from (f"指标 {code} 指向不存在的建议 {c}" for c in entry.get("links", ()) if c not in entries)
    for observed in entry.get("observations", ()):
        if not isinstance(observed.get("value"), int | float) or not _is_day(observed.get("on")):
            yield f"指标 {code} 的观测值 {observed} 读不出来"
    target = entry.get("target", {})
    if not _is_day(target.get("on")) or not isinstance(target.get("value", 0.0), int | float):
        yield f"指标 {code} 的目标 {target} 读不出来"


def _is_day(value: Any) -> bool:
    if value is None or value == "" or isinstance(value, date):
        return True
    try:
        date.fromisoformat(str(value))
    except ValueError:
        return False
    return True


def prefixed(content: PackContent, names: Mapping[str, str], first: Mapping[str, int]) -> Catalogue:
    """Return the catalogue as the ledger keeps it: codes with the prefix, offices by their proper names.

    `names` are proper names by what people write, `first` the number before the first position of each kind.
    """
    catalogue, prefix = content.catalogue, content.prefix

    def coded(entry: Entry, kind: str) -> Entry:
        changed = {"id": prefix + entry["id"], "position": entry["position"] + first.get(kind, 0)}
        for name in ("article", "parent"):
            changed |= {name: prefix + entry[name]} if entry.get(name) else {}
        for name in ("related", "supports", "indicators", "links", "served_by"):
            changed |= {name: [prefix + code for code in entry[name]]} if entry.get(name) else {}
        if entry.get("lead_office"):
            changed["lead_office"] = names.get(entry["lead_office"], entry["lead_office"])
        if entry.get("co_offices"):
            changed["co_offices"] = [names.get(name, name) for name in entry["co_offices"]]
        return entry | changed

    kinds = ("articles", "recommendations", "indicators", "goals", "problems")
    numbered = {kind: tuple(getattr(catalogue, kind)) for kind in kinds}
    numbered["articles"] = tuple({"position": n} | e for n, e in enumerate(numbered["articles"], start=1))
    articles, entries, indicators, goals, problems = (
        tuple(coded(entry, kind) for entry in numbered[kind]) for kind in kinds
    )
    return Catalogue(catalogue.digest, (), articles, entries, indicators, goals, problems)
