import subprocess
import sys

import pytest

from tracker.ui.core.late import late


def test_nothing_is_imported_before_the_first_use() -> None:
    code = """
import sys
from tracker.ui.core.late import late
decimal = late("decimal")
assert "decimal" not in sys.modules
assert str(decimal.Decimal("1.50")) == "1.50"
assert "decimal" in sys.modules
print("late")
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "late" in done.stdout, done.stderr


def test_after_the_first_use_it_has_the_names_of_the_module() -> None:
    import colorsys

    stand_in = late("colorsys")
    assert stand_in.rgb_to_hsv is colorsys.rgb_to_hsv
    assert vars(stand_in) is vars(colorsys)
    assert stand_in.__dict__["hsv_to_rgb"] is colorsys.hsv_to_rgb


def test_a_name_that_is_not_there_is_an_error_as_usual() -> None:
    with pytest.raises(AttributeError, match="nowhere"):
        late("decimal").nowhere  # noqa: B018 - the look-up is what is tested
