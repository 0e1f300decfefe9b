#!/usr/bin/env python3
"""Writes the tables of advance widths beside this file.

Widths are facts about the Liberation fonts (Debian: fonts-liberation, python3-fonttools), which browsers on Linux
show for Arial, Times New Roman and Courier New. A line is `first[-last]<TAB>width`: code points in hexadecimal,
width in 1/2048 em. `common.tsv`, for what Liberation lacks, is written by hand.
"""

import pathlib
import sys

from fontTools.ttLib import TTFont

FOLDER = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "/usr/share/fonts/truetype/liberation")
FACES = {
    "sans": "LiberationSans-Regular",
    "sans-bold": "LiberationSans-Bold",
    "serif": "LiberationSerif-Regular",
    "serif-bold": "LiberationSerif-Bold",
    "mono": "LiberationMono-Regular",
    "mono-bold": "LiberationMono-Bold",
}
RANGES = [(0x20, 0x7E), (0xA0, 0x24F), (0x2B0, 0x52F), (0x5B0, 0x5EA), (0x1E00, 0x1FFF), (0x2000, 0x25FF), (0xFB00, 0xFB06)]

for name, file in FACES.items():
    font = TTFont(FOLDER / f"{file}.ttf")
    assert font["head"].unitsPerEm == 2048
    cmap, metrics = font.getBestCmap(), font["hmtx"].metrics
    points = [c for first, last in RANGES for c in range(first, last + 1) if c in cmap]
    runs = []
    for point in points:
        width = metrics[cmap[point]][0]
        if runs and runs[-1][1] == point - 1 and runs[-1][2] == width:
            runs[-1][1] = point
        else:
            runs.append([point, point, width])
    lines = [f"{a:x}\t{w}" if a == b else f"{a:x}-{b:x}\t{w}" for a, b, w in runs]
    head = f"# Advance widths of {file}, in 1/2048 em. Made by make.py."
    (pathlib.Path(__file__).parent / f"{name}.tsv").write_text("\n".join([head, *lines]) + "\n")
    hhea, os2 = font["hhea"], font["OS/2"]
    print(name, hhea.ascent, hhea.descent, hhea.lineGap, os2.sxHeight, os2.sCapHeight, font["post"].underlinePosition,
          font["post"].underlineThickness, os2.sTypoAscender, os2.sTypoDescender, os2.sTypoLineGap, os2.usWinAscent, os2.usWinDescent)
