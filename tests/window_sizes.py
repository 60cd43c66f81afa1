"""The sizes of a window at which layouts are tested, the smallest first."""

import os
from itertools import product

#: Set where a scaled screen is tried: three sizes are enough then, a scale changes no measure.
SIZES_OF_A_LAPTOP = "TRACKER_LAPTOP_SIZES"
#: Whether all of the matrix is asked for: TRACKER_ALL_SIZES=1.
WHOLE_MATRIX = bool(os.environ.get("TRACKER_ALL_SIZES"))
#: What a small screen, one of 1366 x 768 at 125 % and the same at 100 % have room for.
_OF_A_LAPTOP = ((1024, 520), (1093, 614), (1366, 768))
_MATRIX = tuple(product((1024, 1093, 1200, 1366, 1920), (520, 614, 768, 1080)))
#: In px of the layout: of a scaled screen there are fewer of them, each as large for the words as before.
WIDE_AND_HIGH = _MATRIX if WHOLE_MATRIX and not os.environ.get(SIZES_OF_A_LAPTOP) else _OF_A_LAPTOP
