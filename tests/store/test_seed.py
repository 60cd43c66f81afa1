"""The first content is the catalogue, all of it; a newer one changes only what nobody touched."""

import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, func, select

from tracker import paths
from tracker.model.enums import BatchSource, LinkKind, RecommendationKind, Status
from tracker.model.tables import (
    Article,
    Batch,
    CatalogueBase,
    Goal,
    GoalLink,
    Indicator,
    IndicatorLink,
    Observation,
    Office,
    OfficeAlias,
    ProgressEntry,
    Recommendation,
    RecommendationLink,
    Revision,
    SourceProblem,
    Task,
    TaskIndicator,
    TaskOffice,
)
from tracker.store import catalogue, seed
from tracker.store.engine import Database
from tracker.store.history import open_batch

SEED = paths.seed_dir()


@contextmanager
def looking(ledger: Database) -> Iterator[Session]:
    """Read rows that stay usable afterwards."""
    with ledger.reading() as session:
        yield session
        session.expunge_all()


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


# --- a newer catalogue ------------------------------------------------------------------------------------

NEW_ENTRY = """
[[recommendations]]
id = "A9.1"
section = "九、新增"
kind = "task"
title = "新增的一条"
summary = "新目录里的内容。"
anchor = "新增"
themes = ["新主题"]
lead_office = "市科技局"
co_offices = ["市财政局"]
indicators = ["I01"]
deadline_text = "2027年12月底前"
related = ["A1.1"]
"""


def take_in(ledger: Database, folder: Path) -> bool:
    with ledger.session() as session:
        return seed.take_in(session, catalogue.read_catalogue(folder))


def task(ledger: Database, code: str) -> Task | None:
    with looking(ledger) as session:
        return session.exec(select(Task).where(Task.code == code)).first()


def edit(ledger: Database, code: str, **values: object) -> None:
    with ledger.session() as session:
        open_batch(session, "人工修改")
        row = session.exec(select(Task).where(Task.code == code)).one()
        for key, value in values.items():
            setattr(row, key, value)


TITLE = ("articles/A.toml", 'title = "引进技术改良创新缩小差距"', 'title = "引进技术并改良"')
SUMMARY = ("articles/A.toml", "推动企业对引进技术消化改良，缩小与先进国家的技术差距。", "推动企业改良引进技术。")


def test_the_same_catalogue_again_changes_nothing(ledger: Database) -> None:
    assert take_in(ledger, SEED) is False
    with looking(ledger) as session:
        assert count(session, Batch) == 1


def test_a_changed_title_is_followed_where_nobody_touched_it(ledger: Database, edited_seed: Callable) -> None:
    assert take_in(ledger, edited_seed(TITLE, SUMMARY)) is True
    found = task(ledger, "A1.1")
    assert found is not None
    assert (found.title, found.content) == ("引进技术并改良", "依靠制造业集群和供应链整合优势，推动企业改良引进技术。")
    with looking(ledger) as session:
        row = session.exec(select(Recommendation).where(Recommendation.code == "A1.1")).one()
        assert row.title == "引进技术并改良"
        assert session.exec(select(Batch.label).order_by(Batch.id.desc())).first() == "目录更新"
        changed = session.exec(select(Revision.entity, Revision.field).where(Revision.batch_id == 2)).all()
    assert sorted(changed) == [("task", "content"), ("task", "title")]


def test_what_a_person_changed_stays(ledger: Database, edited_seed: Callable) -> None:
    edit(ledger, "A1.1", title="我们自己的说法")
    take_in(ledger, edited_seed(TITLE, SUMMARY))
    found = task(ledger, "A1.1")
    assert found is not None
    assert found.title == "我们自己的说法"
    assert found.content.endswith("推动企业改良引进技术。")  # the other field follows all the same


def test_it_stays_through_the_next_catalogue_too(ledger: Database, edited_seed: Callable) -> None:
    edit(ledger, "A1.1", title="我们自己的说法")
    take_in(ledger, edited_seed(TITLE))
    take_in(ledger, SEED)
    found = task(ledger, "A1.1")
    assert found is not None
    assert found.title == "我们自己的说法"


