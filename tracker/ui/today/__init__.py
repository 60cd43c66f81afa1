"""The screen 今日: what waits today."""
