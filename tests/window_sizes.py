"""The sizes of a window at which layouts are tested, the smallest first."""

import os
from itertools import product

ALL_SIZES = "TRACKER_ALL_SIZES"
#: Whether all of the matrix is asked for.
WHOLE_MATRIX = bool(os.environ.get(ALL_SIZES))
#: What a small screen, one of 1366 x 768 at 125 % and the same at 100 % have room for.
_OF_A_LAPTOP = ((1024, 520), (1093, 614), (1366, 768))
#: In px of the layout: of a scaled screen there are fewer of them, each as large for the words as before.
WIDE_AND_HIGH = tuple(product((1024, 1093, 1200, 1366, 1920), (520, 614, 768, 1080))) if WHOLE_MATRIX else _OF_A_LAPTOP
