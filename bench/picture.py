# SPDX-License-Identifier: MIT
"""picture.py - the table of bench/peers.py as a picture: speed against recall, SVG text.

Across: MB/s of text on one core, logarithmic. Up: share of the copies at Jaccard .8 to .9 that were found. A
ring is a tool that removed nothing it should not have; a cross one that removed copies below .7 or strangers.
"""
import math
from html import escape

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 860, 520, 70, 30, 60, 70
LINE = 15  # pixels between labels
STRAY = .02  # share of copies between .5 and .7 that may go before it is told


def draw(rows):
    low = 10 ** math.floor(math.log10(min(r["MB/s of text"] for r in rows)))
    high = 10 ** math.ceil(math.log10(max(r["MB/s of text"] for r in rows)))

    def x(speed):
        return LEFT + (WIDTH - LEFT - RIGHT) * math.log(speed / low) / math.log(high / low)

    def y(recall):
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * recall
    parts = axes(low, high, x, y)
    points = [(x(r["MB/s of text"]), y(r[".80-.90"]), r) for r in rows]
    for (px, py, r), (tx, ty, end) in zip(points, place_labels(points)):
        ours, stray = r["tool"] == "neardup", r[".50-.70"] > STRAY or r["false"] > 0
        colour = "#0b6" if ours else "#c33" if stray else "#36c"
        parts.append(f'<path d="M{px:.1f} {py:.1f}L{tx:.1f} {ty - 4:.1f}" stroke="#bbb"/>')
        mark = "M-5-5L5 5M-5 5L5-5" if stray else "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0"
        parts.append(f'<path transform="translate({px:.1f} {py:.1f})" d="{mark}" stroke="{colour}" stroke-width="2.5"'
                     f' fill="{colour if ours else "#fff"}"/>')
        label = r["tool"] if ours else f'{r["tool"]}, {r["setting"]}'
        parts.append(f'<text x="{tx + (-4 if end else 4):.1f}" y="{ty:.1f}" fill="{colour}"'
                     f'{" text-anchor=" + chr(34) + "end" + chr(34) if end else ""}'
                     f'{" font-weight=" + chr(34) + "bold" + chr(34) if ours else ""}>{escape(label)}</text>')
    body = "\n".join(parts)
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">\n'
            f"<title>Speed against recall</title>\n{body}\n</svg>\n")


def axes(low, high, x, y):
    parts = [f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
             f'<text x="{LEFT}" y="24" font-size="15" font-weight="bold">Finding edited copies, one core,'
             " from file to list of kept records</text>",
             f'<text x="{LEFT}" y="42" fill="#555">o removes copies only    x removes also what is no copy'
             " (Jaccard below .7)</text>"]
    for i in range(0, 11, 2):
        parts.append(f'<path d="M{LEFT} {y(i / 10):.1f}H{WIDTH - RIGHT}" stroke="#ddd"/>'
                     f'<text x="{LEFT - 8}" y="{y(i / 10) + 4:.1f}" text-anchor="end">{i * 10} %</text>')
    for decade in range(round(math.log10(low)), round(math.log10(high)) + 1):
        at = x(10.0 ** decade)
        parts.append(f'<path d="M{at:.1f} {TOP}V{HEIGHT - BOTTOM}" stroke="#ddd"/>'
                     f'<text x="{at:.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{10.0 ** decade:g}</text>')
    parts.append(f'<text x="{(LEFT + WIDTH - RIGHT) / 2:.0f}" y="{HEIGHT - 24}" text-anchor="middle">MB of text a second</text>')
    parts.append(f'<text transform="translate(18 {(TOP + HEIGHT - BOTTOM) / 2:.0f}) rotate(-90)" text-anchor="middle">'
                 "copies at Jaccard .8 to .9 found</text>")
    return parts


def place_labels(points):
    """For each point where its label begins (or ends): near it, and over no other label or mark."""
    taken = [(px - 6, py - 6, px + 6, py + 6) for px, py, _ in points]
    places = []
    for px, py, r in points:
        width = 6.4 * len(f'{r["tool"]}, {r["setting"]}') + 8
        places.append(free_place(px, py, width, taken))
        tx, ty, end = places[-1]
        taken.append((tx - width, ty - 12, tx, ty + 3) if end else (tx, ty - 12, tx + width, ty + 3))
    return places


def free_place(px, py, width, taken):
    for step in range(60):
        for ty in (py + 4 + step * LINE, py + 4 - step * LINE):
            for end in (False, True):
                tx = px - 12 if end else px + 12
                box = (tx - width, ty - 12, tx, ty + 3) if end else (tx, ty - 12, tx + width, ty + 3)
                inside = box[0] > LEFT and box[2] < WIDTH - 4 and box[1] > TOP - 14 and box[3] < HEIGHT - BOTTOM
                if inside and not any(b[0] < box[2] and box[0] < b[2] and b[1] < box[3] and box[1] < b[3] for b in taken):
                    return tx, ty, end
    return px + 12, py, False
