"""Read files of every kind that an article comes in, in the process that can be killed."""
