"""How wide what stands beside a list is: in a wide window the list keeps about 1100 px and the dock takes the rest."""

LIST, MOST = 1100, 640  # px
#: A page so wide, px, has room for a dock that stands open from the beginning.
WIDE = LIST + 500


def dock_width(page: int, least: int, other: int = 0, beside: int = LIST) -> int:
    """Return the width in px of a dock on a page `page` px wide.

    It has `least`; `other` stands there as well, and the list keeps `beside`.
    """
    return max(least, min(MOST, page - other - beside))
