// One message in the log, as an element.

import { card } from "./card.js";
import { feedback } from "./feedback.js";
import { h, link } from "./dom.js";
import { markdown } from "./markdown.js";

const RATED = new Set(["answer", "recommendation"]);

// `records` are one message, or the several that are one recommendation. `acts` is {say(text), rate(record, helpful, reason)};
// without `rate` nothing is asked.
export function message(words, records, acts) {
  const [first] = records;
  const made = h("div", { class: `message ${first.from}` });
  if (first.from !== "notice") made.append(h("span", { class: "hidden" }, words(first.from === "visitor" ? "you" : "bot")));
  try {
    made.append(...(first.from === "bot" ? reply(words, records, acts) : [h("p", {}, first.text)]));
  } catch {
    made.append(...records.flatMap(({ text }) => markdown(text))); // metadata of a shape we do not know
  }
  return made;
}

function reply(words, records, acts) {
  const [{ text, metadata = {} }] = records;
  const last = records.at(-1);
  const { kind, sources, step, steps } = metadata;
  const buttons = last.buttons ?? [];
  const parts = [];
  if (kind === "question" && steps) parts.push(progress(words, step, steps));
  if (metadata.recommendation && kind === "recommendation") parts.push(card(words, records));
  else parts.push(...markdown(spoken(text, metadata, buttons)));
  if (sources?.length) parts.push(sourceList(words, sources));
  if (RATED.has(kind) && acts.rate) parts.push(feedback(words, (helpful, reason) => acts.rate(last, helpful, reason)));
  if (buttons.length) parts.push(choices(words, kind, buttons, acts.say));
  if (kind === "question") parts.push(steering(words, step, acts.say));
  return parts;
}

// The text without what the progress bar or the buttons say.
function spoken(text, { kind, step }, buttons) {
  if (kind === "question" && step) return text.replace(/^Question \d+ of \d+\. /, "");
  const listed = kind === "clarify" && buttons.every(({ title }) => text.includes(title));
  return listed ? text.split(/ 1\. /)[0] : text;
}

function progress(words, step, steps) {
  const said = words("progress", { step, steps });
  return h("div", { class: "progress" }, h("span", {}, said), h("progress", { value: step, max: steps, "aria-label": said }));
}

// Buttons are there until the next message; the view takes them away.
function choices(words, kind, buttons, say) {
  const row = buttons.map(({ title, payload }) => h("button", { type: "button", class: "choice", click: () => say(payload ?? title) }, title));
  const group = h("div", { class: kind === "clarify" ? "choices stacked" : "choices", "data-fleeting": true }, row);
  if (kind === "answer") group.prepend(h("p", { class: "soft" }, words("next")));
  return group;
}

function steering(words, step, say) {
  const names = ["back", "skip", "change"].filter((name) => name !== "back" || step > 1);
  const row = names.map((name) => h("button", { type: "button", class: "plain", click: () => say(name === "change" ? "Change an answer" : name) }, words(name)));
  return h("div", { class: "choices steering", "data-fleeting": true }, row);
}

function sourceList(words, sources) {
  const items = sources.map(({ title, url, year }) => {
    const label = [title, year].filter(Boolean).join(", ");
    return h("li", {}, url ? link(label, url) : label);
  });
  return h("details", {}, h("summary", {}, words("sources", { count: sources.length })), h("ul", {}, items));
}
