// One conversation as this tab knows it: what was said, in order, and what is on its way.
// A record is a message of the server's history: {number, id, from, text, buttons, metadata, at}; without a number it is not
// stored yet. `pending` waits to be answered, `failed` says why it cannot be, `old` is of a conversation that expired.

import { Api, Refused } from "./api.js";
import { Queue } from "./queue.js";
import { Store } from "./store.js";
import { randomId } from "./dom.js";

const RETRY = 5000; // ms until history is asked for again

export class Conversation extends EventTarget {
  constructor(base, words) {
    super();
    this.words = words;
    this.store = new Store(base);
    this.api = new Api(base);
    this.queue = new Queue(this.store, `bpo-chat:${base}`);
    this.records = [];
    this.last = 0;
    this.syncing = Promise.resolve();
    this.leaving = new AbortController();
    this.store.watch((name, before) => this.heard(name, before), this.leaving.signal);
  }

  // The conversation that was issued, for all tabs.
  get known() {
    return this.store.get("conversation");
  }

  // Shows what was said before, and goes on with what was on its way.
  async load() {
    try {
      await this.sync(true);
    } catch (error) {
      if (error instanceof Refused && error.expired) {
        this.expire();
      } else {
        this.status("waiting", this.words("unreachable"));
        setTimeout(() => this.load(), RETRY);
        return;
      }
    }
    this.resume();
  }

  // Says hello where nothing has been said yet.
  async greet() {
    if (this.greeted || this.known) return;
    this.greeted = true;
    const replies = await this.api.greeting().catch(() => []);
    this.greeted = replies.length > 0;
    if (!this.records.length) for (const reply of replies) this.add({ ...reply, from: "bot", old: true });
  }

  send(text) {
    this.queue.add(randomId(), text);
    this.emit("sent", { text });
    this.resume();
  }

  // Shows the queue and works on it, or waits for the tab that does.
  async resume() {
    this.showQueue();
    this.rest();
    await this.queue.drain((entry) => this.deliver(entry));
    this.rest();
  }

  showQueue() {
    for (const { key, text } of this.queue.entries) {
      if (!this.sent(key)) this.add({ id: key, from: "visitor", text, pending: true });
    }
  }

  // The visitor's message of a key.
  sent(key) {
    return this.records.find(({ id }) => id === key);
  }

  async deliver({ key, text }) {
    let index = 0;
    this.showQueue(); // another tab may have added to it, and its word be still on the way
    if (this.sent(key)?.number) return; // stored, with its answer, for another tab or before a reload
    try {
      const known = await this.start();
      if (this.partial?.key !== key) this.partial = { key, shown: 0 };
      this.status("typing");
      await this.api.send(known, key, text, (reply) => {
        const repeated = index++ < this.partial.shown || this.sent(key)?.number;
        if (repeated || this.known?.conversation !== known.conversation) return;
        this.partial.shown++;
        this.settle(key);
        this.add({ ...reply, from: "bot" });
        this.emit("answer", reply);
        if (reply.metadata?.forget) this.outdate();
      });
    } catch (error) {
      return this.undelivered(key, error);
    }
    this.fresh = false;
    this.settle(key);
    await this.sync().catch(() => {}); // the next one will do
  }

  // Says why a message was not answered; the seconds to wait, or undefined to give it up.
  undelivered(key, error) {
    const { status, wait } = error;
    this.emit("error", { status, detail: error.message });
    if (!(error instanceof Refused)) {
      this.status("waiting", this.words(navigator.onLine ? "unreachable" : "offline"));
      return 0;
    }
    if (error.passing || (error.expired && this.fresh && !error.barred)) {
      this.status("waiting", status === 429 ? this.words("tooMany", { seconds: wait ?? "some" }) : this.words("busy"));
      return wait ?? 0;
    }
    if (error.expired && !error.barred) {
      this.expire();
      return 0;
    }
    if (error.barred) console.error(error.message);
    this.settle(key, error.barred ? this.words("barred") : this.words("notSent", { reason: error.message }));
  }

