"""Evidence that comes beside the workbooks: matched with tasks, kept as one act."""
