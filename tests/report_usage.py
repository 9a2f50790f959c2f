# SPDX-License-Identifier: MIT
"""report_usage.py - what a person does with the page: search, sort, pages, keys, links, ticks."""
import json

from report_browser import Keys
from report_pages import CLUSTERS, NEEDLE, NEEDLED

SHOWN = "[...document.querySelectorAll('.items > .item')].filter((i) => i.checkVisibility())"
COUNT = "document.querySelector('.tools .count').textContent"
FOCUS = "(() => { const e = document.activeElement, at = e.closest('.pair') || e.closest('.item'); return at ? at.id : e.localName; })()"


def seen(browser, selector):
    """Whether its first match stands within the window, between what sticks to its edges."""
    return browser.js("const r = document.querySelector(arguments[0]).getBoundingClientRect(); return r.height > 0 && r.top >= -1 && r.top < innerHeight - 20", selector)


def type_search(browser, text):
    browser.js("document.querySelector('.tools input').value = ''; document.querySelector('.tools input').focus()")
    browser.press(text or " ")
    browser.until(f"{COUNT} !== arguments[0]", browser.js(f"return {COUNT}"), seconds=1)


def choose(browser, value):
    """Picks the option of that name, as a person would; false where there is none."""
    return browser.js("""for (const select of document.querySelectorAll('.tools select')) for (const option of select.options) if (option.textContent === arguments[0]) {
        select.value = option.value; select.dispatchEvent(new Event('change', { bubbles: true })); return true; } return false;""", value)


def ticked(browser, place, button):
    """Whether the button of a pair, which is unfolded first, is pressed."""
    browser.js("for (let d = document.getElementById(arguments[0]).closest('details'); d; d = d.parentElement.closest('details')) d.open = true", place)
    browser.until("document.getElementById(arguments[0]).querySelector(arguments[1])", place, button)
    return browser.js("return document.getElementById(arguments[0]).querySelector(arguments[1]).getAttribute('aria-pressed')", place, button) == "true"


def tick(browser, place, button):
    """Presses the button of a pair: whether that changed it."""
    was = ticked(browser, place, button)
    browser.js("document.getElementById(arguments[0]).querySelector(arguments[1]).click()", place, button)
    return ticked(browser, place, button) != was


