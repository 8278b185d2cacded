// What a visitor sees: the launcher, and the panel with head, log and composer.

import { h, icon } from "./dom.js";
import { menu } from "./menu.js";
import { message } from "./message.js";

const SMALL = "(max-width: 30em), (max-height: 30em)"; // where the panel fills the screen; as in style.css
const MARGIN = 12; // px above a message that is scrolled to

export class View {
  // `acts` is {open(), close(), say(text), rate(record, helpful, reason), transcript(), forget()}.
  constructor(words, acts) {
    this.words = words;
    this.acts = acts;
    this.elements = new Map(); // by record
    this.held = []; // the messages of a recommendation that is still coming
    this.small = matchMedia(SMALL);
    this.small.addEventListener("change", () => this.panel.open && this.show(this.root.getRootNode().activeElement));
    this.root = h("div", { class: "root", title: "" }, this.makeLauncher(), this.makePanel());
    this.unread(0);
  }

  makeLauncher() {
    this.badge = h("span", { class: "badge", "aria-hidden": "true" });
    const attributes = { type: "button", class: "launcher", "aria-haspopup": "dialog", click: this.acts.open };
    return (this.launcher = h("button", attributes, icon("chat"), this.badge));
  }

  makePanel() {
    this.log = h("div", { class: "log", role: "log", "aria-live": "polite", tabindex: "0" });
    this.dots = h("div", { class: "dots", hidden: true, "aria-hidden": "true" }, h("i"), h("i"), h("i"));
    this.log.append(this.dots);
    this.notice = h("p", { class: "notice", role: "status" });
    this.asking = h("div", { class: "asking", role: "group", hidden: true });
    const keydown = (event) => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      event.preventDefault();
      event.stopPropagation();
      if (this.asking.hidden) this.acts.close();
      else this.answered();
    };
    const cancel = (event) => (event.preventDefault(), this.acts.close());
    const parts = [this.makeHead(), this.log, this.notice, this.asking, this.makeComposer()];
    return (this.panel = h("dialog", { class: "panel", "aria-labelledby": "title", keydown, cancel }, ...parts));
  }

  makeHead() {
    const { words, acts } = this;
    this.title = h("h2", { id: "title" });
    const items = [
      [words("person"), () => acts.say("Talk to a person")],
      [words("restart"), () => acts.say("Start over")],
      [words("transcript"), acts.transcript],
      [words("forget"), () => this.ask(words("forgetAsk"), words("forgetYes"), words("forgetNo"), acts.forget)],
    ];
    return h("header", {}, this.title, menu(words("menu"), items), this.control("close", "close", { click: acts.close }));
  }

  makeComposer() {
    const { words } = this;
    const keydown = (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) this.submit(event);
    };
    this.input = h("textarea", { id: "text", rows: "1", maxlength: "1000", placeholder: words("placeholder"), keydown });
    const label = h("label", { for: "text", class: "hidden" }, words("label"));
    const submit = (event) => this.submit(event);
    return h("form", { class: "composer", submit }, label, this.input, this.control("send", "send", { type: "submit" }));
  }

  control(name, drawing, more) {
    const said = this.words(name);
    return h("button", { type: "button", class: `icon ${name}`, "aria-label": said, title: said, ...more }, icon(drawing));
  }

  // Names that the page may change at any time.
  rename() {
    this.title.textContent = this.words("title");
    this.log.setAttribute("aria-label", this.words("log"));
  }

  // Shows the panel; `focus` is where the focus goes, none leaves it where it is as far as possible.
  show(focus) {
    this.panel.close();
    if (this.small.matches) {
      this.panel.showModal();
      (focus ?? this.log).focus();
    } else {
      this.panel.setAttribute("open", ""); // and not show(), which takes the focus
      focus?.focus();
    }
    this.launcher.hidden = true;
    this.toTurn();
  }

  hide() {
    this.panel.close();
    this.launcher.hidden = false;
    this.launcher.focus();
  }

  unread(count) {
    this.badge.textContent = count || "";
    this.badge.hidden = !count;
    const name = this.words("launcher");
    this.launcher.setAttribute("aria-label", count ? `${name}, ${this.words("unread", { count })}` : name);
    this.launcher.title = name;
  }

  submit(event) {
    event.preventDefault();
    const text = this.input.value.trim();
    if (!text) return;
    this.input.value = "";
    this.acts.say(text);
  }

  // A button was pressed that may be gone now: the next key should do something sensible.
  settle() {
    if (matchMedia("(pointer: coarse)").matches) this.log.focus({ preventScroll: true });
    else this.input.focus();
  }

  // Puts a message into the log. The parts of a recommendation are held back until all of it is there.
  record({ record, before, replayed }) {
    if (replayed) this.log.setAttribute("aria-live", "off");
    const advice = record.from === "bot" && record.metadata?.kind === "recommendation" && record.metadata.recommendation;
    if (!advice || this.held[0]?.metadata.recommendation.option !== advice.option) this.release();
    if (advice) {
      this.held.push(record);
      if (record.metadata.links) this.release();
    } else {
      this.put([record], before);
    }
  }

  release() {
    if (this.held.length) this.put(this.held.splice(0));
  }

  put(records, before) {
    const [{ from }] = records;
    if (from === "visitor") this.retire();
    const say = (text) => (this.acts.say(text), this.settle());
    const rate = records[0].old ? undefined : this.acts.rate;
    const made = message(this.words, records, { say, rate });
    for (const record of records) this.elements.set(record, made);
    this.log.insertBefore(made, this.elements.get(before) ?? this.dots);
    if (from === "visitor" && !before) this.turn = made;
    this.update(records[0]);
    this.toTurn();
  }

  // Takes away the buttons of earlier messages; of a "did you mean", what could be meant stays to be read.
  retire() {
    for (const gone of this.log.querySelectorAll("[data-fleeting]")) {
      const titles = gone.matches(".stacked") ? [...gone.children].map(({ textContent }) => h("li", {}, textContent)) : [];
      gone.replaceWith(...(titles.length ? [h("ul", {}, titles)] : []));
    }
  }

  move({ record, before }) {
    const element = this.elements.get(record);
    const next = this.elements.get(before) ?? this.dots;
    if (element && element !== next) this.log.insertBefore(element, next);
  }

  update(record) {
    const element = this.elements.get(record);
    if (!element || record.from !== "visitor") return;
    element.classList.toggle("pending", !!record.pending);
    element.querySelector(".failed")?.remove();
    if (record.failed) element.append(h("p", { class: "failed" }, record.failed));
  }

  clear() {
    this.log.replaceChildren(this.dots);
    this.elements.clear();
    this.held = [];
    this.turn = undefined;
  }

  status({ state, text }) {
    if (state === "idle") {
      this.release();
      this.log.setAttribute("aria-live", "polite");
    }
    this.dots.hidden = state !== "typing";
    this.notice.classList.toggle("hidden", state !== "waiting");
    this.notice.textContent = state === "typing" ? this.words("typing") : text;
    this.toTurn();
  }

  // Scrolls to the end, but not past the visitor's last message: a long answer is read from its beginning.
  toTurn() {
    this.log.scrollTop = Math.min(this.log.scrollHeight, (this.turn?.offsetTop ?? Infinity) - MARGIN);
  }

  // Asks before something is lost.
  ask(text, yes, no, act) {
    const keep = h("button", { type: "button", class: "choice", click: () => this.answered() }, no);
    const lose = h("button", { type: "button", class: "choice danger", click: () => (this.answered(), act()) }, yes);
    this.asking.replaceChildren(h("p", { id: "asked" }, text), h("div", { class: "choices" }, lose, keep));
    this.asking.setAttribute("aria-labelledby", "asked");
    this.asking.hidden = false;
    keep.focus();
  }

  answered() {
    this.asking.hidden = true;
    this.input.focus();
  }
}
