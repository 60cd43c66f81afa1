"""Which texts say something, and which tell of work."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.model.telling_text import count_meaningful, is_filler, tells_of_work


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        (" \n\t　", 0),
        ("。，！？……——", 0),
        ("已完成", 0),
        ("已完成。", 0),
        ("已完成，详见附件。", 0),
        ("已落实、已办结、属实、同上", 0),
        ("无", 0),
        ("无。略", 0),
        ("无无无无", 0),
        ("已完成无", 0),
        ("见附件（略）", 0),
        ("本期无新进展", 6),
        ("无锡市", 3),
        ("战略合作协议已签", 8),
        ("建成 5 家", 4),
        ("落实资金300万元", 7),
        ("专班合并报送", 6),
        ("abc 123", 6),
        ("ＡＢ１２", 4),
        ("二〇二六年", 5),
        ("★★★★★★★★★★★", 0),
        ("\u200b\u200b\u3164\u3164\u3164", 0),
        ("①②③", 0),
        ("😀😀😀", 0),
        ("é", 1),
        ("达 60%，3 家", 5),
    ],
)
def test_meaningful_characters(text: str, count: int) -> None:
    assert count_meaningful(text) == count


@given(st.text(max_size=200))
def test_a_text_never_says_more_than_it_has_characters(text: str) -> None:
    assert 0 <= count_meaningful(text) <= len(text)
    assert count_meaningful(text + "，已完成") == count_meaningful(text + "，")


@pytest.mark.parametrize(
    "words",
    [
        "", "……", "无", "暂无", "没有", "无进展", "没有新进展", "无变化", "无新增", "本期无新进展", "与上期一致",
        "同上", "已完成", "1111", "０００００", "aaaa", "〇〇〇〇", "的的的的", "进展进展", "按计划推进",
        "正在推进中", "继续推进", "暂无进展，正按计划有序推进。",
    ],
)  # fmt: skip
def test_words_that_tell_of_no_work(words: str) -> None:
    assert not tells_of_work(words)


@pytest.mark.parametrize(
    "words",
    [
        "已经开始推进", "已开工", "开展调研", "完成初稿", "新增企业3家", "签约2个项目", "暂无进展，已约谈企业",
        "没有通过验收",
        "项目建设有序推进", "方案已报市政府",
    ],
)  # fmt: skip
def test_words_that_tell_of_work(words: str) -> None:
    assert tells_of_work(words)


@pytest.mark.parametrize(
    ("text", "filler"),
    [("20260302", True), ("啊啊啊啊", True), ("——", True), ("", True), ("完成2项", False), ("第2批 到货", False)],
)
def test_filler_is_no_language(text: str, filler: bool) -> None:
    assert is_filler(text) is filler
