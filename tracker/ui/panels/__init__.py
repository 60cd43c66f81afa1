"""Panels beside a page: the detail of one task."""
