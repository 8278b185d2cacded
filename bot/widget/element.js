// <bpo-chat>: the attributes, methods and events of the widget; joins conversation and view.

import { Conversation } from "./conversation.js";
import { Store } from "./store.js";
import { View } from "./view.js";
import { wording } from "./texts.js";
import styles from "./style.css" with { type: "css" };

const BASE = import.meta.url.replace(/\/widget(\/element)?\.js(\?.*)?$/, "");

// Attributes: position ("left", "right"), theme ("light", "dark"), open, title, server (the bot's address), text-<name>.
export class BpoChat extends HTMLElement {
  static observedAttributes = ["open", "title"];

  constructor() {
    super();
    this.attachShadow({ mode: "open" });
    this.ready = new Promise((resolve) => (this.setReady = resolve));
  }

  connectedCallback() {
    const base = (this.getAttribute("server") ?? BASE).replace(/\/$/, "");
    const words = wording(this);
    this.tab = new Store(base, "sessionStorage");
    this.conversation = new Conversation(base, words);
    this.view = new View(words, {
      open: () => this.show(),
      close: () => this.close(),
      say: (text) => this.conversation.send(text),
      rate: (record, helpful, reason) => this.conversation.feedback(record, helpful, reason),
      transcript: () => this.attempt(() => this.download()),
      forget: () => this.attempt(() => this.conversation.forget()),
    });
    this.view.rename();
    this.unread = 0;
    this.listen();
    const { shadowRoot } = this;
    shadowRoot.adoptedStyleSheets = [styles];
    shadowRoot.replaceChildren(this.view.root);
    if (this.hasAttribute("open") || this.tab.get("open")) this.show(false);
    this.conversation.load();
    this.setReady();
  }

  disconnectedCallback() {
    this.conversation.leave();
  }

  attributeChangedCallback(name, _, value) {
    if (!this.view) return;
    if (name === "title") this.view.rename();
    else if (value === null) this.close();
    else this.show();
  }

  // Opens the panel.
  async show(focus = true) {
    await this.ready;
    if (this.view.panel.open) return;
    this.view.show(focus ? this.view.input : undefined);
    this.unread = 0;
    this.view.unread(0);
    this.opened(true);
    await this.conversation.greet();
  }

  // Closes the panel.
  async close() {
    await this.ready;
    if (!this.view.panel.open) return;
    this.view.hide();
    this.opened(false);
  }

  // Sends a message, as if the visitor had typed it.
  async send(text) {
    await this.ready;
    if (String(text).trim()) this.conversation.send(String(text).trim().slice(0, 1000));
  }

  opened(now) {
    this.tab.set("open", now);
    this.toggleAttribute("open", now);
    this.seen();
    this.tell(now ? "open" : "close");
  }

  seen() {
    if (this.view.panel.open) this.conversation.store.set("seen", this.conversation.last);
  }

  listen() {
    const { conversation, view } = this;
    const on = (name, act) => conversation.addEventListener(name, ({ detail }) => act(detail));
    on("record", (detail) => {
      view.record(detail);
      const { from, number, old } = detail.record;
      const known = detail.replayed && number <= (conversation.store.get("seen") ?? 0);
      if (from === "bot" && !old && !known && !view.panel.open) view.unread(++this.unread);
    });
    on("update", (record) => view.update(record));
    on("move", (detail) => view.move(detail));
    on("clear", () => view.clear());
    on("status", (status) => (view.status(status), this.seen()));
    on("sent", (detail) => this.tell("message", detail));
    on("error", (detail) => this.tell("error", detail));
    on("answer", ({ text, metadata = {} }) => {
      this.tell("answer", { text, kind: metadata.kind, faq: metadata.faq });
      if (metadata.links) this.tell("recommendation", metadata.recommendation);
    });
  }

  tell(name, detail) {
    this.dispatchEvent(new CustomEvent(`bpo-chat:${name}`, { detail, bubbles: true, composed: true }));
  }

  async attempt(act) {
    try {
      await act();
    } catch {
      this.view.status({ state: "waiting", text: wording(this)("failed") });
    }
  }

  async download() {
    const address = URL.createObjectURL(await this.conversation.transcript());
    Object.assign(document.createElement("a"), { href: address, download: "conversation.txt" }).click();
    URL.revokeObjectURL(address);
  }
}

// Makes <bpo-chat> known to the browser, unless it is.
export function define() {
  if (!customElements.get("bpo-chat")) customElements.define("bpo-chat", BpoChat);
}
