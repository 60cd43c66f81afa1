"""The screen 时间轴: tasks as bars."""
