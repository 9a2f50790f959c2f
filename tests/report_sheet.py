# SPDX-License-Identifier: MIT
"""report_sheet.py - the contrast of every colour that the report's style sheets give to text.

Each rule that sets a colour is held against each ground that its text can stand on: its own, or
else all grounds that a text without one is laid on; once for light, once for dark, once for print.
Nothing outside the :root blocks may name a colour, so no pair escapes.
"""
import pathlib, re

TEXT, PART = 4.5, 3.0                # WCAG 2.2 AA: text; lines and marks that mean something
GROUNDS = ("--paper", "--panel")     # what a text without a ground of its own stands on
MARKED = ("--shared-ground", "--moved-ground", "--only-ground", "--lit-ground")  # spans inside a text
PARTS = ("--edge", "--bar", "--limit", "--moved", "--only", "--link", "--yes", "--no")


def luminance(colour):
    channels = [int(colour[i:i + 2], 16) / 255 for i in (1, 3, 5)]
    return sum(w * (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4) for w, c in zip((0.2126, 0.7152, 0.0722), channels))


def ratio(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def rules_of(sheet):
    """(selector, {property: value}) of every rule that holds no other."""
    for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", re.sub(r"/\*.*?\*/", "", sheet, flags=re.S)):
        yield selector.strip(), dict((p.strip(), v.strip()) for p, _, v in (d.partition(":") for d in body.split(";") if ":" in d))


def schemes_of(sheet):
    """{"light": {name: colour}, "dark": ..., "print": ...}: what a block of :root does not say stays as in light."""
    found = {}
    for media, body in re.findall(r"(?:@media ([^{]*)\{\s*)?:root \{([^}]*)\}", sheet):
        name = "dark" if "dark" in media else "print" if "print" in media else "light"
        found[name] = {**found.get("light", {}), **dict(re.findall(r"(--[\w-]+): (#[0-9a-f]{6});", body))}
    return found


def check(folder, expect):
    """Calls expect(what, truth, detail) for every pair; how many there are, and the least ratio of a text."""
    sheet = "".join(path.read_text() for path in sorted(pathlib.Path(folder).glob("*.css")))
    schemes = schemes_of(sheet)
    expect("sheet: schemes", sorted(schemes) == ["dark", "light", "print"], list(schemes))
    named = re.sub(r":root \{[^}]*\}|::backdrop \{[^}]*\}|/\*.*?\*/", "", sheet, flags=re.S)
    expect("sheet: a colour outside :root", not re.search(r"#[0-9a-f]{3,8}\b(?=[^{}]*[;}])|\b(rgb|hsl|oklch|color-mix)\(", named, re.I))
    pairs, least = set(), 99.0
    for selector, rule in rules_of(sheet):
        colours = re.findall(r"--[\w-]+", rule.get("color", "") + (rule.get("fill", "") if "text" in selector else ""))
        grounds = re.findall(r"--[\w-]+", rule.get("background", ""))
        if colours or grounds:
            pairs.update((colour, ground) for colour in colours or ("--ink",) for ground in grounds or GROUNDS)
    pairs.update((colour, ground) for colour in ("--ink", "--quiet") for ground in GROUNDS + MARKED)
    for scheme, colours in schemes.items():
        for colour, ground in sorted(pairs):
            value = ratio(colours[colour], colours[ground])
            least = min(least, value)
            expect(f"sheet: {scheme}: {colour} on {ground}", value >= TEXT, f"{value:.2f}")
        for part in PARTS:
            for ground in GROUNDS:
                value = ratio(colours[part], colours[ground])
                expect(f"sheet: {scheme}: {part} beside {ground}", value >= PART, f"{value:.2f}")
    return len(pairs) * len(schemes), least
