"""Painters of rows and cells, and the editors that open inside them."""
