"""The trained table: the trainer gives the same bytes, judging is sound, and texts not learned from are judged well."""

import subprocess
import sys
from pathlib import Path

from tracker.intake.judge.weights import LABELS, Weights, shipped_weights

ROOT = Path(__file__).resolve().parent.parent.parent.parent
TRAINER = ROOT / "resources" / "intake" / "train.py"


def test_the_trainer_makes_the_shipped_bytes() -> None:
    done = subprocess.run([sys.executable, str(TRAINER), "--check"], capture_output=True, text=True, timeout=300)
    assert (done.returncode, done.stdout.strip()) == (0, "same"), done.stderr


def test_the_table_is_small() -> None:
    assert 80_000 < (ROOT / "resources" / "intake" / "weights.json").stat().st_size < 300_000


def test_shares_add_up_and_labels_are_known() -> None:
    judged = shipped_weights().judge([["bias", "verb:建立"], ["bias", "is:past"]], [3, 0])
    assert len(judged.labels) == 2
    assert set(judged.labels) <= set(LABELS)
    assert all(abs(sum(shares) - 1) < 1e-6 for shares in judged.shares)


def test_an_eager_reading_finds_more_actions() -> None:
    weights = Weights(100, {"bias": (10, 0, 0, 0, 0, 0, 0, 0)}, [[(0,) * 8 for _ in LABELS] for _ in range(4)])
    assert weights.judge([["bias"]], [3]).labels == "O"
    assert weights.judge([["bias"]], [3], eager=1.0).labels == "T"


def test_nothing_is_judged_as_nothing() -> None:
    assert shipped_weights().judge([], []).labels == ""
