"""The screens 总览 and 单位: figures and charts of all tasks, and of one office."""
