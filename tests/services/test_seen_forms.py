"""Whatever is edited: another desk's change of the same field is a conflict, of another one it is not, none is lost."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import psycopg
import pytest
from sqlmodel import Session, select

from tracker.errors import ConflictError
from tracker.model.contacts import PersonDraft
from tracker.model.tables import (
    Indicator,
    IndicatorAlias,
    Milestone,
    Observation,
    Office,
    OfficeAlias,
    OfficePerson,
    Round,
)
from tracker.model.thresholds import Thresholds
from tracker.queries.indicators import linked_codes
from tracker.queries.mail import read_mail_settings
from tracker.queries.paper_settings import read_paper_settings
from tracker.queries.thresholds import read_thresholds
from tracker.services import indicator_links, indicators, light_rules, milestones, office_changes, office_people
from tracker.services import offices as names
from tracker.services.mail_settings import change_mail_settings
from tracker.services.papers.register import set_paper_settings
from tracker.services.retrying import carry_out
from tracker.services.rounds import describe_round
from tracker.store.engine import Database

DAY = date(2026, 3, 2)
Values = Mapping[str, Any]


@pytest.fixture
def other(ledger: Database) -> Iterator[Database]:
    desk = Database(ledger.url, "王敏", "b" * 12)
    yield desk
    desk.close()


@dataclass
class Case:
    """An editor: makes its row, says what it shows, saves values over what it showed."""

    make: Callable[[Session], object]
    show: Callable[[Session], Values]
    save: Callable[[Session, Values, Values], object]
    field: str
    texts: tuple[Any, Any]  # what the one desk writes, and the other
    beside: tuple[str, Any]  # another field


def _indicator(session: Session) -> Indicator:
    return session.exec(select(Indicator).where(Indicator.code == "I07")).one()


def _observation(session: Session) -> Observation:
    return session.exec(select(Observation).order_by(Observation.id)).first()  # type: ignore[return-value]


def _save_observation(session: Session, values: Values, seen: Values) -> object:
    row = _observation(session)
    given = {"observed_on": row.observed_on, "value": row.value, "note": row.note} | dict(seen) | dict(values)
    return indicators.edit_observation(session, row.id, given["observed_on"], given["value"], given["note"], seen=seen)


def _node(session: Session) -> Milestone:
    return session.exec(select(Milestone)).one()


def _save_node(session: Session, values: Values, seen: Values) -> object:
    given = {"title": seen["title"], "due_on": seen["due_on"], "weight": seen["weight"]} | dict(values)
    return milestones.change_milestone(session, _node(session).id, DAY, seen=seen, **given)


def _person(session: Session) -> OfficePerson:
    return session.exec(select(OfficePerson).where(OfficePerson.name == "张三")).one()


def _save_person(session: Session, values: Values, seen: Values) -> object:
    draft = PersonDraft(**{**seen, **values})
    return office_people.edit_person(session, _person(session).uid, draft, DAY, seen)


def _office(session: Session) -> Office:
    return session.exec(select(Office).order_by(Office.id)).first()  # type: ignore[return-value]


def _save_body(session: Session, values: Values, seen: Values) -> object:
    given = {**seen, **values}
    return office_changes.describe_body(session, _office(session).name, **given, seen=seen)


def _save_names(session: Session, values: Values, seen: Values) -> object:
    given = {**seen, **values}
    return names.describe_office(
        session, _office(session).id, given["name"], given["short_name"], given["aliases"], seen
    )


def _round(session: Session) -> Round:
    return session.exec(select(Round)).one()


def _setting(read: Callable[[Session], Any], write: Callable[..., object]) -> Any:
    def show(session: Session) -> Values:
        return {"all": read(session)}

    def save(session: Session, values: Values, seen: Values) -> object:
        kept = seen["all"] if isinstance(seen, Mapping) else seen
        return write(session, replace(kept, **values), kept)

    return show, save


def _thresholds(session: Session, wanted: Thresholds, seen: Thresholds) -> object:
    return light_rules.set_thresholds(session, wanted, "上级统一要求放宽标准", "王副市长", seen=seen)


def _columns(find: Callable[[Session], Any], *fields: str) -> Callable[[Session], Values]:
    return lambda session: {name: getattr(find(session), name) for name in fields}


CASES = {
    "indicator": Case(
        lambda _s: None,
        _columns(_indicator, "name", "unit", "note", "baseline_value", "baseline_on", "baseline_text"),
        lambda s, values, seen: indicators.describe_indicator(s, _indicator(s).id, None, values, seen),
        "note", ("甲口径", "乙口径"), ("unit", "千亿元"),
    ),
    "observation": Case(
        lambda _s: None,
        _columns(_observation, "observed_on", "value", "note"),
        _save_observation, "value", (12.5, 13.5), ("note", "初步核算"),
    ),
    "milestone": Case(
        lambda s: milestones.add_milestone(s, 1, "完成选址", date(2026, 6, 30), today=DAY),
        _columns(_node, "title", "due_on", "done_on", "weight"),
        _save_node, "title", ("完成选址和环评", "选址"), ("due_on", date(2026, 6, 15)),
    ),
    "person": Case(
        lambda s: office_people.add_person(s, _office(s).id, PersonDraft("张三"), DAY),
        _columns(_person, "name", "role", "post", "phone", "mobile", "email", "main", "note"),
        _save_person, "post", ("科长", "处长"), ("email", "zs@nb.gov.cn"),
    ),
    "office body": Case(
        lambda _s: None,
        _columns(_office, "kind", "leader", "region", "note"),
        _save_body, "leader", ("王副市长", "李副市长"), ("note", "牵头较多"),
    ),
    "office names": Case(
        lambda _s: None,
        lambda s: _columns(_office, "name", "short_name")(s) | {"aliases": ()},
        _save_names, "short_name", ("甲局", "乙局"), ("aliases", ("又名甲",)),
    ),
    "round": Case(
        lambda s: s.add(Round(number=1, name="第1批", sent_on=DAY)),
        _columns(_round, "name", "note"),
        lambda s, values, seen: describe_round(s, 1, **{**seen, **values}, seen=seen),
        "name", ("一季度", "首批"), ("note", "已电话通知"),
    ),
    "thresholds": Case(
        lambda _s: None, *_setting(read_thresholds, _thresholds), "behind_red", (35, 40), ("stale_days", 50)
    ),
    "papers": Case(
        lambda _s: None, *_setting(read_paper_settings, set_paper_settings), "issuer", ("甲室", "乙室"),
        ("phone", "87"),
    ),
    "mail": Case(
        lambda _s: None, *_setting(read_mail_settings, change_mail_settings), "sender", ("甲室", "乙室"),
        ("phone", "87"),
    ),
}  # fmt: skip


_ROWS: dict[str, Callable[[Session], Any]] = {
    "indicator": _indicator, "observation": _observation, "milestone": _node, "person": _person,
    "office body": _office,
}  # fmt: skip


@pytest.fixture(params=CASES)
def case(request: pytest.FixtureRequest, ledger: Database) -> Case:
    chosen = CASES[request.param]
    with ledger.session() as session:
        chosen.make(session)
    return chosen


def look(desk: Database, case: Case) -> Values:
    with desk.reading() as session:
        return case.show(session)


def value(desk: Database, case: Case, field: str) -> Any:
    shown = look(desk, case)
    return getattr(shown["all"], field) if "all" in shown else shown[field]


def save(desk: Database, case: Case, values: Values, seen: Values) -> Any:
    with desk.session() as session:
        return case.save(session, values, seen)


def test_the_same_field_is_a_conflict_that_says_who_and_what(case: Case, ledger: Database, other: Database) -> None:
    seen = look(ledger, case)
    save(other, case, {case.field: case.texts[0]}, seen)
    with pytest.raises(ConflictError, match=r"刚被 王敏 .*改为.*内容还在") as caught:
        save(ledger, case, {case.field: case.texts[1]}, seen)
    assert value(ledger, case, case.field) == case.texts[0], "what the other desk wrote stands"
    (clash,) = caught.value.clashes
    assert clash.field == case.field
    assert clash.theirs == str(case.texts[0]).removesuffix(".0")
    assert clash.mine == str(case.texts[1]).removesuffix(".0")


@pytest.mark.postgres
@pytest.mark.parametrize("name", ["indicator", "observation", "milestone", "person", "office body"])
def test_who_writes_past_all_turns_is_a_conflict_with_both_values_as_well(postgres_ledger_url: str, name: str) -> None:
    """The row was read and is another one by the time it is written: the act is done anew and sees both values."""
    case, ledger = CASES[name], Database(postgres_ledger_url, "测试员")
    with ledger.session() as session:
        case.make(session)
    seen, theirs, tries = look(ledger, case), case.texts[0], list[int]()

    def work(session: Session) -> object:
        row = _ROWS[name](session)
        if not tries:  # nobody of this program: who does not count the state up does not wait for it
            with closing(psycopg.connect(postgres_ledger_url.replace("+psycopg", ""))) as stranger, stranger:
                write = f"UPDATE {row.__tablename__} SET {case.field} = %s, version = version + 1 WHERE id = %s"
                stranger.execute(write, (theirs, row.id))
        tries.append(1)
        return case.save(session, {case.field: case.texts[1]}, seen)

    with pytest.raises(ConflictError) as caught:
        carry_out(ledger.session, work, pauses=(0,))
    assert len(tries) == 2
    clash = caught.value.clashes[0]
    assert [value.removesuffix(".0") for value in (clash.theirs, clash.mine)] == [str(each) for each in case.texts]
    assert value(ledger, case, case.field) == theirs
    ledger.close()


def test_another_field_is_none_and_both_are_saved(case: Case, ledger: Database, other: Database) -> None:
    seen, (beside, text) = look(ledger, case), case.beside
    save(other, case, {beside: text}, seen)
    save(ledger, case, {case.field: case.texts[1]}, seen)
    assert value(ledger, case, case.field) == case.texts[1]
    if beside != "aliases":
        assert value(ledger, case, beside) == text


def test_seen_anew_it_is_saved(case: Case, ledger: Database, other: Database) -> None:
    save(other, case, {case.field: case.texts[0]}, look(ledger, case))
    save(ledger, case, {case.field: case.texts[1]}, look(ledger, case))
    assert value(ledger, case, case.field) == case.texts[1]


def test_the_same_typed_twice_is_no_conflict(case: Case, ledger: Database, other: Database) -> None:
    seen = look(ledger, case)
    save(other, case, {case.field: case.texts[0]}, seen)
    save(ledger, case, {case.field: case.texts[0]}, seen)
    assert value(ledger, case, case.field) == case.texts[0]


@pytest.mark.parametrize(("mine", "theirs"), [("baseline_value", "baseline_text"), ("target_on", "target_value")])
def test_a_baseline_and_a_target_count_as_one(ledger: Database, other: Database, mine: str, theirs: str) -> None:
    fields = [f"{end}_{part}" for end in ("baseline", "target") for part in ("value", "on", "text")]
    values = {"baseline_value": 5, "baseline_text": "约5", "target_on": "2030-12-31", "target_value": 9}
    with ledger.reading() as session:
        seen, number = _columns(_indicator, *fields)(session), _indicator(session).id
    with other.session() as session:
        given = {theirs: values[theirs]}
        indicators.describe_indicator(session, number, None, given, seen, reason="目标已核定", decided_by="张三")
    with pytest.raises(ConflictError), ledger.session() as session:
        indicators.describe_indicator(session, number, None, {mine: values[mine]}, seen)


def test_names_of_an_office_and_an_indicator_merge_by_element(ledger: Database, other: Database) -> None:
    for desk, alias in ((other, "他加的"), (ledger, "我加的")):
        with desk.session() as session:
            office = _office(session)
            shown = {"name": office.name, "short_name": office.short_name, "aliases": ("早有的",)}
            if desk is other:
                names.describe_office(session, office.id, office.name, office.short_name, ("早有的",))
            names.describe_office(session, office.id, office.name, office.short_name, ("早有的", alias), shown)
            given = {"aliases": (f"{alias}指标",)}
            indicators.describe_indicator(session, _indicator(session).id, None, given, {"aliases": ()})
    with ledger.reading() as session:
        office_names = session.exec(select(OfficeAlias.alias).where(OfficeAlias.office_id == _office(session).id)).all()
        mine = IndicatorAlias.indicator_id == _indicator(session).id
        aliases = session.exec(select(IndicatorAlias.alias).where(mine)).all()
    assert {"早有的", "他加的", "我加的"} <= set(office_names)
    assert {"他加的指标", "我加的指标"} <= set(aliases)


def test_linked_indicators_merge_by_element(ledger: Database, other: Database) -> None:
    with ledger.reading() as session:
        number = _indicator(session).id
        tasks, entries = linked_codes(session, number)
    fresh = [code for code in ("A1.1", "A1.2a", "B1.1") if code not in tasks][:2]
    for desk, code in zip((other, ledger), fresh, strict=True):
        with desk.session() as session:
            indicator_links.relink_indicator(session, number, (*tasks, code), entries, seen=(tasks, entries))
    with ledger.reading() as session:
        assert set(fresh) <= set(linked_codes(session, number)[0])


def test_a_row_somebody_changed_is_not_taken_away_unseen(ledger: Database, other: Database) -> None:
    with ledger.reading() as session:
        seen, number = _columns(_observation, "observed_on", "value", "note")(session), _observation(session).id
    with other.session() as session:
        _save_observation(session, {"value": 77.0}, seen)
    with pytest.raises(ConflictError, match=r"刚被 王敏 .*改为“77”；没有删除"), ledger.session() as session:
        indicators.delete_observation(session, number, seen)
    with ledger.session() as session:
        indicators.delete_observation(session, number, {**seen, "value": 77.0})


def test_a_node_that_was_ticked_elsewhere_is_not_ticked_twice(ledger: Database, other: Database) -> None:
    with ledger.session() as session:
        CASES["milestone"].make(session)
    with other.session() as session:
        milestones.complete_milestone(session, _node(session).id, date(2026, 2, 1), {"done_on": None})
    with pytest.raises(ConflictError, match="完成日期刚被 王敏"), ledger.session() as session:
        milestones.complete_milestone(session, _node(session).id, DAY, {"done_on": None})
