"""The catalogue's files are read whole, and a wrong one is named."""

import tomllib
from pathlib import Path

import pytest

from tracker import paths
from tracker.errors import StoreError
from tracker.store import catalogue

SEED = paths.seed_dir()


@pytest.fixture(scope="module")
def whole() -> catalogue.Catalogue:
    return catalogue.read_catalogue(SEED)


def test_every_file_of_the_folder_is_read(whole: catalogue.Catalogue) -> None:
    told = [tomllib.loads(path.read_text(encoding="utf-8")) for path in (SEED / "articles").glob("*.toml")]
    codes = {one["id"] for part in told for key in ("recommendations", "references") for one in part.get(key, ())}
    assert {one["id"] for one in whole.recommendations} == codes
    assert len(whole.recommendations) == len(codes) == 188


@pytest.mark.parametrize("kind", ["articles", "recommendations", "indicators", "goals", "problems", "offices"])
def test_ids_are_given_once_and_positions_follow_the_files(whole: catalogue.Catalogue, kind: str) -> None:
    entries = getattr(whole, kind)
    names = [one.get("id") or one["name"] for one in entries]
    assert len(set(names)) == len(names)
    positions = [one["position"] for one in entries]
    assert positions == sorted(positions)


def test_no_file_says_what_the_program_does_not_read(whole: catalogue.Catalogue) -> None:
    """A misspelt key would be lost in silence."""
    read = {
        "office": {"aliases"},
        "article": {"id"},
        "recommendation": {"id", "article", "parent", "related", "supports", "indicators"},
        "indicator": {"id", "article", "observations", "links", "target"},
        "goal": {"id", "article", "served_by"},
        "problem": {"id", "type", "desc", "implicit_anchors"},
    }
    for kind, more in read.items():
        for entry in getattr(whole, f"{kind}s"):
            unread = set(entry) - set(catalogue.COLUMNS[kind]) - more - {"position"}
            assert unread == set(), f"{kind} {entry.get('id') or entry['name']}"


def test_parents_stand_before_their_children(whole: catalogue.Catalogue) -> None:
    seen: set[str] = set()
    for one in whole.recommendations:
        assert one.get("parent", one["id"]) in {*seen, one["id"]}, one["id"]
        seen.add(one["id"])


@pytest.mark.parametrize(
    ("kind", "entry", "key", "value"),
    [
        ("article", {"title": "x"}, "title_in_source", True),
        ("article", {"title_in_source": False}, "title_in_source", False),
        ("recommendation", {}, "themes", []),
        ("recommendation", {}, "lead_office", ""),
        ("indicator", {}, "measure", None),
        ("indicator", {"target_value": 0}, "target_value", 0),
    ],
)
def test_what_an_entry_leaves_out_has_a_default(kind: str, entry: dict, key: str, value: object) -> None:
    assert catalogue.content_of(kind, entry)[key] == value


def test_baseline_and_target_of_an_indicator(whole: catalogue.Catalogue) -> None:
    found = {one["id"]: one for one in whole.indicators}
    keys = ("baseline_value", "baseline_on", "baseline_text", "target_value", "target_on", "target_text")
    assert [found["I07"][key] for key in keys] == [182.0, None, "未注明（2022年见报时）", 200, "2025-12-31", "到2025年"]
    assert [found["I01"][key] for key in keys] == [6997.2, "2021-12-31", "2021年", None, None, ""]
    assert [found["I06"][key] for key in keys] == [None, None, "", None, None, ""]


def test_the_digest_sees_every_change(edited_seed) -> None:
    same = edited_seed()
    assert catalogue.digest_of(same) == catalogue.digest_of(SEED)
    (same / "goals.toml").write_text((same / "goals.toml").read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert catalogue.digest_of(same) != catalogue.digest_of(SEED)


@pytest.mark.parametrize("content", [b"[[offices", b"\xff\xfe\x00", None], ids=["syntax", "encoding", "missing"])
def test_a_file_that_cannot_be_read_is_named(edited_seed, content: bytes | None) -> None:
    folder: Path = edited_seed()
    path = folder / "offices.toml"
    path.unlink() if content is None else path.write_bytes(content)
    with pytest.raises(StoreError, match=r"offices\.toml 无法读取"):
        catalogue.read_catalogue(folder)
