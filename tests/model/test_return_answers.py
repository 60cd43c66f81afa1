"""Whether a file that came back answers, by what was kept of it: by this version and by former ones."""

import pytest

from tracker.model.return_answers import FILLED, is_answer

_NOTHING = {"change": 0, "conflict": 0, "missing_row": 3, "problems": 0}


@pytest.mark.parametrize(
    ("touched", "counts", "listed", "answers"),
    [
        (["task a"], {**_NOTHING, FILLED: 1}, {}, True),
        (["task a"], _NOTHING, {}, True),
        ([], {**_NOTHING, FILLED: 0}, {}, False),
        ([], {**_NOTHING, FILLED: 0, "problems": 2}, {}, False),  # said of the file, not by its office
        (["task a"], {**_NOTHING, FILLED: 0}, {}, True),  # evidence came for a row since
        ([], {}, {}, True),  # nobody can tell
        ([], _NOTHING, {}, False),
        ([], _NOTHING, {"a": []}, False),
        ([], _NOTHING, {"a": ["方案.pdf"]}, True),
        *(([], {**_NOTHING, kind: 1}, {}, True) for kind in ("change", "conflict", "cleared", "same", "unknown_row")),
        ([], {**_NOTHING, "problems": 1}, {}, True),
    ],
)
def test_is_answer(touched: list[str], counts: dict[str, int], listed: dict[str, list[str]], answers: bool) -> None:
    assert is_answer(touched, counts, listed) is answers
