"""Lines of a page put back together, with their places."""

import time

import pytest

from tracker.intake.text.marks import is_doubled
from tracker.intake.text.passage import spans_of
from tracker.intake.text.repair import CAPTION, DOUBLED, INTERRUPTED, passages_of

COLUMN = """园区建设要从长远着眼，先把道路和管
网修好，再谈招商引资。建议由市里统
一规划公共停车场和职工食堂，让在园
区上班的人吃得上热饭，停得下车子。
第二段另起一行写。园区的绿化也应当
由专业队伍养护，不能种完就不管了。
"""


def texts(raw: str, *, wrapped: bool = True) -> list[str]:
    return [p.text for p in passages_of(raw, wrapped=wrapped)[0]]


def test_wrapped_lines_are_joined() -> None:
    joined = "".join(texts(COLUMN))
    assert "先把道路和管网修好" in joined
    assert "建议由市里统一规划" in joined


def test_paragraphs_of_a_document_are_never_joined() -> None:
    assert len(texts(COLUMN, wrapped=False)) == 6


def test_spaced_letters_are_closed_up_and_keep_their_places() -> None:
    raw = "园 区 建 设 要 从 长 远 着 眼 ， 共 需 6 . 8 亿 元 。"
    (passage,), _ = passages_of(raw, wrapped=True)
    assert passage.text == "园区建设要从长远着眼，共需6.8亿元。"
    assert "".join(raw[place] for place in passage.at) == passage.text
    assert spans_of(raw, passage.at) == ((0, len(raw)),)


def test_a_blank_between_names_stays() -> None:
    assert texts("林小锦 葛大峰") == ["林小锦 葛大峰"]


@pytest.mark.parametrize(
    ("line", "message"),
    [("图为工人在车间调试设备。（资料照片）", CAPTION), ("晨报经济周刊晨报经济周刊、、深度深度", DOUBLED)],
)
def test_captions_and_doubled_banners_are_no_text(line: str, message: str) -> None:
    passages, troubles = passages_of(f"{line}\n正文在这里，写得很完整。\n", wrapped=True)
    assert [p.text for p in passages] == ["正文在这里，写得很完整。"]
    assert [t.message for t in troubles] == [message]


def test_a_sentence_with_a_caption_in_its_middle_is_put_together() -> None:
    raw = "公车的维修也要放到统一的平台上，避免\n图为维修站的新举升机。（资料照片）\n\n重复花钱。\n"
    passages, troubles = passages_of(raw, wrapped=True)
    assert [p.text for p in passages] == ["公车的维修也要放到统一的平台上，避免重复花钱。"]
    assert passages[0].interrupted
    assert INTERRUPTED in [t.message for t in troubles]
    assert len(spans_of(raw, passages[0].at)) == 2


def test_a_list_of_short_lines_is_not_joined() -> None:
    raw = "新建托位5000个\n加装电梯350台，改造小区110个\n责任单位：市住建局\n完成时限：2025年12月\n"
    assert len(texts(raw)) == 4


def test_a_line_that_ends_right_after_a_full_stop_goes_on_in_the_next() -> None:
    broken = "要关注园区周边的公共交通。增\n\n加夜间公交班次、促进园区与老城连接\n\n的具体办法也要写进方案。"
    raw = f"{COLUMN}{broken}同时要把停\n车场、食堂和浴室一并建起来，让夜班\n的职工下班有车坐、有热饭吃。\n{COLUMN}"
    assert any("增加夜间公交班次" in text for text in texts(raw))
    assert INTERRUPTED not in [trouble.message for trouble in passages_of(raw, wrapped=True)[1]]


def test_the_letters_of_a_short_title_are_closed_up() -> None:
    assert texts("电 话 记 录\n\n值班员接到来电，记录在案。")[0] == "电话记录"


def test_two_labels_of_like_length_are_two_lines() -> None:
    first = "1.改造园区里的老旧水管。\n责任单位：各区政府\n完成时限：今年年底\n"
    raw = f"{first}2.更换园区门口的路灯。\n责任单位：市城管局\n完成时限：明年三月\n"
    assert len(texts(raw)) == 6


def test_a_long_line_of_one_letter_is_read_in_no_time() -> None:
    started = time.monotonic()
    passages_of("市" * 60_000 + "要办好。\n", wrapped=True)
    assert time.monotonic() - started < 5
    road = "".join(f"第{number}段路修好了。" for number in range(40))
    assert is_doubled(f"{road}晨报周刊晨报周刊深度深度") == len(road)
    assert is_doubled(road) is None
