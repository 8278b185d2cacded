// A recommendation as a card: the verdict, why, what would change it, place and price, cost, staffing, links.

import { h, link } from "./dom.js";
import { markdown } from "./markdown.js";

const WHOLE = 3; // texts from which on the advice is told as a whole, and not only what has changed

// `records` are the messages of one turn that carry the same recommendation.
export function card(words, records) {
  const advice = records[0].metadata.recommendation;
  const invitation = records.find(({ metadata }) => metadata.links);
  const texts = records.filter((record) => record !== invitation).map(({ text }) => text);
  const parts = texts.length < WHOLE ? texts.flatMap(markdown) : whole(words, advice, texts);
  parts.push(figures(words, advice));
  if (texts.length >= WHOLE && !advice.workstreams.length) parts.push(inFull(words, texts));
  if (invitation) parts.push(...takeAway(words, invitation));
  return h("section", { class: "card", "aria-label": advice.verdict_text }, parts);
}

function whole(words, advice, [verdict, ...rest]) {
  const sure = verdict.replace(/^\*\*.*?\*\*\s*/, "").replace(/^\((.*?)\)/, "$1"); // the title is the bold part
  const parts = [h("h3", {}, advice.verdict_text), h("p", { class: "soft" }, sure)];
  if (advice.workstreams.length) return [...parts, ...rest.flatMap(markdown)];
  const flips = advice.flips.map(({ text }) => text.replace(/^If /, ""));
  return [
    ...parts,
    ...listed(words("why"), advice.why.map(({ text }) => text)),
    ...listed(words("flips"), flips.length ? flips : [words("noFlips")]),
  ];
}

function inFull(words, texts) {
  return h("details", {}, h("summary", {}, words("inFull")), texts.slice(1).flatMap(markdown));
}

function listed(title, texts) {
  return texts.length ? [h("h4", {}, title), h("ul", {}, texts.map((text) => h("li", {}, text)))] : [];
}

function figures(words, { location, pricing, cost_month: cost, staffing }) {
  const places = [location.best, location.second].filter(Boolean).join(", then ");
  const outside = pricing.model !== "internal";
  const range = [cost.low, cost.high].map((dollars) => Number(dollars).toLocaleString("en-US")).join("–");
  const rows = [
    outside && ["place", places],
    outside && ["pricing", pricing.model],
    cost.low !== null && ["cost", `$${range}`],
    staffing.people && ["staffing", String(staffing.people)],
  ].filter(Boolean);
  const said = (value) => value.replaceAll("_", " ").replace(/\b(fte|ai)\b/, (short) => short.toUpperCase());
  return h("dl", {}, rows.map(([name, value]) => h("div", {}, h("dt", {}, words(name)), h("dd", {}, said(value)))));
}

// The links, and what the bot says behind its own.
function takeAway(words, { text, metadata: { links } }) {
  const note = text.slice(text.lastIndexOf(")") + 1).replace(/^\W+/, "");
  const forms = ["page", "pdf", "markdown"].map((form) => link(words(form), links[form], { class: "choice" }));
  return [h("div", { class: "choices" }, forms), h("p", { class: "soft" }, note)];
}
