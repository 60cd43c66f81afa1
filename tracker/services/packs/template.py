"""The empty workbook of a pack."""

from pathlib import Path

from tracker.exchange.packs.pack_book import write_template


def save_template(path: Path) -> None:
    """Write the empty workbook of a pack. Raises WorkbookError where the file cannot be written."""
    write_template(path)
