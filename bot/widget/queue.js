// Messages on their way: kept until they are answered, sent in order, by one tab at a time.

import { randomId } from "./dom.js";

const ENTRY = "queue:";
const LEASE = 10_000; // ms
const LONGEST = 15; // seconds between two tries

// An entry is {key, text}.
export class Queue {
  constructor(store, name) {
    this.store = store;
    this.name = name;
    this.busy = false;
    this.stamp = 0;
    this.wake = () => {};
    addEventListener("online", () => this.wake());
  }

  get entries() {
    return this.store.names(ENTRY).map((name) => ({ ...this.store.get(name), name }));
  }

  // A name of its own for each entry: tabs see one another's changes late, and would overwrite a common list.
  add(key, text) {
    this.stamp = Math.max(Date.now(), this.stamp + 1);
    this.store.set(ENTRY + this.stamp, { key, text });
  }

  clear() {
    this.store.remove(...this.store.names(ENTRY));
  }

  // Gives every entry to `deliver(entry)` until none is left. It gives undefined when the entry is done with, the seconds
  // that the server wants to be left alone, or 0 to try again soon, and later each time.
  async drain(deliver) {
    if (this.busy) return;
    this.busy = true;
    try {
      await alone(this.store, this.name, async () => {
        let tries = 0;
        for (let entry; (entry = this.entries[0]); ) {
          const wait = await deliver(entry);
          if (wait === undefined) {
            this.store.remove(entry.name);
            tries = 0;
          } else if (wait) {
            await sleep(wait * 1000);
          } else {
            await this.pause(Math.min(LONGEST, 2 ** tries++ * (0.5 + Math.random() / 2)));
          }
        }
      });
    } finally {
      this.busy = false;
    }
  }

  // Waits; being online again ends it early.
  pause(seconds) {
    return Promise.race([sleep(seconds * 1000), new Promise((resolve) => (this.wake = resolve))]);
  }
}

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// Runs `work` in one tab at a time: by the Web Locks API, or on plain http by a lease in the storage.
async function alone(store, name, work) {
  if (navigator.locks) return navigator.locks.request(name, work);
  const owner = randomId();
  const taken = () => {
    const lease = store.get("lease");
    return lease && lease.until > Date.now() && lease.owner !== owner;
  };
  const hold = () => store.set("lease", { owner, until: Date.now() + LEASE });
  do {
    while (taken()) await sleep(LEASE / 20);
    hold();
    await sleep(50); // two tabs may have seen it free at once: it is the last writer's
  } while (taken());
  const renewing = setInterval(hold, LEASE / 4);
  try {
    return await work();
  } finally {
    clearInterval(renewing);
    store.remove("lease");
  }
}
