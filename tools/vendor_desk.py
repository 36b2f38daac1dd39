"""Fetches what the desk shows pages with from npm, at pinned versions, and draws the outline of the world.

`python tools/vendor_desk.py` needs npm and the network; its results are committed, so that nobody else needs either.
"""

from __future__ import annotations

import json
import math
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from onrecord.desk.world import HEIGHT, WIDTH, projected  # noqa: E402

VENDOR = ROOT / "src/onrecord/desk/static/vendor"
TEMPLATES = ROOT / "src/onrecord/desk/templates"
TESTS = ROOT / "tests/desk/vendor"
ALPHABETS = ("latin", "latin-ext", "cyrillic", "greek", "vietnamese")
#: Package and version -> files of it and where they go.
PACKAGES: dict[str, list[tuple[str, Path]]] = {
    "htmx.org@2.0.10": [("dist/htmx.min.js", VENDOR / "htmx.min.js"), ("LICENSE", VENDOR / "htmx.LICENSE")],
    "echarts@6.1.0": [
        ("dist/echarts.common.min.js", VENDOR / "echarts.common.min.js"),
        ("LICENSE", VENDOR / "echarts.LICENSE"),
        ("NOTICE", VENDOR / "echarts.NOTICE"),
    ],
    "@fontsource-variable/source-serif-4@5.3.1": [
        *(
            (f"files/source-serif-4-{alphabet}-wght-normal.woff2", VENDOR / f"fonts/source-serif-4-{alphabet}.woff2")
            for alphabet in ALPHABETS
        ),
        ("files/source-serif-4-latin-wght-italic.woff2", VENDOR / "fonts/source-serif-4-italic-latin.woff2"),
        ("LICENSE", VENDOR / "fonts/source-serif-4.LICENSE"),
    ],
    "@fontsource-variable/source-sans-3@5.3.1": [
        *(
            (f"files/source-sans-3-{alphabet}-wght-normal.woff2", VENDOR / f"fonts/source-sans-3-{alphabet}.woff2")
            for alphabet in ALPHABETS
        ),
        ("LICENSE", VENDOR / "fonts/source-sans-3.LICENSE"),
    ],
    "axe-core@4.14.1": [("axe.min.js", TESTS / "axe.min.js"), ("LICENSE", TESTS / "axe.LICENSE")],
}
WORLD = "world-atlas@2.0.2"


def main() -> None:
    """Fetch every package and write its files."""
    for package, wanted in PACKAGES.items():
        for name, content in fetched(package, [name for name, _ in wanted]).items():
            for source, target in wanted:
                if source == name:
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(content)
                    print(f"{package}: {target.relative_to(ROOT)} ({len(content):,} bytes)")
    files = fetched(WORLD, ["countries-110m.json", "LICENSE"])
    (VENDOR / "world-atlas.LICENSE").write_bytes(files["LICENSE"])
    outline = TEMPLATES / "world.svg"
    outline.write_text(drawn(json.loads(files["countries-110m.json"])), encoding="utf-8")
    print(f"{WORLD}: {outline.relative_to(ROOT)} ({outline.stat().st_size:,} bytes)")


def fetched(package: str, names: Sequence[str]) -> dict[str, bytes]:
    """Files of an npm package by their path in it."""
    npm = shutil.which("npm")
    if npm is None:
        sys.exit("npm is not installed")
    with tempfile.TemporaryDirectory() as folder:
        packed = subprocess.run(
            [npm, "pack", package, "--silent"], cwd=folder, check=True, capture_output=True, text=True
        )
        with tarfile.open(Path(folder) / packed.stdout.strip()) as archive:
            found = {}
            for name in names:
                member = archive.extractfile(f"package/{name}")
                assert member is not None, f"{package} has no {name}"
                found[name] = member.read()
    return found


def drawn(topology: dict[str, Any]) -> str:
    """A TopoJSON world as one SVG path of land and one of borders, in the projection of the map."""
    arcs = [list(decoded(arc, topology["transform"])) for arc in topology["arcs"]]
    land: list[str] = []
    for country in topology["objects"]["countries"]["geometries"]:
        polygons = country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]
        for polygon in polygons:
            for ring in polygon:
                points = [point for number in ring for point in (arcs[number] if number >= 0 else arcs[~number][::-1])]
                land.append(path_of(points))
    return f'<path class="land" d="{"".join(land)}"/>\n'


def decoded(arc: Sequence[Sequence[int]], transform: dict[str, list[float]]) -> Iterator[tuple[float, float]]:
    """Longitude and latitude of the points of an arc, which are kept as steps of whole numbers."""
    x = y = 0
    for dx, dy in arc:
        x, y = x + dx, y + dy
        yield (
            x * transform["scale"][0] + transform["translate"][0],
            y * transform["scale"][1] + transform["translate"][1],
        )


def path_of(points: Sequence[tuple[float, float]]) -> str:
    """A closed ring as SVG, to a tenth of a unit, without points that fall together; broken where it runs around the world."""
    out: list[str] = []
    last: tuple[str, str] | None = None
    before: float | None = None
    for lon, lat in points:
        x, y = projected(lat, lon)
        here = (f"{x:.1f}", f"{y:.1f}")
        if here == last:
            continue
        jump = before is not None and math.fabs(lon - before) > 180
        out.append(f"{'M' if last is None or jump else 'L'}{here[0]} {here[1]}")
        last, before = here, lon
    return "".join(out) + "Z"


if __name__ == "__main__":
    assert WIDTH and HEIGHT
    main()
