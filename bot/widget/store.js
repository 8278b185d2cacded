// What the browser keeps for one bot: a storage area, or memory where storage is forbidden. No cookie.

const memory = new Map();

export class Store {
  // `area` is localStorage, or sessionStorage for what belongs to one tab.
  constructor(base, area = "localStorage") {
    this.prefix = `bpo-chat:${base}:`;
    this.area = area;
  }

  get(name) {
    const key = this.prefix + name;
    if (memory.has(key)) return memory.get(key);
    try {
      return JSON.parse(globalThis[this.area].getItem(key));
    } catch {
      return null;
    }
  }

  set(name, value) {
    const key = this.prefix + name;
    try {
      globalThis[this.area].setItem(key, JSON.stringify(value));
      memory.delete(key);
    } catch {
      memory.set(key, value);
    }
  }

  remove(...names) {
    for (const name of names) {
      const key = this.prefix + name;
      memory.delete(key);
      try {
        globalThis[this.area].removeItem(key);
      } catch {
        // nothing was kept
      }
    }
  }

  // The names that begin with `start`, sorted.
  names(start) {
    const keys = [...memory.keys()];
    try {
      keys.push(...Object.keys(globalThis[this.area]));
    } catch {
      // nothing is kept there
    }
    const begin = this.prefix + start;
    return keys.filter((key) => key.startsWith(begin)).map((key) => key.slice(this.prefix.length)).sort();
  }

  // Calls `handler(name, before)` when another tab has changed something, until `signal` ends it.
  watch(handler, signal) {
    const heard = ({ key, oldValue }) => key?.startsWith(this.prefix) && handler(key.slice(this.prefix.length), oldValue);
    addEventListener("storage", heard, { signal });
  }
}