def test_a_new_recommendation_becomes_a_task(ledger: Database, edited_seed: Callable) -> None:
    folder = edited_seed()
    with (folder / "articles" / "A.toml").open("a", encoding="utf-8") as stream:
        stream.write(NEW_ENTRY)
    take_in(ledger, folder)
    found = task(ledger, "A9.1")
    assert found is not None
    assert (found.title, found.themes, found.offices_confirmed) == ("新增的一条", ["新主题"], False)
    assert (found.due_text, found.due_on) == ("2027年12月底前", date(2027, 12, 31))
    with looking(ledger) as session:
        assert count(session, Task) == 89
        assert session.get(Office, found.lead_office_id).name == "市科技局"
        assert session.exec(select(func.count()).where(TaskOffice.task_id == found.id)).one() == 1
        assert session.exec(select(func.count()).where(TaskIndicator.task_id == found.id)).one() == 1
        assert count(session, CatalogueBase) == 7 + 189 + 54 + 12 + 19 + 38


def test_a_task_that_was_split_or_worked_on_stays_its_own(ledger: Database, edited_seed: Callable) -> None:
    with ledger.session() as session:
        open_batch(session, "进展")
        row = session.exec(select(Task).where(Task.code == "A1.1")).one()
        row.status, row.progress, row.owner = Status.IN_PROGRESS, 40, "张三"
        session.add(ProgressEntry(task_id=row.id, entered_on=date(2026, 1, 5), progress=40))
    take_in(ledger, edited_seed(TITLE))
    found = task(ledger, "A1.1")
    assert found is not None
    assert (found.title, found.status, found.progress, found.owner) == (
        "引进技术并改良",
        Status.IN_PROGRESS,
        40,
        "张三",
    )


def test_a_deadline_is_followed_until_somebody_sets_one(ledger: Database, edited_seed: Callable) -> None:
    plain = ("articles/A.toml", 'id = "A1.1"\n', 'id = "A1.1"\ndeadline_text = "2026年6月底前"\n')
    take_in(ledger, edited_seed(plain))
    found = task(ledger, "A1.1")
    assert found is not None
    assert (found.due_text, found.due_on) == ("2026年6月底前", date(2026, 6, 30))
    edit(ledger, "A1.1", due_text="2026年9月底前", due_on=date(2026, 9, 30))
    take_in(ledger, edited_seed((*plain[:2], plain[2].replace("6月", "7月"))))
    found = task(ledger, "A1.1")
    assert found is not None
    assert (found.due_text, found.due_on) == ("2026年9月底前", date(2026, 9, 30))


I01 = '{ value = 6997.2, on = "2021-12-31", period = "2021年", anchor = "我市工业增加值6997.2亿元" }'
CORRECTED = ("indicators.toml", I01, I01.replace("6997.2,", "6999.9,"))
NEXT_YEAR = ("indicators.toml", I01, I01 + ',\n  { value = 7100.0, on = "2022-12-31", period = "2022年" }')


def figures(ledger: Database) -> list[tuple[float, str, bool]]:
    with looking(ledger) as session:
        rows = session.exec(
            select(Observation)
            .join(Indicator, Indicator.id == Observation.indicator_id)
            .where(Indicator.code == "I01")
            .order_by(Observation.observed_on, Observation.id)
        )
        return [(one.value, str(one.observed_on), one.from_catalogue) for one in rows]


def change_figure(ledger: Database, **values: object) -> None:
    with ledger.session() as session:
        open_batch(session, "人工修改")
        wanted = select(Observation).join(Indicator, Indicator.id == Observation.indicator_id)
        row = session.exec(wanted.where(Indicator.code == "I01")).one()
        for key, value in values.items():
            setattr(row, key, value)


def add_figure(ledger: Database, value: float, on: date) -> None:
    with ledger.session() as session:
        open_batch(session, "人工录入")
        indicator = session.exec(select(Indicator).where(Indicator.code == "I01")).one()
        session.add(Observation(indicator_id=indicator.id, value=value, observed_on=on, source="手工录入"))


