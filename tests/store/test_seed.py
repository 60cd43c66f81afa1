"""The first content is the catalogue, all of it; a newer one changes only what nobody touched."""

import tomllib
from collections import Counter
from typing import Any

import pytest
from sqlmodel import Session, func, select

from tests.store.reading_rows import looking
from tracker import paths
from tracker.model.enums import BatchSource, LinkKind, Status
from tracker.model.tables import (
    Article,
    Batch,
    Goal,
    GoalLink,
    Indicator,
    IndicatorLink,
    Observation,
    Office,
    OfficeAlias,
    Recommendation,
    RecommendationLink,
    Revision,
    SourceProblem,
    Task,
    TaskIndicator,
    TaskOffice,
)
from tracker.store.engine import Database

SEED = paths.seed_dir()


def toml(name: str) -> dict[str, Any]:
    return tomllib.loads((SEED / name).read_text(encoding="utf-8"))


def files() -> list[dict[str, Any]]:
    return [toml(f"articles/{path.name}") for path in sorted((SEED / "articles").glob("*.toml"))]


def entries() -> list[dict[str, Any]]:
    """All recommendations and references as the files state them, with their article."""
    return [
        {"article": part["article"]["id"]} | one
        for part in files()
        for key in ("recommendations", "references")
        for one in part.get(key, ())
    ]


def count(session: Session, table: type) -> int:
    return session.exec(select(func.count()).select_from(table)).one()


