"""What of a typed text is seen: marks and controls are not, rare characters of names are."""

import pytest

from tracker.model.typed.text import narrow, visible, without_marks


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("\u200b2026\u200d年", "2026年"),  # zero width space, joiner
        ("\u202e2026年\u202c", "2026年"),  # direction
        ("2026\ufe0f年", "2026年"),  # variation
        ("张\u00ad三", "张三"),  # soft hyphen
        ("张\x00三\x1f", "张三"),
        ("张\ud842三", "张三"),  # half a character
        ("张\U00020bb7", "张\U00020bb7"),  # 𠮷
        ("张\U000323b0", "张\U000323b0"),  # a block of Han that is younger than this Python
        ("张\ue7c7", "张\ue7c7"),  # a private character, as old systems keep rare names
        ("  第一行\r\n第二行 ", "第一行 第二行"),
        ("　全角　空格　", "全角 空格"),
        ("", ""),
    ],
)
def test_what_is_seen_of_a_text(text: str, seen: str) -> None:
    assert visible(text) == seen


def test_lines_stay_where_marks_are_left_out() -> None:
    assert without_marks("第一行\u200b\n第二行\u200d") == "第一行\n第二行"


@pytest.mark.parametrize(
    ("text", "plain"),
    [("２０２６年", "2026年"), ("３－５％", "3-5%"), ("—5", "—5"), ("–5", "-5"), ("½", "½"), ("①", "①"), ("Ａ", "A")],
)
def test_full_width_signs_are_made_narrow(text: str, plain: str) -> None:
    assert narrow(text) == plain