def test_a_corrected_figure_replaces_the_source_s(ledger: Database, edited_seed: Callable) -> None:
    take_in(ledger, edited_seed(CORRECTED))
    assert figures(ledger) == [(6999.9, "2021-12-31", True)]
    with looking(ledger) as session:
        row = session.exec(select(Indicator).where(Indicator.code == "I01")).one()
        assert row.baseline_value == 6999.9


def test_a_person_s_figures_are_never_replaced(ledger: Database, edited_seed: Callable) -> None:
    add_figure(ledger, 7050.0, date(2022, 6, 30))
    take_in(ledger, edited_seed(CORRECTED))
    assert figures(ledger) == [(6999.9, "2021-12-31", True), (7050.0, "2022-06-30", False)]


@pytest.mark.parametrize("values", [{"value": 6990.0}, {"note": "统计局核实"}], ids=["value", "note"])
def test_a_figure_of_the_source_that_a_person_corrected_stays(
    ledger: Database, edited_seed: Callable, values: dict
) -> None:
    change_figure(ledger, **values)
    take_in(ledger, edited_seed(CORRECTED))
    assert figures(ledger) == [(values.get("value", 6997.2), "2021-12-31", True)]


def test_a_figure_that_is_new_in_the_source_comes_beside_the_others(ledger: Database, edited_seed: Callable) -> None:
    change_figure(ledger, value=6990.0)
    take_in(ledger, edited_seed(NEXT_YEAR))
    assert figures(ledger) == [(6990.0, "2021-12-31", True), (7100.0, "2022-12-31", True)]


def test_a_new_figure_gives_way_to_one_a_person_has_for_that_day(ledger: Database, edited_seed: Callable) -> None:
    add_figure(ledger, 7123.0, date(2022, 12, 31))
    take_in(ledger, edited_seed(NEXT_YEAR))
    assert figures(ledger) == [(6997.2, "2021-12-31", True), (7123.0, "2022-12-31", False)]


def test_a_target_a_person_set_stays(ledger: Database, edited_seed: Callable) -> None:
    with ledger.session() as session:
        open_batch(session, "目标")
        row = session.exec(select(Indicator).where(Indicator.code == "I07")).one()
        row.target_value = 220.0
    newer = (
        "indicators.toml",
        'target = { value = 200, on = "2025-12-31"',
        'target = { value = 210, on = "2026-12-31"',
    )
    take_in(ledger, edited_seed(newer))
    with looking(ledger) as session:
        row = session.exec(select(Indicator).where(Indicator.code == "I07")).one()
        assert (row.target_value, row.target_on) == (220.0, date(2026, 12, 31))


def test_a_new_office_comes_with_its_aliases_and_an_old_one_stays(ledger: Database, edited_seed: Callable) -> None:
    with ledger.session() as session:
        open_batch(session, "改名")
        session.exec(select(Office).where(Office.name == "市教育局")).one().short_name = "教育"
    folder = edited_seed()
    with (folder / "offices.toml").open("a", encoding="utf-8") as stream:
        stream.write('\n[[offices]]\nname = "市新设局"\naliases = ["新设局", "教育局"]\n')
    take_in(ledger, folder)
    with looking(ledger) as session:
        names = dict(
            session.exec(select(OfficeAlias.alias, Office.name).where(Office.id == OfficeAlias.office_id)).all()
        )
        assert (names["新设局"], names["教育局"]) == ("市新设局", "市教育局")
        assert session.exec(select(Office).where(Office.name == "市教育局")).one().short_name == "教育"


def test_an_entry_that_left_the_catalogue_stays_in_the_ledger(ledger: Database, edited_seed: Callable) -> None:
    folder = edited_seed()
    (folder / "articles" / "N1.toml").unlink()
    text = (folder / "goals.toml").read_text(encoding="utf-8")
    (folder / "goals.toml").write_text(text.split('[[goals]]\nid = "G1"')[0], encoding="utf-8")
    take_in(ledger, folder)
    with looking(ledger) as session:
        assert (count(session, Article), count(session, Recommendation), count(session, Goal)) == (7, 188, 12)
        assert session.exec(select(Recommendation.kind).where(Recommendation.kind == RecommendationKind.GROUP)).all()