def listed(browser, page, expect):
    browser.open(page)
    total, shown = browser.js("return [document.querySelectorAll('.items > .item').length, document.querySelectorAll('.items > .item:not([hidden])').length]")
    expect("list: all clusters are there, 50 of them shown", total == CLUSTERS and shown == 50, (total, shown))
    drawn = browser.js("return document.querySelectorAll('.tools').length + document.querySelectorAll('dialog').length * 10 + document.querySelectorAll('.pages').length * 100")
    expect("list: tools made once", drawn == 211, drawn)
    first = browser.js(f"return {SHOWN}.map((i) => i.id)")
    expect("list: says what is shown", browser.js(f"return {COUNT}") == "1 to 50 of 1,000 clusters", browser.js(f"return {COUNT}"))
    # pages
    browser.js("document.querySelector('.tools [aria-label=\"Next page\"]').click()")
    second = browser.js(f"return {SHOWN}.map((i) => i.id)")
    expect("pages: the next 50", len(second) == 50 and not set(first) & set(second), second[:3])
    expect("pages: the current one is told and focused", browser.js("return [document.querySelector('.tools [aria-current=page]').textContent, document.activeElement.textContent]") == ["2", "2"])
    browser.js("document.querySelector('.items + .none + .pages [aria-label=\"Page 20\"]').click()")
    last = browser.js(f"return {SHOWN}.map((i) => i.id)")
    expect("pages: the last one, from below", len(last) == 50 and browser.js("return document.querySelector('.tools [aria-label=\"Next page\"]').disabled"), len(last))
    # search
    type_search(browser, NEEDLE.upper())
    found = browser.js(f"return {SHOWN}.map((i) => i.id)")
    text = browser.js(f"return {SHOWN}[0].textContent") if found else ""
    expect("search: a word in a folded text", len(found) == 1 and NEEDLE in text and f"c{NEEDLED}-" in text and browser.js(f"return {COUNT}") == "1 found in 1,000 clusters", (found, browser.js(f"return {COUNT}")))
    expect("search: is marked", browser.js("return CSS.highlights.get('found').size") >= 1)
    type_search(browser, NEEDLE + " notaword")
    expect("search: all words count", browser.js(f"return [{SHOWN}.length, document.querySelector('.none').checkVisibility()]") == [0, True])
    type_search(browser, "right")
    expect("search: is not of what the page adds", browser.js(f"return {SHOWN}.length") == 0)
    type_search(browser, "")
    expect("search: none is all", browser.js(f"return {COUNT}") == "1 to 50 of 1,000 clusters", browser.js(f"return {COUNT}"))
    # order
    for name, field, up in (("largest first", "size", False), ("least alike first", "sim", True), ("most alike first", "sim", False), ("most words first", "words", False), ("as listed", "order", True)):
        if not browser.js("return document.querySelector('.item').hasAttribute(arguments[0])", "data-" + field):
            continue
        expect(f"order: {name} is offered", choose(browser, name))
        values = browser.js(f"return {SHOWN}.map((i) => Number(i.dataset[arguments[0]]))", field)
        every = browser.js("return [...document.querySelectorAll('.item')].map((i) => Number(i.dataset[arguments[0]]))", field)
        expect(f"order: {name}", len(values) == 50 and values == sorted(every, reverse=not up)[:50], values[:9])
    # filter
    for pick, name in (("largest", "the largest"), ("random", "the random sample"), ("threshold", "nearest the threshold")):
        n = browser.js("return document.querySelectorAll(`.item[data-pick~=${arguments[0]}]`).length", pick)
        if n and choose(browser, name):
            shown = browser.js(f"return {SHOWN}.map((i) => i.dataset.pick)")
            expect(f"filter: {name}", len(shown) == min(n, 50) and all(pick in p.split() for p in shown), shown[:3])
    expect("list: quiet", not (found := browser.troubles()), found)


def opened(browser, page, expect):
    """Links: to a twin beside, to a place on another page of the list, from outside; and back."""
    browser.open(page)
    there = browser.js("const items = document.querySelectorAll('.items > .item'); return [...items].slice(50).map((i) => i.querySelector('.pair:has(a.shared)')).filter(Boolean).pop().id")
    expect("links: is folded at first", not browser.js("return document.getElementById(arguments[0]).checkVisibility()", there))
    browser.open(page, "#" + there)
    expect("links: opens what holds the place, on its page", browser.until("document.getElementById(arguments[0]).checkVisibility()", there) and seen(browser, "#" + there), there)
    expect("links: the place is marked", browser.js("const s = getComputedStyle(document.getElementById(arguments[0])); return s.outlineStyle", there) == "solid")
    block, twin = browser.js("const a = document.querySelector(`#${arguments[0]} .side:first-child a.shared:last-of-type`); return [a.id, a.getAttribute('href').slice(1)]", there)
    browser.js("document.getElementById(arguments[0]).click()", block)
    expect("twins: a click goes to the twin", browser.until("location.hash === '#' + arguments[0] && document.activeElement.id === arguments[0]", twin) and seen(browser, "#" + twin), (block, twin))
    expect("twins: it is marked", browser.js("return getComputedStyle(document.getElementById(arguments[0])).textDecorationStyle", twin) == "double")
    expect("twins: they name each other", browser.js("return [...document.querySelectorAll('a.shared')].every((a) => { const t = document.getElementById(a.hash.slice(1)); return t && t.hash === '#' + a.id && t.closest('.pair') === a.closest('.pair') && t.closest('.side') !== a.closest('.side'); })"))
    browser.js("document.getElementById(arguments[0]).click()", twin)
    browser.until("location.hash === '#' + arguments[0]", block)
    browser.js("document.querySelector('.tools [aria-label=\"Page 1\"]').click()")
    browser.js("history.back()")
    expect("links: back opens it again", browser.until("location.hash === '#' + arguments[0] && document.getElementById(arguments[0]).checkVisibility()", twin))
    type_search(browser, NEEDLE)
    browser.js("location.hash = arguments[0]", there)
    expect("links: through a search that hides it", browser.until("document.getElementById(arguments[0]).checkVisibility()", there) and browser.js("return document.querySelector('.tools input').value") == "")
    browser.open(page, "#%ff%00nothing'\"<")
    expect("links: to nowhere", not (found := browser.troubles()), found)


