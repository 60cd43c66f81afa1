"""The window around the screens: rail, palette, settings, help, history."""
