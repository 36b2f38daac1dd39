"""Where a place stands on the map: the Equal Earth projection, in units of the drawing.

Source of the formula: Šavrič, Patterson, Jenny: The Equal Earth map projection, 2018.
"""

from __future__ import annotations

import math

WIDTH, HEIGHT = 1000.0, 487.0
_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796
_EDGE = 2.7066297  # x of longitude 180 on the equator
_TOP = 1.3173628  # y of a pole


def projected(lat: float, lon: float) -> tuple[float, float]:
    """Right and down in the drawing, for degrees of latitude and longitude (WGS 84)."""
    angle = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(max(-90.0, min(90.0, lat)))))
    square = angle * angle
    sixth = square**3
    x = math.cos(angle) * math.radians(lon)
    x /= math.sqrt(3) / 2 * (_A1 + 3 * _A2 * square + sixth * (7 * _A3 + 9 * _A4 * square))
    y = angle * (_A1 + _A2 * square + sixth * (_A3 + _A4 * square))
    return (x / _EDGE + 1) * WIDTH / 2, (1 - y / _TOP) * HEIGHT / 2
