/* SPDX-License-Identifier: MIT
 *
 * judging.js - Right and Wrong beside each pair, and their export as labels for neardup eval.
 *
 * A reader says whether neardup was right; a label says whether two texts are copies. Where
 * neardup held them for copies the two are the same; where it did not, one is the other's
 * opposite. What is kept is the label, so a pair that stands twice on the page has one tick.
 */
"use strict";

const CLAIMS = {
  near_miss: { copy: 0, said: "Told apart" },
  template: { copy: 0, said: "Called a form" },
  passage: { copy: 1, said: "Called a shared passage" },
};
const COPIES = { copy: 1, said: "Called copies" };
const JUDGED = ".pair[data-a][data-b]";

let judge = () => {};

function startJudging() {
  const ticks = keeper("ticks");
  const pairs = new Map(), bars = new Map();
  const keyOf = (pair) => JSON.stringify([pair.dataset.a, pair.dataset.b].sort());
  for (const pair of document.querySelectorAll(JUDGED)) {
    if (!pairs.has(keyOf(pair)))
      pairs.set(keyOf(pair), { a: pair.dataset.a, b: pair.dataset.b });
  }
  if (pairs.size === 0)
    return;

  const total = make("output", { role: "status" });
  const note = make("span", { class: "note", role: "status" });
  const tools = [button("Export labels", {}, exportLabels), button("Clear", {}, clear)];
  document.body.append(make("aside", { class: "tally", "aria-label": "Your ticks" }, total, ...tools, note));

  /* Pairs that are folded away get their buttons when they are unfolded: there may be thousands. */
  function unfolded(root) {
    for (const pair of root.querySelectorAll(JUDGED)) {
      if (!pair.closest("details:not([open])"))
        addButtons(pair);
    }
    show();
  }

  function addButtons(pair) {
    if (bars.has(pair))
      return;
    const key = keyOf(pair), claim = CLAIMS[pair.dataset.kind] || COPIES;
    const heading = pair.querySelector("h4");
    const says = (name, label) => button(name, { class: name.toLowerCase(), "aria-pressed": "false", title: label ? "they are copies" : "they are no copies" }, () => tick(key, label));
    const right = says("Right", claim.copy), wrong = says("Wrong", 1 - claim.copy);
    const bar = make("div", { class: "judge", role: "group", "aria-label": `${claim.said}: right or wrong?` }, make("span", { class: "question" }, claim.said + ":"), right, wrong);
    if (heading)
      heading.after(bar);
    else
      pair.prepend(bar);
    bars.set(pair, { key, claim, right, wrong });
  }

  /* The same tick again takes it back. */
  function tick(key, label) {
    const lasting = ticks.save((kept) => {
      if (kept[key] === label)
        delete kept[key];
      else
        kept[key] = label;
    });
    show();
    note.textContent = lasting ? "" : "This browser keeps no ticks: export them before you close the page.";
  }

  function show() {
    const kept = ticks.load();
    for (const { key, claim, right, wrong } of bars.values()) {
      const label = Object.hasOwn(kept, key) ? kept[key] : null;
      right.setAttribute("aria-pressed", String(label === claim.copy));
      wrong.setAttribute("aria-pressed", String(label === 1 - claim.copy));
    }
    const judged = [...pairs.keys()].filter((key) => Object.hasOwn(kept, key)).length;
    total.textContent = `${judged.toLocaleString("en")} of ${pairs.size.toLocaleString("en")} judged`;
    for (const tool of tools)
      tool.disabled = judged === 0;
  }

  /* A line of labels cannot hold a name with a tab or a line end, or none, and pairs nothing with itself. */
  function exportLabels() {
    const kept = ticks.load(), lines = ["id1\tid2\tlabel"];
    let unfit = 0;
    for (const [key, { a, b }] of pairs) {
      if (!Object.hasOwn(kept, key))
        continue;
      if (a === b || [a, b].some((name) => name === "" || /[\t\r\n]/.test(name)))
        unfit++;
      else
        lines.push(`${a}\t${b}\t${kept[key]}`);
    }
    const url = URL.createObjectURL(new Blob([lines.join("\n") + "\n"], { type: "text/tab-separated-values" }));
    make("a", { href: url, download: "neardup-labels.tsv" }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
    note.textContent = `${count(lines.length - 1, "label")} written to neardup-labels.tsv: 1 is a copy, 0 is none.` +
      (unfit > 0 ? ` Left out: ${count(unfit, "pair")} whose names a line of labels cannot hold (a tab, a line end, none, or twice the same).` : "");
  }

  function clear() {
    if (!confirm("Take back all ticks of this page?"))
      return;
    ticks.save((kept) => {
      for (const key of Object.keys(kept))
        delete kept[key];
    });
    show();
    note.textContent = "All ticks taken back.";
  }

  judge = (pair, right) => {
    if (!pair.matches(JUDGED))
      return;
    addButtons(pair);
    bars.get(pair)[right ? "right" : "wrong"].click();
  };
  document.addEventListener("toggle", (event) => {
    if (event.target.open && event.target.matches("details"))
      unfolded(event.target);
  }, true);
  window.addEventListener("storage", (event) => {
    if (event.key === ticks.key || event.key === null)
      show();
  });
  unfolded(document);
}
