"""The screen 往来: workbooks that were sent and came back."""
