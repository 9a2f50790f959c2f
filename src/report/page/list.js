/* SPDX-License-Identifier: MIT
 *
 * list.js - the list searched, sorted, filtered and cut into pages. What is not on the page is
 * `hidden`; the items themselves stay in the document, so a link into any of them works.
 */
"use strict";

const PER_PAGE = 50;
const SORTS = [
  { field: "order", way: 1, name: "as listed" },
  { field: "size", way: -1, name: "largest first" },
  { field: "sim", way: -1, name: "most alike first" },
  { field: "sim", way: 1, name: "least alike first" },
  { field: "words", way: -1, name: "most words first" },
];
const PICKS = { largest: "the largest", random: "the random sample", threshold: "nearest the threshold" };
const MANY = { family: "families" };
const NOT_TEXT = ".judge, .nr, .joins";

function startList(section) {
  const box = section.querySelector(".items");
  const items = [...box.querySelectorAll(":scope > .item")];
  const unit = section.dataset.unit || "item", units = MANY[unit] || unit + "s";
  const texts = new Map();
  let matching = items, page = 0;

  const field = make("input", { type: "search", placeholder: "Search in all texts", "aria-label": `Search in the text of all ${units}`, autocomplete: "off", spellcheck: "false" });
  const sort = chooser(SORTS.filter((s) => items.some((item) => s.field in item.dataset)).map((s) => [SORTS.indexOf(s), s.name]));
  const picks = new Set(items.flatMap(picksOf));
  const pick = chooser([["", `all ${units}`], ...[...picks].map((p) => [p, PICKS[p] || p])]);
  const told = make("output", { class: "count", role: "status" });
  const pagers = [make("nav", { class: "pages", "aria-label": "Pages" }), make("nav", { class: "pages", "aria-label": "Pages, below" })];
  const none = make("p", { class: "none", hidden: "" }, `No ${unit} holds that.`);
  const tools = make("div", { class: "tools", role: "search" }, make("span", { class: "search" }, field));
  if (sort.options.length > 1)
    tools.append(make("label", {}, "Order", sort));
  if (picks.size > 1)
    tools.append(make("label", {}, "Show", pick));
  tools.append(told, pagers[0]);
  box.before(tools);
  box.after(none, pagers[1]);

  const shown = () => matching.slice(page * PER_PAGE, (page + 1) * PER_PAGE);

  function textOf(item) {
    let text = texts.get(item);
    if (text === undefined) {
      text = folded(nodesOf(item).map((node) => node.data).join(""));
      texts.set(item, text);
    }
    return text;
  }

  /* The items that match, in order; the document follows, so Tab and print do too. */
  function choose() {
    const words = wordsOf(field.value);
    const by = SORTS[Number(sort.value)] || SORTS[0];
    const rank = (item) => by.way * Number(item.dataset[by.field] || 0);
    const order = (item) => Number(item.dataset.order || 0);
    items.sort((x, y) => rank(x) - rank(y) || order(x) - order(y));
    matching = items.filter((item) => (pick.value === "" || picksOf(item).includes(pick.value)) &&
      words.every((word) => textOf(item).includes(word)));
    turnTo(0);
  }

  function reorder() {
    choose();
    box.append(...items);
  }

  function turnTo(wanted) {
    const pages = Math.max(1, Math.ceil(matching.length / PER_PAGE));
    page = Math.min(Math.max(wanted, 0), pages - 1);
    const on = new Set(shown());
    for (const item of items)
      item.hidden = !on.has(item);
    none.hidden = matching.length > 0;
    const number = (n) => n.toLocaleString("en");
    const from = page * PER_PAGE + 1, all = count(items.length, unit, units);
    told.textContent = (pages > 1 ? `${number(from)} to ${number(from + on.size - 1)} of ` : "") +
      (matching.length < items.length ? `${number(matching.length)} found in ` : "") + all;
    for (const pager of pagers)
      fillPager(pager, page, pages, (n) => {
        turnTo(n);
        (pager.querySelector("[aria-current]") || field).focus({ preventScroll: true });
        section.scrollIntoView();
      });
    markFound([...on], wordsOf(field.value));
  }

  let waiting;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(choose, 150);
  });
  sort.addEventListener("change", reorder);
  pick.addEventListener("change", choose);
  turnTo(0);

  return {
    field,
    shown,
    /* The next page or the one before; false where there is none. */
    turn(step) {
      const before = page;
      turnTo(page + step);
      return page !== before;
    },
    /* Puts an item on the page, whatever was searched for. */
    show(item) {
      if (!matching.includes(item)) {
        field.value = pick.value = "";
        choose();
      }
      const at = matching.indexOf(item);
      if (at >= 0 && item.hidden)
        turnTo(Math.floor(at / PER_PAGE));
    },
  };
}

function chooser(choices) {
  return make("select", {}, ...choices.map(([value, name]) => make("option", { value }, name)));
}

function picksOf(item) {
  return (item.dataset.pick || "").split(" ").filter(Boolean);
}

/* What is searched and what is searched for, made alike. */
function folded(text) {
  return text.normalize("NFKC").toLowerCase().replace(/\s+/g, " ");
}

/* Words, or "several in a row". */
function wordsOf(query) {
  return [...folded(query).matchAll(/"([^"]+)"?|[^\s"]+/g)].map((found) => (found[1] || found[0]).trim()).filter(Boolean);
}

/* The nodes that hold text of an item, not what the page adds to it. */
function nodesOf(item) {
  const nodes = [];
  const walker = document.createTreeWalker(item, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) =>
    node.nodeType === Node.TEXT_NODE ? NodeFilter.FILTER_ACCEPT : node.matches(NOT_TEXT) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP);
  while (walker.nextNode())
    nodes.push(walker.currentNode);
  return nodes;
}

/* Marks what was found, where the browser can do that without a change of the document; a word
 * that runs over a mark, or is found in another form of its letters, is found and not marked. */
function markFound(items, words) {
  if (typeof Highlight === "undefined" || !CSS.highlights)
    return;
  const found = new Highlight(), most = 2000;
  CSS.highlights.set("found", found);
  for (const node of words.length > 0 ? items.flatMap(nodesOf) : []) {
    const text = node.data.toLowerCase();
    if (text.length !== node.data.length)
      continue;
    for (const word of words) {
      for (let at = text.indexOf(word); at >= 0 && found.size < most; at = text.indexOf(word, at + word.length)) {
        const range = new Range();
        range.setStart(node, at);
        range.setEnd(node, at + word.length);
        found.add(range);
      }
    }
  }
}

/* First, last, and those around the current one; a gap between is told by dots. */
function fillPager(pager, page, pages, turn) {
  pager.replaceChildren();
  if (pages < 2)
    return;
  const step = (text, name, to) => button(text, { "aria-label": name, title: name, disabled: to < 0 || to >= pages ? "" : false }, () => turn(to));
  pager.append(step("‹", "Previous page", page - 1));
  let last = -1;
  for (let n = 0; n < pages; n++) {
    if (n > 0 && n < pages - 1 && Math.abs(n - page) > 1)
      continue;
    if (n > last + 1)
      pager.append(make("span", { "aria-hidden": "true" }, "…"));
    pager.append(button(String(n + 1), { "aria-label": `Page ${n + 1}`, "aria-current": n === page ? "page" : false }, () => turn(n)));
    last = n;
  }
  pager.append(step("›", "Next page", page + 1));
}
