"""Files that no command can read as a workbook, made at a path."""

from pathlib import Path


def broken(path: Path) -> None:
    """Write the beginning of a zip and no more."""
    path.write_bytes(b"PK\x03\x04 this is no workbook")


def no_workbook(path: Path) -> None:
    """Write a table as plain text."""
    path.write_text("编号,责任人\nA1.1,张三\n", encoding="utf-8")


def missing(path: Path) -> None:
    """Write nothing at all."""
    assert not path.exists()


def empty(path: Path) -> None:
    """Write a file without a byte."""
    path.write_bytes(b"")
