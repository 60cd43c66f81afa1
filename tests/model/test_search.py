"""One search for all: what it finds, with pinyin put together beforehand and when it is asked for."""

import random

import pytest

from tracker.model import pinyin, search
from tracker.model.search import SearchIndex, words_of
from tracker.model.search_texts import fold

TEXTS = (
    "打造灯塔工厂 市经信局",
    "发展职业教育 市教育局",
    "推动5g等新技术与工业互联网融合 市经信局",
    "建设银行服务制造业 胡建平",
    "dtgc 是一个英文缩写",
)


@pytest.fixture(params=[False, True], ids=["on demand", "beforehand"])
def index(request: pytest.FixtureRequest) -> SearchIndex:
    index = SearchIndex(TEXTS)
    if request.param:
        index.spell()
    return index


@pytest.mark.parametrize(
    ("typed", "rows"),
    [
        ("灯", [0]),
        ("灯塔", [0]),
        ("市", [0, 1, 2]),
        ("经信 灯", [0]),
        ("dtgc", [0, 4]),
        ("dengta", [0]),
        ("dengt", [0]),
        ("zyjy", [1]),
        ("zhiye", [1]),
        ("yinhang", [3]),
        ("hjp", [3]),
        ("5G", [2]),
        ("jingxin 工厂", [0]),
        ("engta", []),
        ("没有", []),
        ("", [0, 1, 2, 3, 4]),
    ],
)
def test_what_is_found(index: SearchIndex, typed: str, rows: list[int]) -> None:
    assert list(index.find(words_of(typed))) == rows


def test_a_search_is_the_same_typed_at_once_or_letter_by_letter(index: SearchIndex) -> None:
    for whole in ("灯塔工厂", "dtgc", "dengta", "zhiyejiaoyu"):
        for end in range(1, len(whole) + 1):
            step = list(index.find(words_of(whole[:end])))
        assert step == list(SearchIndex(TEXTS).find(words_of(whole)))


def test_a_changed_text_is_found_by_what_it_says_now(index: SearchIndex) -> None:
    index.find(words_of("灯"))
    before, index = index, index.with_texts({1: "改造灯塔"})
    assert list(before.find(words_of("灯"))) == [0]
    assert list(index.find(words_of("灯"))) == [0, 1]
    assert list(index.find(words_of("dt"))) == [0, 1, 4]
    assert list(index.find(words_of("职业"))) == []
    assert list(index.find(words_of("zyjy"))) == []


def test_letters_wait_for_nothing_when_asked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows whose pinyin is not put together yet are left out, and found once it is."""
    monkeypatch.setattr(search, "FEW", 0)
    index = SearchIndex(TEXTS)
    assert not index.spelled
    assert list(index.find(("dtgc",), at_once=True)) == [4]
    index.spell(0, 2)
    assert list(index.find(("dtgc",), at_once=True)) == [0, 4]
    assert list(index.find(("hjp",), at_once=True)) == []
    assert list(index.find(("hjp",))) == [3]
    index.spell(2)
    assert index.spelled
    assert list(index.find(("hjp",), at_once=True)) == [3]


def test_a_few_rows_need_no_pinyin_beforehand() -> None:
    assert list(SearchIndex(TEXTS).find(("zyjy",), at_once=True)) == [1]


#: As people type it and as texts have it; the text is searched as the ledger searches it.
WAYS = [
    ("建设灯塔工厂", "灯", "灯塔", "塔工", "dtgc", "dengta", "dengtagongchang", "gongc", "jsdt", "DTGC"),
    ("发展职业教育", "职业", "zyjy", "zhiye", "zhiyejiaoyu", "jiaoyu", "jy"),
    ("重庆两江新区", "cq", "chongqing", "cqlj"),
    ("银行信贷", "yh", "yinhang", "yhxd"),
    ("长期坚持", "cq", "changqi", "cqjc"),
    ("增长率", "zengzhang", "zzl"),
    ("重点行业", "zdhy", "zhongdian", "hangye"),
    ("绿色制造", "lv", "lvse", "lszz"),
    ("女企业家", "nv", "nvqiye", "nqyj"),
    ("AI+制造行动", "ai", "AI+制造", "ai+制", "ＡＩ", "ａｉ＋制造", "xingdong"),
    ("２０２４年５Ｇ建设", "2024", "5g", "５Ｇ", "2024年"),
    ("A1.2b 完善规划", "a1.2b", "A1.2B", "wsgh"),
    ("西安 先进", "xian", "xianjin", "xa", "xj"),
    ("胡建平", "hjp", "hujianping", "胡"),
]


@pytest.mark.parametrize(("text", "typed"), [(row[0], typed) for row in WAYS for typed in row[1:]])
def test_ways_to_type_it(text: str, typed: str) -> None:
    assert list(SearchIndex([fold("别的事情"), fold(text)]).find(words_of(typed))) == [1]


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("银行信贷", "yinxing"),
        ("重庆两江", "zhongqing"),
        ("灯塔工厂", "engta"),
        ("灯塔工厂", "dtc"),
        ("灯塔 工厂", "tagong"),
        ("绿色制造", "luse"),
        ("AI制造", "ai+"),
        ("工廠", "工厂"),
    ],
)
def test_what_does_not_find_it(text: str, typed: str) -> None:
    assert list(SearchIndex([fold(text)]).find(words_of(typed))) == []


def test_pinyin_of_the_same_texts_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    before = SearchIndex(TEXTS)
    before.spell()
    spelled: list[str] = []
    monkeypatch.setattr(search.pinyin, "spell", lambda text: (spelled.append(text), ("", ""))[1])
    index = SearchIndex(["别的事情", *reversed(TEXTS)], before)
    assert not index.spelled
    assert list(index.find(("dtgc",))) == [1, 5]
    assert spelled == ["别的事情"]


def naive(texts: list[str], word: str) -> list[int]:
    """Return the rows that have a word in their text or, as letters, in their pinyin."""
    rows = []
    for row, text in enumerate(texts):
        full, initials = pinyin.spell(text)
        ways = pinyin.typed(word) if pinyin.LATIN.fullmatch(word) else ()
        if word in text or any(way in full or way in initials for way in ways):
            rows.append(row)
    return rows


def test_random_searches_against_a_plain_scan() -> None:
    chance = random.Random(7)
    letters = "灯塔工厂银行重点业教育长三角5ga"
    texts = ["".join(chance.choices(letters, k=12)) for _ in range(300)]
    index = SearchIndex(texts)
    index.spell()
    syllables = ["deng", "ta", "g", "c", "hang", "zhong", "zh", "ye"]
    for _ in range(300):
        typed = "".join(chance.choices(letters, k=chance.randint(1, 3)))
        sound = "".join(chance.choices(syllables, k=chance.randint(1, 3)))
        for word in (typed, sound):
            assert list(index.find((word,))) == naive(texts, word), word