def keyed(browser, page, expect):
    browser.open(page)
    items = browser.js(f"return {SHOWN}.map((i) => i.id)")
    for key, wanted in (("j", items[0]), ("j", items[1]), ("j", items[2]), ("k", items[1])):
        browser.press(key)
        expect(f"keys: {key}", browser.js(f"return {FOCUS}") == wanted, (browser.js(f"return {FOCUS}"), wanted))
    browser.press("o")
    expect("keys: o opens", browser.js("return document.getElementById(arguments[0]).open", items[1]))
    browser.press("o")
    expect("keys: o folds", not browser.js("return document.getElementById(arguments[0]).open", items[1]))
    browser.press(Keys.ENTER)
    expect("keys: Enter opens", browser.js("return document.getElementById(arguments[0]).open", items[1]))
    pair = browser.js("return [...document.querySelectorAll('.pair')].map((p) => p.id)")
    inside = browser.js("return [...document.getElementById(arguments[0]).querySelectorAll('.pair')].map((p) => p.id)", items[1])
    browser.press("n")
    expect("keys: n goes to the item's pair", browser.js(f"return {FOCUS}") == inside[0] and seen(browser, "#" + inside[0]), (browser.js(f"return {FOCUS}"), inside))
    following = pair[pair.index(inside[0]) + 1]
    browser.press("n")
    expect("keys: n, the next, opened", browser.js(f"return {FOCUS}") == following and browser.js("return document.getElementById(arguments[0]).checkVisibility()", following), following)
    browser.press("p")
    expect("keys: p", browser.js(f"return {FOCUS}") == inside[0])
    pressed = "return ['.right', '.wrong'].map((c) => document.getElementById(arguments[0]).querySelector(c).getAttribute('aria-pressed'))"
    browser.press("r")
    expect("keys: r", browser.js(pressed, inside[0]) == ["true", "false"])
    browser.press("w")
    expect("keys: w", browser.js(pressed, inside[0]) == ["false", "true"])
    browser.press("w")
    expect("keys: w again takes it back", browser.js(pressed, inside[0]) == ["false", "false"])
    for down in (Keys.CONTROL, Keys.ALT, Keys.META):
        browser.js("document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'r', bubbles: true, [arguments[0]]: true }))", {Keys.CONTROL: "ctrlKey", Keys.ALT: "altKey", Keys.META: "metaKey"}[down])
        expect("keys: none with a modifier", browser.js(pressed, inside[0]) == ["false", "false"])
    browser.press("/")
    expect("keys: / searches", browser.js(f"return {FOCUS}") == "input")
    browser.press("jr?")
    expect("keys: none in a field", browser.js("return document.querySelector('.tools input').value") == "jr?" and not browser.js("return document.querySelector('dialog').open"))
    browser.press(Keys.ESCAPE)
    browser.press(Keys.ESCAPE)
    expect("keys: Escape leaves", browser.js(f"return {FOCUS}") == "body")
    type_search(browser, "")
    browser.js("document.activeElement.blur()")
    browser.press("?")
    told = browser.js("const d = document.querySelector('dialog'); return [d.open, ...[...d.querySelectorAll('kbd')].map((k) => k.textContent)]")
    expect("keys: ? tells them", told[0] and set("jknporw/?") <= set(told), told)
    browser.js("document.querySelector('dialog button').focus()")
    browser.press("jw")
    expect("keys: no tick behind the help", browser.js(pressed, inside[0]) == ["false", "false"])
    expect("keys: none behind the help", browser.js("return document.querySelector('dialog').open && document.querySelector('dialog').contains(document.activeElement)"))
    browser.js("document.querySelector('dialog input').click()")
    browser.press(Keys.ESCAPE)
    expect("keys: Escape closes the help", not browser.js("return document.querySelector('dialog').open"))
    browser.js("document.activeElement.blur()")
    browser.press("j")
    expect("keys: can be turned off", browser.js(f"return {FOCUS}") == "body", browser.js(f"return {FOCUS}"))
    browser.open(page)
    browser.press("j")
    expect("keys: stay off", browser.js(f"return {FOCUS}") == "body")
    browser.js("localStorage.clear()")
    # a page of the list ends, and its keys go on
    browser.open(page)
    browser.js(f"{SHOWN}[49].querySelector('summary').focus()")
    browser.press("j")
    expect("keys: j behind the end of a page", browser.js("return document.querySelector('[aria-current=page]').textContent") == "2" and browser.js(f"return {FOCUS} === {SHOWN}[0].id"))
    browser.press("k")
    expect("keys: k back", browser.js("return document.querySelector('[aria-current=page]').textContent") == "1" and browser.js(f"return {FOCUS} === {SHOWN}[49].id"))
    expect("keys: quiet", not (found := browser.troubles()), found)


