/* SPDX-License-Identifier: MIT
 *
 * joins.js - lines between the sides of a pair: from each moved block to its twin, and from
 * the block under the pointer or the focus. On narrow screens the sides stack: none there.
 */
"use strict";

function startJoins() {
  const SVG = "http://www.w3.org/2000/svg";
  const lit = (sides) => sides.querySelector(".shared:hover, .shared:focus-visible");
  const twinOf = (block) => document.getElementById((block.getAttribute("href") || "").slice(1));

  function draw(sides) {
    const [left, right] = sides.querySelectorAll(":scope > .side");
    let svg = sides.querySelector(":scope > .joins");
    if (!left || !right || left.getBoundingClientRect().right > right.getBoundingClientRect().left) {
      if (svg)
        svg.remove();
      return;
    }
    const blocks = new Set(left.querySelectorAll(".shared.moved"));
    const chosen = lit(sides);
    const first = chosen && (left.contains(chosen) ? chosen : twinOf(chosen));
    if (first)
      blocks.add(first);
    if (!svg && blocks.size > 0) {
      svg = document.createElementNS(SVG, "svg");
      svg.setAttribute("class", "joins");
      svg.setAttribute("aria-hidden", "true");
      sides.append(svg);
    }
    if (!svg)
      return;
    const box = svg.getBoundingClientRect();
    const middle = (block) => {
      const line = block.getClientRects()[0];
      return line ? line.top + line.height / 2 - box.top : null;
    };
    const ends = [...blocks].map((block) => {
      const twin = twinOf(block);
      return { block, from: middle(block), to: twin && right.contains(twin) ? middle(twin) : null };
    });
    svg.replaceChildren(...ends.filter(({ from, to }) => from !== null && to !== null).map(({ block, from, to }) => {
      const path = document.createElementNS(SVG, "path");
      const w = box.width;
      path.setAttribute("d", `M0 ${from}C${w / 2} ${from} ${w / 2} ${to} ${w} ${to}`);
      path.setAttribute("class", block === first ? "lit" : "moved");
      return path;
    }));
  }

  const sizes = new ResizeObserver((entries) => entries.forEach((entry) => draw(entry.target)));
  for (const sides of document.querySelectorAll(".sides"))
    sizes.observe(sides);

  let last = null;
  const follow = (event) => {
    const block = event.target.closest && event.target.closest(".sides .shared");
    if (block === last)
      return;
    for (const old of document.querySelectorAll(".shared.twin"))
      old.classList.remove("twin");
    const twin = block && twinOf(block);
    if (twin)
      twin.classList.add("twin");
    for (const sides of new Set([block, last].filter(Boolean).map((b) => b.closest(".sides"))))
      draw(sides);
    last = block;
  };
  document.addEventListener("pointerover", follow);
  document.addEventListener("focusin", follow);
}
