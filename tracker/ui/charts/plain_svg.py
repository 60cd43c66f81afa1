"""Makes Qt's SVG readable for every program: lines whose width does not scale become lines in plain coordinates.

Qt writes the lines of a plot in the units of its axes, with a matrix and `vector-effect="non-scaling-stroke"`.
Word and LibreOffice do not know that effect and would draw bars where there are lines.
"""

import re
from collections.abc import Callable
from xml.etree import ElementTree

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_PAIR = re.compile(r"(-?[\d.]+(?:e[-+]?\d+)?),(-?[\d.]+(?:e[-+]?\d+)?)")
_EFFECT = "vector-effect"

Point = tuple[float, float]
Map = Callable[[float, float], Point]
Element = ElementTree.Element


def plain_svg(content: bytes) -> bytes:
    """Return the same picture without that effect; what does not use it keeps its matrix."""
    ElementTree.register_namespace("", _SVG)
    ElementTree.register_namespace("xlink", _XLINK)
    root = ElementTree.fromstring(content)
    for group in root.iter(f"{{{_SVG}}}g"):
        matrix = group.get("transform", "")
        if any(child.get(_EFFECT) == "non-scaling-stroke" for child in group):
            _lay_flat(group, matrix)
    for element in root.iter():
        element.attrib.pop(_EFFECT, None)
    text: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return text


def _lay_flat(group: Element, matrix: str) -> None:
    """Remove the matrix of a group: lines are mapped, everything else gets a matrix of its own."""
    moved = _mapping(matrix)
    group.attrib.pop("transform", None)
    for child in group:
        if child.get(_EFFECT) == "non-scaling-stroke":
            _map_shape(child, moved)
        elif matrix:
            child.set("transform", matrix)


def _mapping(matrix: str) -> Map:
    """Return the mapping of "matrix(a,b,c,d,e,f)", the same point for anything else."""
    numbers = [float(number) for number in re.findall(r"-?[\d.]+(?:e[-+]?\d+)?", matrix)]
    if len(numbers) != 6:
        return lambda x, y: (x, y)
    a, b, c, d, e, f = numbers
    return lambda x, y: (a * x + c * y + e, b * x + d * y + f)


def _map_shape(shape: Element, moved: Map) -> None:
    kind = shape.tag.rpartition("}")[2]
    if kind in ("ellipse", "circle"):
        _map_round(shape, moved)
    elif kind == "rect":
        x, y, width, height = (float(shape.attrib.pop(name, 0)) for name in ("x", "y", "width", "height"))
        corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
        shape.tag = f"{{{_SVG}}}polygon"
        shape.set("points", " ".join(_written(moved(*corner)) for corner in corners))
    for name in ("points", "d") if kind != "rect" else ():
        if (text := shape.get(name)) is not None:
            shape.set(name, _PAIR.sub(lambda pair: _written(moved(float(pair[1]), float(pair[2]))), text))


def _map_round(shape: Element, moved: Map) -> None:
    """Map an ellipse; charts stretch and turn by right angles only, so it stays one."""
    cx, cy = float(shape.get("cx", 0)), float(shape.get("cy", 0))
    rx, ry = float(shape.get("rx", shape.get("r", 0))), float(shape.get("ry", shape.get("r", 0)))
    (x, y), (x1, y1), (x2, y2) = moved(cx, cy), moved(cx + rx, cy), moved(cx, cy + ry)
    wide, high = max(abs(x1 - x), abs(x2 - x)), max(abs(y1 - y), abs(y2 - y))
    shape.attrib.pop("r", None)
    shape.tag = f"{{{_SVG}}}ellipse"
    for name, value in (("cx", x), ("cy", y), ("rx", wide), ("ry", high)):
        shape.set(name, f"{value:.2f}")


def _written(point: Point) -> str:
    return f"{point[0]:.2f},{point[1]:.2f}"
