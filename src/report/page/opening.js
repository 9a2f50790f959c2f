/* SPDX-License-Identifier: MIT
 *
 * opening.js - a link opens what its target is folded in, on whatever page of the list it is.
 */
"use strict";

let reveal = () => {};

function startOpening(list) {
  reveal = (element) => {
    const item = element.closest(".items > .item");
    if (list && item)
      list.show(item);
    for (let fold = element.closest("details"); fold; fold = fold.parentElement.closest("details"))
      fold.open = true;
  };

  const targetOf = (hash) => {
    try {
      return document.getElementById(decodeURIComponent(hash.slice(1)));
    } catch {
      return null;
    }
  };
  const arrive = () => {
    const target = location.hash.length > 1 ? targetOf(location.hash) : null;
    if (!target)
      return;
    reveal(target);
    target.scrollIntoView({ block: target.matches(".shared") ? "center" : "start" });
  };

  /* before the browser follows the link: it cannot scroll to what is not shown */
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const target = link && targetOf(link.getAttribute("href"));
    if (target)
      reveal(target);
    if (target && link.hash === location.hash) {
      event.preventDefault();
      arrive();
    }
  });
  window.addEventListener("hashchange", arrive);
  arrive();
}
