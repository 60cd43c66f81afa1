"""核对新文章: the text at the left, what is proposed at the right, decided piece by piece."""
