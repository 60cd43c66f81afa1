"""A newer catalogue merges into an older ledger and changes only what nobody touched."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import Session, func, select

from tests.store.reading_rows import looking
from tracker import paths
from tracker.model.enums import RecommendationKind, Status
from tracker.model.tables import (
    Article,
    Batch,
    CatalogueBase,
    Goal,
    Indicator,
    Observation,
    Office,
    OfficeAlias,
    ProgressEntry,
    Recommendation,
    Revision,
    Task,
    TaskIndicator,
    TaskOffice,
)
from tracker.store import catalogue, seed
from tracker.store.engine import Database
from tracker.store.history import open_batch

SEED = paths.seed_dir()


def count(session: Session, table: type) -> int:
    return session.exec(select(func.count()).select_from(table)).one()


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
