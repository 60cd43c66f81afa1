"""Propose what an article recommends: reading, repair, candidates. Knows neither database nor Qt."""
