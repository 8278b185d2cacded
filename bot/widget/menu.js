// The menu in the panel's head: a disclosure with buttons, closed by Escape, by a choice or by leaving it.

import { h, icon } from "./dom.js";

// `items` are [label, act].
export function menu(name, items) {
  const summary = h("summary", { class: "icon", "aria-label": name, title: name }, icon("menu"));
  const rows = items.map(([label, act]) => h("li", {}, h("button", { type: "button", click: () => (close(), act()) }, label)));
  const made = h("details", { class: "menu", focusout: leave, keydown: escape }, summary, h("ul", {}, rows));

  function close() {
    made.open = false;
    summary.focus();
  }

  function leave({ relatedTarget }) {
    if (!made.contains(relatedTarget)) made.open = false;
  }

  function escape(event) {
    if (event.key !== "Escape" || !made.open) return;
    event.stopPropagation();
    event.preventDefault();
    close();
  }

  return made;
}
