"""All sizes in bytes that decide something; files from outside that are larger are refused, honest ones stay below."""

from dataclasses import dataclass, replace

MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes, counts and depths; only cells that hold something count as rows, columns and cells.

    A ledger of 10,000 tasks sent to one office holds 10,000 × 21 = 210,000 cells, 20,000 rows of 25 columns half a
    million: they are read, in seconds. What is beyond is refused by a count of tags before it is parsed (`size_check`):
    160 MB of them within a second, where parsing them up to a limit would take as long as reading that much.
    """

    file_bytes: int = 30 * MB  # of a returned workbook
    kept_bytes: int = 50 * MB  # of a file kept with a task or a source, on every road
    kept_files: int = 500  # that are handed in together
    kept_total_bytes: int = 1024 * MB  # of them together
    kept_depth: int = 8  # of folders in folders
    pack_bytes: int = 8 * MB  # of a catalogue
    holiday_bytes: int = MB  # of a file of holidays
    zip_entries: int = 2_000
    article_part_bytes: int = 40 * MB  # of the prose of a document
    part_bytes: int = 160 * MB  # a sheet formatted to its last row; parts are read piece by piece
    list_bytes: int = 8 * MB  # parts that only name others
    token_bytes: int = MB  # one tag with its attributes, or one comment
    total_bytes: int = 200 * MB
    ratio: int = 200
    ratio_floor_bytes: int = 5 * MB  # below, even honest styles compress a hundredfold
    sheets: int = 60
    rows: int = 20_000
    columns: int = 200
    cells: int = 520_000  # of all sheets
    area: int = 4_000_000  # cells between the first and the last that hold something; a library makes room for each
    shared_strings: int = 300_000
    string_chars: int = 1_000_000
    text_chars: int = 30_000_000  # of one sheet, and of the table of shared texts
    attribute_chars: int = 200_000
    names: int = 5_000
    styles: int = 100_000  # no program makes more
    elements: int = 200_000  # of one sheet beside its rows and cells
    merges: int = 5_000
    merged_cells: int = 200_000
    xml_depth: int = 64
    seconds: float = 60.0
    memory_bytes: int = 1_536 * MB
    heavy_mail_bytes: int = 20 * MB  # of a mail with its workbook that some post offices refuse: told, not refused
    evidence_lot_bytes: int = 16 * MB  # kept in one transaction: far less than two seconds on a slow disk
    least_free_bytes: int = 4 * MB  # of a disk, below which its ledger is only read
    low_free_bytes: int = 200 * MB  # of a disk, below which a start warns
    disk_spare_bytes: int = 4 * MB  # that a file system needs beside the files themselves
    backup_bytes: int = 20 * 1024 * MB  # of the ledger in a backup: evidence makes ledgers large
    backups_bytes: int = 2 * 1024 * MB  # of all backups that are kept
    often_backed_up_bytes: int = 1024 * MB  # of a ledger that is backed up by itself more than once a day
    backed_up_undo: int = 500  # changes from which on undoing makes a backup first
    backed_up_import: int = 200  # changes from which on an import makes a backup first
    value_bytes: int = 256 * MB  # of one value in a foreign ledger
    copied_bytes: int = 100 * MB  # of a foreign ledger that are copied within the time a writer waits for its turn
    checked_bytes: int = 20 * MB  # of a ledger that is checked at every start: a larger one would keep people waiting
    first_screen_bytes: int = 2 * MB


LIMITS = Limits()
#: Of the Word files that papers are filled from.
TEMPLATE_LIMITS = replace(LIMITS, file_bytes=5 * MB, zip_entries=500, total_bytes=50 * MB, part_bytes=50 * MB)
