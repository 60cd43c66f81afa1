"""What every part of the window stands on: jobs, bus, context, commands."""
