"""The screen 来源: articles and their recommendations."""