def judged(browser, page, result, program, folder, expect):
    """Ticks: told, kept, the same wherever a pair stands; exported, and what eval makes of them."""
    browser.open(page)
    browser.js("localStorage.clear()")
    browser.open(page)
    told = "document.querySelector('.tally output').textContent"
    total = browser.js("return new Set([...document.querySelectorAll('.pair')].map((p) => JSON.stringify([p.dataset.a, p.dataset.b].sort()))).size")
    expect("ticks: none at first", browser.js(f"return {told}") == f"0 of {total:,} judged" and browser.js("return [...document.querySelectorAll('.tally button')].every((b) => b.disabled)"), browser.js(f"return {told}"))
    kinds = browser.js("return [...document.querySelectorAll('.pair')].map((p) => [p.id, p.dataset.kind, p.dataset.a, p.dataset.b])")
    told_apart = [k for k in kinds if k[1] == "near_miss"][:5]
    copies = list({(k[2], k[3]): k for k in kinds if k[1] != "near_miss"}.values())[:10]
    expect("ticks: both kinds are there", len(told_apart) == 5 and len(copies) == 10, (len(told_apart), len(copies)))
    for chosen, wrong in ((copies, 2), (told_apart, 1)):
        for i, (place, *_) in enumerate(chosen):
            expect("ticks: pressed", tick(browser, place, ".wrong" if i < wrong else ".right"), place)
    expect("ticks: counted", browser.js(f"return {told}") == f"15 of {total:,} judged", browser.js(f"return {told}"))
    twice = [k for k in kinds if sum(k[2:] == o[2:] for o in kinds) > 1 and k[2:] not in [c[2:] for c in copies + told_apart]]
    if twice:
        same = [k[0] for k in kinds if k[2:] == twice[0][2:]]
        tick(browser, same[0], ".right")
        expect("ticks: a pair that stands twice", ticked(browser, same[1], ".right"), same)
        tick(browser, same[1], ".right")
    browser.open(page)
    expect("ticks: kept when the page is opened again", browser.js(f"return {told}") == f"15 of {total:,} judged", browser.js(f"return {told}"))
    browser.js("document.querySelector('.tally button').click()")
    labels = browser.downloaded("neardup-labels.tsv").decode()
    rows = [line.split("\t") for line in labels.splitlines()]
    wanted = {(k[2], k[3], str(int(i >= 2))) for i, k in enumerate(copies)} | {(k[2], k[3], str(int(i < 1))) for i, k in enumerate(told_apart)}
    expect("export: the labels", rows[0] == ["id1", "id2", "label"] and {tuple(r) for r in rows[1:]} == wanted and len(rows) == 16, rows[:4])
    expect("export: is told", "15 labels written" in browser.js("return document.querySelector('.tally .note').textContent"))
    (folder / "labels.tsv").write_text(labels)
    score = json.loads(program.run("eval", "--json", result, folder / "labels.tsv").splitlines()[0])
    expect("export: eval reads it", score["pairs"] == {"true": 9, "found": 10, "both": 8}, score)
    browser.driver.execute_script("window.confirm = () => true; document.querySelectorAll('.tally button')[1].click()")
    expect("ticks: cleared", browser.js(f"return {told}") == f"0 of {total:,} judged" and browser.js("return document.querySelectorAll('[aria-pressed=true]').length") == 0)
    expect("ticks: quiet", not (found := browser.troubles()), found)


