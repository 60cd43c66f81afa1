"""Fonts, colours and borders of an exported workbook."""

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

FONT = "微软雅黑"
INK, GREY, ACCENT = "1F2430", "6B7280", "4550BE"
_LINE = Side(style="thin", color="D5D9E2")
GRID = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
TITLE_FONT = Font(name=FONT, size=16, bold=True, color=INK)
HOW_TO_FONT = Font(name=FONT, size=10, color=ACCENT)
BATCH_FONT = Font(name=FONT, size=9, color=GREY)
HEADER_FONT = Font(name=FONT, size=10, bold=True, color="FFFFFF")
EDITABLE_FONT = Font(name=FONT, size=10, color=INK)
LINK_FONT = Font(name=FONT, size=10, color=ACCENT, underline="single")
READ_ONLY_FONT = Font(name=FONT, size=10, color=GREY)
HEADER_FILL = PatternFill("solid", fgColor=ACCENT)
READ_ONLY_HEADER_FILL = PatternFill("solid", fgColor="7C8494")
EDITABLE_FILL = PatternFill("solid", fgColor="FFF9E5")
LINE_ALIGNMENT = Alignment(vertical="center")
HEADER_ALIGNMENT = Alignment(horizontal="center", vertical="center", wrap_text=True)
WRAPPED = Alignment(vertical="top", wrap_text=True)
CENTRED = Alignment(horizontal="center", vertical="top", wrap_text=True)
RIGHT = Alignment(horizontal="right", vertical="top")
