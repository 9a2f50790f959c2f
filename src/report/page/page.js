/* SPDX-License-Identifier: MIT
 *
 * page.js - starts what the page can do with a script; without one all of it is there to read.
 *
 * The files of this folder become one script. Texts of the inputs are only ever read as text
 * and written with textContent: nothing here makes markup of a string.
 */
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const section = document.getElementById("list");
  const list = section && section.querySelector(".items") ? startList(section) : null;
  startOpening(list);
  startJudging();
  startJoins();
  startKeys(list);
});

/* An element with attributes (an attribute of false is left out) and children (strings are text). */
function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false)
      element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

function button(text, attributes, action) {
  const made = make("button", { type: "button", ...attributes }, text);
  made.addEventListener("click", action);
  return made;
}

function count(n, one, many = one + "s") {
  return `${n.toLocaleString("en")} ${n === 1 ? one : many}`;
}

/* What the reader chose, kept by the browser under the page's key where it lets us, else as
 * long as the page is open. Two pages of one result share it, so it is read before each change. */
function keeper(name) {
  const key = `neardup:${document.body.dataset.key || ""}:${name}`;
  let held = {}, lasting = true;
  const load = () => {
    try {
      const kept = JSON.parse(localStorage.getItem(key) || "{}");
      if (kept !== null && typeof kept === "object" && lasting)
        held = kept;
    } catch {
      lasting = false;
    }
    return held;
  };
  const save = (change) => {
    change(load());
    try {
      localStorage.setItem(key, JSON.stringify(held));
    } catch {
      lasting = false;
    }
    return lasting;
  };
  return { key, load, save };
}
