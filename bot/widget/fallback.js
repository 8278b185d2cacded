// For a server without the conversation routes: a random sender on the plain webhook, and the history in this browser.

import { Api, Refused } from "./api.js";
import { randomId } from "./dom.js";

const MOST = 200; // messages

export class Fallback extends Api {
  constructor(base, store) {
    super(base);
    this.store = store;
    this.feedback = undefined; // there is no route for it
  }

  async start() {
    this.store.remove("log");
    return { conversation: `page-${randomId()}` };
  }

  async send(known, key, text, onReply) {
    const replies = [];
    await super.send(known, key, text, (reply) => {
      replies.push(reply);
      onReply(reply);
    });
    const log = this.store.get("log") ?? [];
    const at = new Date().toISOString();
    let number = log.at(-1)?.number ?? 0;
    log.push({ number: ++number, from: "visitor", text, id: key, at });
    for (const reply of replies) log.push({ ...reply, number: ++number, from: "bot", at });
    this.store.set("log", log.slice(-MOST));
  }

  async messages(known, after) {
    const log = this.store.get("log") ?? [];
    return { messages: log.filter(({ number }) => number > after), last: log.at(-1)?.number ?? 0 };
  }

  async transcript() {
    const lines = (this.store.get("log") ?? []).map(({ from, text, at }) => `[${at}] ${from}: ${text}`);
    return new Blob([lines.join("\n\n")], { type: "text/plain" });
  }

  async forget(known) {
    for (const text of ["forget me", "Yes, forget me"]) {
      await super.send(known, randomId(), text, () => {}).catch((error) => {
        if (!(error instanceof Refused)) throw error;
      });
    }
    this.store.remove("log");
  }
}