  async start() {
    if (this.known) return this.known;
    const issued = await this.api.start().catch((error) => {
      error.barred = error.status === 403; // pages of this origin may not use the bot
      throw error;
    });
    this.store.set("conversation", issued);
    this.fresh = true;
    return issued;
  }

  // Leaves a conversation that the server no longer knows; what waits goes into the next.
  expire() {
    this.store.remove("conversation");
    this.outdate();
    this.add({ from: "notice", text: this.words("expired") });
  }

  // What was said so far is no longer in the server's history, whose numbers begin anew.
  outdate() {
    this.last = 0;
    for (const record of this.records) {
      if (!record.pending) Object.assign(record, { old: true, number: undefined });
    }
  }

  // Takes in what the server has stored since.
  sync(replayed = false) {
    this.syncing = this.syncing.catch(() => {}).then(async () => {
      for (let known; (known = this.known); ) {
        const { messages, last } = await this.api.messages(known, this.last);
        for (const record of messages) this.adopt(record, replayed);
        if (!messages.length || this.last >= last) return;
      }
    });
    return this.syncing;
  }

  // Shows a stored message, or gives the one that is shown already its number.
  adopt(record, replayed) {
    this.last = Math.max(this.last, record.number);
    const ours = this.records.filter(({ old }) => !old);
    if (ours.some(({ number }) => number === record.number)) return;
    const shown = ours.find(
      ({ number, from, id, text }) =>
        number === undefined && from === record.from && ((id && id === record.id) || text === record.text),
    );
    if (!shown) return this.add(record, replayed);
    Object.assign(shown, { number: record.number, pending: false });
    this.emit("update", shown);
    const { next, before } = this.place(shown);
    if (next !== before) this.emit("move", { record: shown, before });
  }

  // A stored message stands before all that are stored later, or not yet; a reply before what still waits.
  add(record, replayed = false) {
    this.emit("record", { record, before: this.place(record).before, replayed });
  }

  // Puts a record where it belongs: `before` which one, and before which `next` it stood.
  place(record) {
    const { records } = this;
    const was = records.indexOf(record);
    const next = records[was + 1];
    if (was >= 0) records.splice(was, 1);
    const last = record.pending || record.from === "notice";
    const later = ({ from, number, old, pending }) =>
      record.number ? !old && from !== "notice" && !(number < record.number) : pending;
    const index = last ? -1 : records.findIndex(later);
    const before = records[index];
    records.splice(before ? index : records.length, 0, record);
    return { next, before };
  }

  // A message is no longer on its way.
  settle(key, failed) {
    const record = this.sent(key);
    if (record) Object.assign(record, { pending: false, failed, old: !!failed });
    if (record) this.emit("update", record);
  }

  // The state between turns.
  rest() {
    this.status(this.queue.entries.length ? "typing" : "idle");
  }

  // Another tab has sent something, got an answer, or left the conversation.
  heard(name, before) {
    if (name === "conversation" && before) this.clear();
    if (!name.startsWith("queue") && name !== "conversation") return;
    this.resume();
    this.sync().catch(() => {});
  }

  leave() {
    this.leaving.abort();
  }

  async feedback({ number }, helpful, reason) {
    await this.api.feedback(this.known, number, helpful, reason);
  }

  async transcript() {
    return this.api.transcript(this.known);
  }

  async forget() {
    if (this.known) {
      await this.api.forget(this.known).catch((error) => {
        if (!error.expired) throw error;
      });
    }
    this.queue.clear();
    this.store.remove("conversation", "seen");
    this.clear();
    this.add({ from: "notice", text: this.words("forgotten") });
  }

  clear() {
    this.records = [];
    this.last = 0;
    this.emit("clear");
    this.rest();
  }

  status(state, text = "") {
    this.emit("status", { state, text });
  }

  emit(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
