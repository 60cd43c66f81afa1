"""The screen 指标: what is measured."""
