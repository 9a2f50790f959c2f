# SPDX-License-Identifier: MIT
"""report_looks.py - widths, contrast as shown, print, and the pictures that a person looks at."""

from report_browser import Keys

WIDTHS = (1280, 390)
# Every visible text against what lies behind it, as the browser computes both.
CONTRAST = """
const parse = (c) => (c.match(/[\\d.]+/g) || []).map(Number);
const light = (c) => c.slice(0, 3).map((v) => v / 255).map((v) => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4).reduce((s, v, i) => s + v * [0.2126, 0.7152, 0.0722][i], 0);
const ground = (e) => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor); if (c.length === 3 || c[3] > 0) return c; } return [255, 255, 255]; };
const seen = new Map();
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
  const e = walker.currentNode.parentElement;
  if (!walker.currentNode.data.trim() || e.closest('script, style, option') || !e.checkVisibility()) continue;
  const style = getComputedStyle(e), front = parse(e.closest('svg') ? style.fill : style.color), back = ground(e);
  const key = front + ' on ' + back + ' ' + style.opacity;
  if (seen.has(key)) continue;
  const [x, y] = [light(front), light(back)].sort((a, b) => b - a);
  seen.set(key, { ratio: (x + 0.05) / (y + 0.05) * (style.opacity === '1' && !(front[3] < 1) ? 1 : 0), where: e.localName + '.' + e.getAttribute('class') + ' ' + key });
}
return [...seen.values()];
"""
OVERFLOW = """
const root = document.documentElement, name = (e) => e.localName + '.' + e.getAttribute('class'), wide = [];
for (const e of document.body.querySelectorAll('header, section, figure, .item, .item > *, .pair, .pair > *, .side, .words, .tools, .tally'))
  if (e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0 && !e.matches('.wide, svg')) wide.push(name(e) + ' ' + e.scrollWidth);
if (root.scrollWidth > root.clientWidth)
  for (const e of document.body.querySelectorAll('*'))
    if (e.getBoundingClientRect().right > root.clientWidth + 1 && !e.closest('.wide')) wide.push(name(e));
return wide.slice(0, 5);
"""


def looks(browser, name, page, folder, expect):
    """The page at both widths, light and dark, with the first items open and a tick set; pictures of each."""
    least = 99.0
    browser.open(page)
    browser.js("[...document.querySelectorAll('.items > .item:not([hidden])')].slice(0, 3).forEach((i) => { i.open = true; i.querySelectorAll('details').forEach((d) => { d.open = true; }); });")
    browser.until("document.querySelector('.items .pair .right') || !document.querySelector('.items .pair')")
    browser.js("const button = document.querySelector('.pair .right'); if (button) button.click();")
    for width in WIDTHS:
        for dark in (False, True):
            what, picture = f"{name}, {width} px, {'dark' if dark else 'light'}", f"{name}-{width}-{'dark' if dark else 'light'}"
            browser.show(width, 1400, dark)
            browser.js("scrollTo(0, 0)")
            browser.picture(folder / f"{picture}.png")
            seen = browser.js(CONTRAST)
            low = [entry for entry in seen if entry["ratio"] < 4.5]
            least = min([least, *(entry["ratio"] for entry in seen)])
            expect(f"{what}: contrast", len(seen) > 3 and not low, low[:3])
            expect(f"{what}: fits", not (over := browser.js(OVERFLOW)), over)
            browser.js("document.querySelector('#list').scrollIntoView()")
            browser.picture(folder / f"{picture}-list.png")
    browser.show(320, 700)
    expect(f"{name}, 320 px: fits", not (over := browser.js(OVERFLOW)), over)
    browser.js("localStorage.clear()")
    browser.show(1280)
    return least


def sides(browser, page, expect):
    """Two columns where there is room, one under the other where not; each text in its own direction."""
    ask = "const s = [...document.querySelectorAll('.pair .side')].slice(0, 2).map((e) => e.getBoundingClientRect()); return [s[1].left >= s[0].right, s[1].top >= s[0].bottom]"
    open_all = "document.querySelectorAll('details').forEach((d) => { d.open = true; });"
    for width, wanted in ((1280, [True, False]), (390, [False, True])):
        browser.show(width)
        browser.open(page)
        expect(f"sides at {width} px", (found := browser.js(open_all + ask)) == wanted, found)
    browser.show(1280)
    starts = browser.js("return [...document.querySelectorAll('.side')].map((e) => [getComputedStyle(e).unicodeBidi, /[\\u0590-\\u06ff]/.test(e.textContent), getComputedStyle(e).direction])")
    expect("sides: directions", any(rtl for _, rtl, _ in starts) and all(bidi == "plaintext" and (direction == "rtl") == rtl for bidi, rtl, direction in starts), starts)


def joined(browser, page, expect):
    """A line from each moved block to its twin, and from the one that has the focus; none where the sides stack."""
    ask = "document.querySelector('.pair:has(.side:first-child .moved)')"
    state = (f"(() => {{ const p = {ask}; return [p.querySelectorAll('.side:first-child .moved').length, p.querySelectorAll('.joins .moved').length, p.querySelectorAll('.joins .lit').length,"
             " document.querySelectorAll('.shared.twin').length]; })()")
    browser.open(page)
    expect("joins: there is a moved block", browser.js(f"const p = {ask}; if (p) {{ for (let d = p.closest('details'); d; d = d.parentElement.closest('details')) d.open = true; const i = p.closest('.item'); if (i) i.hidden = false; p.scrollIntoView(); }} return Boolean(p)"))
    browser.until(f"{ask}.querySelector('.joins path')")
    moved, lines, lit, twins = browser.js(f"return {state}")
    expect("joins: a line for each", moved == lines > 0 and lit == twins == 0, (moved, lines, lit, twins))
    browser.press(Keys.TAB)
    browser.js(f"{ask}.querySelector('a.shared:not(.moved)').focus()")
    browser.until(f"{ask}.querySelector('.joins .lit')")
    expect("joins: the one in focus, and its twin", browser.js(f"return {state}") == [moved, moved, 1, 1], browser.js(f"return {state}"))
    browser.show(390)
    expect("joins: none where the sides stack", browser.until(f"!{ask}.querySelector('.joins') || !{ask}.querySelector('.joins').checkVisibility()"))
    browser.show(1280)


def printed(browser, page, expect):
    """On paper: what is on the page, opened; no tools."""
    browser.open(page)
    browser.show(1280, media="print")
    shown = browser.js("""
      const seen = (e) => e.checkVisibility({ contentVisibilityAuto: false });
      const on = [...document.querySelectorAll('.items > .item:not([hidden])')];
      return { folded: on.every((i) => !i.open), sides: on.flatMap((i) => [...i.querySelectorAll('.side')]).map((s) => seen(s) && s.getBoundingClientRect().height > 0),
        tools: [...document.querySelectorAll('.tools, .pages, .judge, .tally, dialog')].filter(seen).length,
        off: [...document.querySelectorAll('.items > .item[hidden]')].filter(seen).length,
        ground: getComputedStyle(document.documentElement).backgroundColor };""")
    expect("print: folded texts are printed", shown["folded"] and len(shown["sides"]) > 0 and all(shown["sides"]), (shown["folded"], len(shown["sides"]), sum(shown["sides"])))
    expect("print: no tools, nothing of other pages, white", shown["tools"] == 0 and shown["off"] == 0 and shown["ground"] == "rgb(255, 255, 255)", {k: v for k, v in shown.items() if k != "sides"})
    browser.show(1280)