@pytest.mark.parametrize(
    ("table", "expected"),
    [(Article, 7), (Recommendation, 188), (Indicator, 54), (Goal, 12), (SourceProblem, 19), (Task, 88), (Office, 38)],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_how_much_there_is(ledger: Database, table: type, expected: int) -> None:
    with looking(ledger) as session:
        assert count(session, table) == expected


def test_what_kinds_of_recommendations_there_are(ledger: Database) -> None:
    with looking(ledger) as session:
        kinds = Counter(session.exec(select(Recommendation.kind)))
    assert [kinds[kind] for kind in ("umbrella", "group", "task", "subtask")] == [15, 25, 24, 64]
    assert kinds["lesson"] + kinds["practice"] == 45
    assert kinds["exhortation"] + kinds["umbrella_exhortation"] == 15


def test_the_database_says_what_the_files_say(ledger: Database) -> None:
    """Field by field, against the files themselves and not through the program's own reader."""
    with looking(ledger) as session:
        articles = {one.code: one for one in session.exec(select(Article))}
        rows = {one.code: one for one in session.exec(select(Recommendation))}
        parents = {one.id: one.code for one in rows.values()}
    for part in files():
        told = part["article"]
        for key in ("title", "short_title", "authors", "affiliation", "source", "note", "title_in_source"):
            if key in told:
                assert getattr(articles[told["id"]], key) == told[key], (told["id"], key)
    for told in entries():
        row = rows[told["id"]]
        assert row.article_id == articles[told["article"]].id
        assert parents.get(row.parent_id) == told.get("parent")
        for key in ("section", "kind", "title", "summary", "anchor", "note", "lead_office", "deadline_text", "city"):
            assert getattr(row, key) == told.get(key, ""), (told["id"], key)
        assert (row.themes, row.co_offices) == (told.get("themes", []), told.get("co_offices", [])), told["id"]


def test_indicators_say_what_their_file_says(ledger: Database) -> None:
    with looking(ledger) as session:
        rows = {one.code: one for one in session.exec(select(Indicator))}
        observed = {one.id: [] for one in rows.values()}
        for one in session.exec(select(Observation).order_by(Observation.id)):
            on = one.observed_on.isoformat() if one.observed_on else None
            observed[one.indicator_id].append((one.value, on, one.period, one.anchor, one.from_catalogue))
    for told in toml("indicators.toml")["indicators"]:
        row = rows[told["id"]]
        for key in ("name", "unit", "kind", "direction", "role", "geography", "stated", "period", "anchor", "note"):
            assert getattr(row, key) == told.get(key, ""), (told["id"], key)
        assert row.measure == told.get("measure")
        target = told.get("target", {})
        due = row.target_on.isoformat() if row.target_on else None
        assert (row.target_value, due, row.target_text) == (
            target.get("value"),
            target.get("on"),
            target.get("text", ""),
        )
        figures = [
            (float(one["value"]), one.get("on"), one.get("period", ""), one.get("anchor", ""), True)
            for one in told.get("observations", ())
        ]
        assert observed[row.id] == figures, told["id"]


def test_goals_flaws_and_offices_say_what_their_files_say(ledger: Database) -> None:
    with looking(ledger) as session:
        goals = {one.code: one for one in session.exec(select(Goal))}
        flaws = {one.code: one for one in session.exec(select(SourceProblem))}
        offices = {one.name: one for one in session.exec(select(Office))}
        aliases = set(session.exec(select(OfficeAlias.alias, Office.name).where(Office.id == OfficeAlias.office_id)))
    for told in toml("goals.toml")["goals"]:
        row = goals[told["id"]]
        assert (row.title, row.kind, row.components) == (told["title"], told["kind"], told.get("components", []))
    for told in toml("problems.toml")["problems"]:
        row = flaws[told["id"]]
        assert (row.article, row.kind, row.description) == (told.get("article", ""), told["type"], told["desc"])
    told_offices = toml("offices.toml")["offices"]
    assert [one["name"] for one in told_offices] == sorted(offices, key=lambda name: offices[name].position)
    assert {one["name"]: one.get("short_name", "") for one in told_offices} == {
        name: office.short_name for name, office in offices.items()
    }
    assert aliases == {(alias, one["name"]) for one in told_offices for alias in one.get("aliases", ())}


def test_every_link_of_the_files_is_there_and_no_other(ledger: Database) -> None:
    with looking(ledger) as session:
        codes = dict(session.exec(select(Recommendation.id, Recommendation.code)).all())
        goals = dict(session.exec(select(Goal.id, Goal.code)).all())
        indicators = dict(session.exec(select(Indicator.id, Indicator.code)).all())
        links = {
            (codes[one.from_id], one.kind.value, codes[one.to_id]) for one in session.exec(select(RecommendationLink))
        }
        measured = {
            (indicators[one.indicator_id], codes[one.recommendation_id]) for one in session.exec(select(IndicatorLink))
        }
        served = {(goals[one.goal_id], codes[one.recommendation_id]) for one in session.exec(select(GoalLink))}
    told = entries()
    assert links == {(one["id"], kind, to) for one in told for kind in LinkKind for to in one.get(kind.value, ())}
    assert served == {(one["id"], code) for one in toml("goals.toml")["goals"] for code in one.get("served_by", ())}
    assert measured == {(code, one["id"]) for one in told for code in one.get("indicators", ())} | {
        (one["id"], code) for one in toml("indicators.toml")["indicators"] for code in one.get("links", ())
    }


def test_every_leaf_is_a_task_and_nothing_else(ledger: Database) -> None:
    with looking(ledger) as session:
        pairs = session.exec(select(Task, Recommendation).where(Recommendation.id == Task.recommendation_id)).all()
        assert len(pairs) == count(session, Task)
    leaves = {one["id"] for one in entries() if one["kind"] in ("task", "subtask")}
    assert {source.code for _, source in pairs} == leaves
    for task, source in pairs:
        assert task.code == source.code
        assert (task.title, task.content, task.themes) == (source.title, source.summary, source.themes)
        assert task.themes, task.code
        assert source.section, task.code
        assert source.anchor, task.code
        assert (task.status, task.progress, task.start_on) == (Status.UNASSIGNED, 0, None)


def test_offices_of_tasks_are_suggestions_until_a_person_confirms(ledger: Database) -> None:
    with looking(ledger) as session:
        names = dict(session.exec(select(Office.id, Office.name)).all())
        tasks = session.exec(select(Task)).all()
        sources = {one.id: one for one in session.exec(select(Recommendation))}
        helping: dict[int, set[str]] = {}
        for one in session.exec(select(TaskOffice)):
            helping.setdefault(one.task_id, set()).add(names[one.office_id])
    for task in tasks:
        source = sources[task.recommendation_id]
        assert names[task.lead_office_id] == source.lead_office, task.code
        assert helping.get(task.id, set()) == set(source.co_offices) - {source.lead_office}, task.code
        assert not task.offices_confirmed


def test_every_office_the_catalogue_names_is_known() -> None:
    known = {one["name"] for one in toml("offices.toml")["offices"]}
    named = {name for one in entries() for name in (*one.get("co_offices", ()), one.get("lead_office", "")) if name}
    assert named - known == set()


def test_tasks_carry_the_indicators_of_their_headings_too(ledger: Database) -> None:
    with looking(ledger) as session:
        codes = dict(session.exec(select(Indicator.id, Indicator.code)).all())
        links = session.exec(select(Task.code, TaskIndicator.indicator_id).where(Task.id == TaskIndicator.task_id))
        found: dict[str, set[str]] = {}
        for task, indicator in links:
            found.setdefault(task, set()).add(codes[indicator])
    told = {one["id"]: one for one in entries()}
    direct: dict[str, set[str]] = {code: set(one.get("indicators", ())) for code, one in told.items()}
    for one in toml("indicators.toml")["indicators"]:
        for code in one.get("links", ()):
            direct[code].add(one["id"])
    for code, one in told.items():
        if one["kind"] in ("task", "subtask"):
            assert found.get(code, set()) == direct[code] | direct.get(one.get("parent", ""), set()), code


def test_deadlines_of_the_source_are_read(ledger: Database) -> None:
    told = {one["id"]: one["deadline_text"] for one in entries() if one.get("deadline_text")}
    assert len(told) == 3
    with looking(ledger) as session:
        dated = {one.code: one for one in session.exec(select(Task).where(Task.due_text != ""))}
    assert {code: one.due_text for code, one in dated.items()} == {
        code: text for code, text in told.items() if code in dated
    }
    assert {code for code in told if code not in dated} <= {
        one["id"] for one in entries() if one["kind"] not in ("task", "subtask")
    }
    for one in dated.values():
        assert (one.due_on is not None) == (one.due_kind == "date")


def test_the_whole_content_is_one_batch_of_the_catalogue(ledger: Database) -> None:
    with looking(ledger) as session:
        (batch,) = session.exec(select(Batch)).all()
        assert (batch.source, batch.label) == (BatchSource.SEED, "初始目录")
        made = Counter(one.entity for one in session.exec(select(Revision)) if one.old is None and not one.field)
    assert (made["task"], made["indicator"], made["office"]) == (88, 54, 38)
