"""What every part of the window uses: jobs, bus, context, commands."""
