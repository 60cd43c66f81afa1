"""Runs inside LibreOffice's own Python: fills workbooks in as people do and saves them where they lie.

Usage: python3 office_filling.py PIPE TASKS.json, a list of {path, cells: [[sheet, 编号, header, value], …]}
"""

import json
import sys
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

HEADER, CODES, COLUMNS, ROWS = 3, 1, 40, 200  # row and column counted from 0


def option(name, value):
    one = PropertyValue()
    one.Name, one.Value = name, value
    return one


def connect(pipe):
    resolver = uno.getComponentContext().ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    for _ in range(600):
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return context.ServiceManager.createInstance("com.sun.star.frame.Desktop")
        except NoConnectException:
            time.sleep(0.1)
    raise SystemExit("LibreOffice did not answer")


def cell(sheet, code, header):
    """Return the cell below a header in the row of a code."""
    column = next(n for n in range(COLUMNS) if sheet.getCellByPosition(n, HEADER).String == header)
    row = next(n for n in range(HEADER + 1, ROWS) if sheet.getCellByPosition(CODES, n).String == code)
    return sheet.getCellByPosition(column, row)


def main(pipe, tasks):
    desktop = connect(pipe)
    for task in json.loads(Path(tasks).read_text("utf-8")):
        url = Path(task["path"]).as_uri()
        document = desktop.loadComponentFromURL(url, "_blank", 0, (option("Hidden", True),))
        for sheet, code, header, value in task["cells"]:
            target = cell(document.Sheets.getByName(sheet), code, header)
            if isinstance(value, str):
                target.String = value
            else:
                target.Value = value
        document.storeToURL(url, (option("FilterName", "Calc MS Excel 2007 XML"),))
        document.close(True)
    try:
        desktop.terminate()
    except Exception:  # noqa: BLE001 - the bridge breaks when the program ends, that is what was asked for
        return


if __name__ == "__main__":
    main(*sys.argv[1:])
