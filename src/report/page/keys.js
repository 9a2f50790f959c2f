/* SPDX-License-Identifier: MIT
 *
 * keys.js - the page by keyboard. Single letters, so they can be turned off (for those who
 * speak to their computer, a letter is soon said).
 */
"use strict";

const KEYS = [
  ["j", "next in the list"], ["k", "previous in the list"],
  ["n", "next pair"], ["p", "previous pair"],
  ["o or Enter", "open or fold"],
  ["r", "tick Right"], ["w", "tick Wrong"],
  ["/", "search"], ["Escape", "leave the search"],
  ["?", "these keys"],
];

function startKeys(list) {
  const choices = keeper("choices");
  const use = make("input", { type: "checkbox" });
  use.checked = choices.load().letters !== false;
  use.addEventListener("change", () => choices.save((kept) => { kept.letters = use.checked; }));
  const help = helpOf(use);
  document.body.append(help);
  const tools = document.querySelector(".tools");
  if (tools)
    tools.append(button("Keys", { class: "keys", "aria-haspopup": "dialog" }, () => help.showModal()));

  let item = null, pair = null;
  document.addEventListener("focusin", (event) => {
    item = event.target.closest(".item") || item;
    pair = event.target.closest(".pair") || pair;
  });
  const here = (element) => element && element.isConnected && !element.closest("[hidden]") ? element : null;

  function goTo(element, focused, block) {
    focused.focus({ preventScroll: true });
    element.scrollIntoView({ block });
  }

  /* One further in a series that is made anew behind a page's end. */
  function step(seriesOf, current, way) {
    let series = seriesOf();
    let at = series.indexOf(here(current));
    at = at < 0 ? (way > 0 ? 0 : series.length - 1) : at + way;
    if (!series[at] && list && list.turn(way)) {
      series = seriesOf();
      at = way > 0 ? 0 : series.length - 1;
    }
    return series[at];
  }

  function stepItem(way) {
    const to = list && step(list.shown, item, way);
    if (to)
      goTo(to, to.querySelector("summary"), "nearest");
  }

  function stepPair(way) {
    const within = here(item) && !(here(pair) && item.contains(pair)) ? item.querySelector(".pair") : null;
    const to = within && way > 0 && item.contains(document.activeElement) ? within
      : step(() => [...document.querySelectorAll(".pair")].filter(here), pair, way);
    if (!to)
      return;
    reveal(to);
    to.tabIndex = -1;
    goTo(to, to, "start");
  }

  function tick(right) {
    const at = document.activeElement.closest(".pair") || here(pair);
    if (at)
      judge(at, right);
  }

  function openOrFold() {
    const fold = here(item) || (list && list.shown()[0]);
    if (!fold)
      return;
    fold.open = !fold.open;
    goTo(fold, fold.querySelector("summary"), "nearest");
  }

  const actions = {
    j: () => stepItem(1),
    k: () => stepItem(-1),
    n: () => stepPair(1),
    p: () => stepPair(-1),
    o: openOrFold,
    r: () => tick(true),
    w: () => tick(false),
    "/": () => list && list.field.focus(),
    "?": () => help.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.altKey || event.metaKey || help.open)
      return;
    if (event.key === "Escape" && list && event.target === list.field)
      list.field.blur();
    if (event.target.closest("input, select, textarea, [contenteditable]"))
      return;
    /* on a keyboard of another script, the key that stands in the letter's place */
    const key = /^[ -~]$/.test(event.key) ? event.key : event.code.replace(/^Key/, "").toLowerCase();
    if (!Object.hasOwn(actions, key) || (!use.checked && key !== "?"))
      return;
    event.preventDefault();
    actions[key]();
  });
}

function helpOf(use) {
  const rows = KEYS.map(([keys, what]) => make("tr", {},
    make("td", {}, ...keys.split(" or ").flatMap((key, i) => [...(i > 0 ? [" or "] : []), make("kbd", {}, key)])), make("td", {}, what)));
  const help = make("dialog", { "aria-labelledby": "keys-title" }, make("h2", { id: "keys-title" }, "Keys"),
    make("table", {}, make("tbody", {}, ...rows)), make("label", {}, use, " Use the letters"));
  help.append(make("p", {}, button("Close", {}, () => help.close())));
  return help;
}
