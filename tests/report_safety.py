# SPDX-License-Identifier: MIT
"""report_safety.py - nothing that stands in an input does anything on the page."""
import json, pathlib, re

from report_payloads import PLAIN

# What the writer of the page and its script ever write.
TAGS = set("""html head meta title style body script a header section h1 h2 h3 h4 p dl dt dd div span details summary figure figcaption table caption thead tbody tr th td
    article ins del bdi br ol ul li mark time b strong em code svg g rect line path polyline circle text
    aside nav label input select option button output dialog kbd""".split())
ATTRIBUTES = set("""id class href title lang dir role scope charset name content http-equiv open hidden datetime start colspan
    viewBox x y x1 x2 y1 y2 cx cy r d points width height font-size text-anchor transform preserveAspectRatio focusable xmlns fill stroke stroke-opacity unicode-bidi
    type placeholder autocomplete spellcheck value disabled selected checked tabindex download""".split())
STRAY = """
const tags = new Set(arguments[0]), attributes = new Set(arguments[1]), found = [];
for (const element of document.querySelectorAll('*')) {
  if (!tags.has(element.localName)) found.push('<' + element.localName + '>');
  for (const { name, value } of element.attributes) {
    if (!attributes.has(name) && !/^(data|aria)-[a-z]+$/.test(name)) found.push(element.localName + ' ' + name);
    if (name === 'href' && !value.startsWith('#')) found.push('href ' + value);
  }
}
for (const [tag, n] of [['script', 1], ['style', 1], ['title', 1], ['body', 1], ['base', 0], ['meta[http-equiv]', 1]])
  if (document.querySelectorAll(tag + ':not(svg title)').length !== n) found.push('not ' + n + ' of ' + tag);
const ids = [...document.querySelectorAll('[id]')].map((e) => e.id);
if (new Set(ids).size !== ids.length) found.push('an id twice: ' + ids.find((id, i) => ids.indexOf(id) < i));
return [...new Set(found)].slice(0, 10);
"""
TEXTS = """
const told = document.createElement('div');
return [...document.querySelectorAll('.side, .words, .core')].map((side) => {
  const copy = side.cloneNode(true);
  copy.querySelectorAll('.nr, .cut, .strip, .carry').forEach((e) => e.remove());
  return copy.textContent;
});
"""


def watch_sees(browser, page, folder, expect):
    """What finds no trouble on a good page finds it on a bad one."""
    html = pathlib.Path(page).read_text()
    bad = "<script>window.pwned=1</script><img src=http://pwned.invalid/x.png onerror=x()>"
    guarded, bare = folder / "guarded.html", folder / "bare.html"
    guarded.write_text(html.replace("<header>", bad + "<header>", 1))
    bare.write_text(re.sub(r"<meta http-equiv=\"?Content-Security-Policy[^>]*>", "", html).replace("<header>", bad + "<header>", 1))
    browser.open(guarded)
    found = " ".join(browser.troubles())
    expect("watch: the policy holds", "policy: script-src" in found and "policy: img-src" in found and "payload ran" not in found, found)
    browser.open(bare)
    found = " ".join(browser.troubles())
    expect("watch: without a policy it is seen", "payload ran" in found and "request: http://pwned" in found, found)
    stray = browser.js(STRAY, list(TAGS), list(ATTRIBUTES))
    expect("watch: strays are seen", "<img>" in stray and "img onerror" in stray and "not 1 of script" in stray, stray)


def harmless(browser, name, page, expect):
    """The page opened, everything on it opened, hovered and searched: nothing happens but that."""
    browser.open(page)
    expect(f"{name}: quiet when opened", not (found := browser.troubles()), found)
    expect(f"{name}: only what we write", not (found := browser.js(STRAY, list(TAGS), list(ATTRIBUTES))), found)
    browser.js("document.querySelectorAll('details').forEach((d) => { d.open = true; });"
               "document.querySelectorAll('.item').forEach((i) => { i.hidden = false; });"
               "document.querySelectorAll('a, bdi, .side, .words').forEach((e) => e.dispatchEvent(new MouseEvent('mouseover', { bubbles: true })));"
               "document.querySelectorAll('[tabindex], summary, a').forEach((e, i) => i % 97 || e.focus({ preventScroll: true }));")
    expect(f"{name}: quiet when all is open", not (found := browser.troubles()), found)
    policy = browser.js("return document.querySelector('meta[http-equiv]').content")
    expect(f"{name}: the policy", re.fullmatch(r"default-src 'none'; style-src 'sha256-[\w+/]{43}='; script-src 'sha256-[\w+/]{43}='; base-uri 'none'; form-action 'none'", policy), policy)


def verbatim(browser, records, expect):
    """On the open page of hostile records: ids as they are, texts letter by letter."""
    names = set(browser.js("return [...document.querySelectorAll('.pair')].flatMap((p) => [p.dataset.a, p.dataset.b])"))
    wanted = {id.replace("\x00", "\ufffd") for id, _ in records}
    expect("payloads: ids stand on the page", len(names & wanted) == len(wanted), f"{len(names & wanted)} of {len(wanted)}")
    texts = "\n".join("".join(text.split()) for text in browser.js(TEXTS))
    missing = [p for p in PLAIN if len(p) < 300 and "".join(p.split()) not in texts]
    expect("payloads: texts stand on the page", not missing, missing[:3])


def without_script(browser, name, page, expect):
    """All text is there, folded or not, and nothing that only the script could serve."""
    browser.open(page)
    said = "".join(browser.js("document.querySelectorAll('.tools, .pages, .none, .tally, .judge, dialog, .joins, script, style').forEach((e) => e.remove()); return document.documentElement.textContent").split())
    browser.cdp("Emulation.setScriptExecutionDisabled", value=True)
    try:
        browser.open(page)
        plain = "".join(browser.js("return [...document.body.children].filter((e) => e.localName !== 'script').map((e) => e.textContent).join('')").split())
        state = browser.js("return [document.querySelectorAll('.tools, .judge, [hidden]').length, document.querySelectorAll('details.item > summary').length, document.querySelectorAll('.item').length]")
    finally:
        browser.cdp("Emulation.setScriptExecutionDisabled", value=False)
    title = "".join(browser.driver.title.split())
    expect(f"{name}: without a script nothing is missing", plain and said.endswith(plain), (len(plain), len(said), title))
    expect(f"{name}: without a script nothing is hidden", state[0] == 0 and state[1] == state[2] > 0, state)
