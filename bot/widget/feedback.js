// "Was this helpful?" below an answer, with an optional reason.

import { h, icon } from "./dom.js";

// `give(helpful, reason)` tells the bot, and may fail.
export function feedback(words, give) {
  const note = h("span", { role: "status" });
  const thumbs = [true, false].map((helpful) => {
    const name = words(helpful ? "helpful" : "unhelpful");
    const click = () => choose(helpful);
    return h("button", { type: "button", class: "icon", "aria-label": name, title: name, "aria-pressed": "false", click }, icon(helpful ? "up" : "down"));
  });
  const reason = h("input", { maxlength: "500", "aria-label": words("reason"), placeholder: words("reason") });
  const form = h("form", { hidden: true, submit }, reason, h("button", { class: "choice" }, words("reasonSend")));
  let chosen;

  async function choose(helpful) {
    chosen = helpful;
    thumbs.forEach((thumb, index) => thumb.setAttribute("aria-pressed", String(helpful === (index === 0))));
    form.hidden = !(await tell());
  }

  async function submit(event) {
    event.preventDefault();
    if (!(await tell(reason.value.trim()))) return;
    form.hidden = true;
    thumbs[chosen ? 0 : 1].focus();
  }

  async function tell(why) {
    try {
      await give(chosen, why);
      note.textContent = words("thanks");
      return true;
    } catch {
      note.textContent = words("failed");
      return false;
    }
  }

  return h("div", { class: "feedback" }, h("div", { class: "thumbs" }, thumbs, note), form);
}
