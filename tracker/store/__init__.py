"""Engine, migrations, history, backup and first content: the only code that knows how data is kept."""
