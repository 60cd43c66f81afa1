"""Sources of tasks of whatever kind: registering them, their numbers, their tasks, what their tasks answer."""