def judged_passages(browser, page, result, program, folder, expect):
    """Ticks of passages are labels of the pairs of documents that share them."""
    browser.open(page)
    pairs = browser.js("return [...document.querySelectorAll('.pair[data-kind=passage]')].map((p) => [p.id, p.dataset.a, p.dataset.b])")
    chosen = list({tuple(p[1:]): p[0] for p in pairs if not set("".join(p[1:])) & set("\t\r\n")}.items())[:6]
    for i, (_, place) in enumerate(chosen):
        tick(browser, place, ".wrong" if i == 0 else ".right")
    browser.js("document.querySelector('.tally button').click()")
    (folder / "labels.tsv").write_bytes(browser.downloaded("neardup-labels.tsv"))
    score = json.loads(program.run("eval", "--json", result, folder / "labels.tsv").splitlines()[0])
    expect("export: eval reads labels of passages", len(chosen) == 6 and score["pairs"] == {"true": 5, "found": 6, "both": 5}, (len(chosen), score))
    browser.js("localStorage.clear()")


def unkept(browser, page, expect):
    """Where the browser keeps nothing, ticks live as long as the page, and it says so."""
    block = browser.cdp("Page.addScriptToEvaluateOnNewDocument", source="Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });")["identifier"]
    try:
        browser.open(page)
        for place in browser.js("return [...document.querySelectorAll('.pair')].slice(0, 2).map((p) => p.id)"):
            tick(browser, place, ".right")
        said = browser.js("return [document.querySelector('.tally output').textContent.split(' of ')[0], document.querySelector('.tally .note').textContent]")
        expect("ticks: in memory", said[0] == "2" and "keeps no ticks" in said[1], said)
        expect("ticks: in memory, quiet", not (found := browser.troubles()), found)
    finally:
        browser.cdp("Page.removeScriptToEvaluateOnNewDocument", identifier=block)


def unfit(browser, page, expect):
    """Names that a line of labels cannot hold are left out of the export, and that is said."""
    browser.open(page)
    browser.js("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    browser.until("document.querySelectorAll('.pair').length === document.querySelectorAll('.judge').length")
    kinds = browser.js("return [...document.querySelectorAll('.pair')].map((p) => { const b = p.querySelector('.right'); if (b.getAttribute('aria-pressed') === 'false') b.click(); return [p.dataset.a, p.dataset.b]; })")
    holds = {tuple(sorted(k)) for k in map(tuple, kinds)}
    fit = {k for k in holds if k[0] != k[1] and all(n and not set(n) & set("\t\r\n") for n in k)}
    browser.js("document.querySelector('.tally button').click()")
    rows = browser.downloaded("neardup-labels.tsv").decode().split("\n")
    said = browser.js("return document.querySelector('.tally .note').textContent")
    left = len(holds) - len(fit)
    expect("export: unfit names are left out, and counted", 0 < left < len(holds) and len(rows) == len(fit) + 2 and f"Left out: {left} pair" in said, (len(rows), len(fit), left, said))
    browser.js("localStorage.clear()")


def timed(browser, page, expect):
    """Milliseconds until 1,000 clusters are read and drawn, the least of three; and what is drawn of them."""
    times = []
    for _ in range(3):
        browser.open(page)
        times.append(browser.until("performance.getEntriesByType('navigation')[0].loadEventEnd"))
    state = browser.js("return [document.querySelectorAll('*').length, [...document.querySelectorAll('.items .side')].filter((s) => s.checkVisibility()).length, document.documentElement.scrollHeight]")
    expect("opening: no folded text is laid out", state[1] == 0, state)
    expect("opening: one page of the list is as high as it is", state[2] < 60000, state)
    return min(times), state[0]
