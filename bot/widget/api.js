// The bot's routes. A conversation is {conversation, token}, as the server issued it.

const TIMEOUT = 120_000; // ms; longer than the server lets a turn take
const ROUTE = "/webhooks/rest";

// An answer that is no success: `status`, `message` in words for the visitor, `wait` in seconds where the server named it.
export class Refused extends Error {
  constructor(status, problem, wait) {
    super(problem?.detail ?? `The bot answered ${status}.`);
    this.status = status;
    this.wait = wait;
  }

  // Whether the same request may succeed later.
  get passing() {
    return this.status === 429 || this.status >= 500;
  }

  // Whether the server no longer knows the conversation.
  get expired() {
    return this.status === 401 || this.status === 403 || this.status === 404 || this.status === 410;
  }
}

export class Api {
  constructor(base) {
    this.base = base;
  }

  async start() {
    return (await this.call("/conversations", { method: "POST" })).json();
  }

  // Posts a message; calls `onReply` with every reply as it comes. Sent again with its key it is answered once.
  async send({ conversation, token }, key, text, onReply) {
    const response = await this.call("/webhook", {
      method: "POST",
      token,
      headers: { "Content-Type": "application/json", "Idempotency-Key": key, Accept: "text/event-stream" },
      body: JSON.stringify({ sender: conversation, message: text }),
    });
    if (response.headers.get("Content-Type")?.startsWith("text/event-stream")) return this.read(response, onReply);
    for (const reply of await response.json()) onReply(reply);
  }

  async read(response, onReply) {
    for await (const { event, data } of events(response.body)) {
      if (event === "message") onReply(data);
      if (event === "error") throw new Refused(data?.status ?? 503, data, data?.retry_after);
      if (event === "done") return;
    }
    throw new TypeError("The stream ended before the answer did.");
  }

  // The messages after number `after`, as {messages, last}.
  async messages(known, after) {
    return (await this.call(`${this.path(known)}/messages?after=${after}`, known)).json();
  }

  async feedback(known, message, helpful, reason) {
    const body = JSON.stringify({ message, helpful, ...(reason && { reason }) });
    const headers = { "Content-Type": "application/json" };
    await this.call(`${this.path(known)}/feedback`, { method: "POST", token: known.token, headers, body });
  }

  async transcript(known) {
    return (await this.call(`${this.path(known)}/transcript`, known)).blob();
  }

  async forget(known) {
    await this.call(this.path(known), { method: "DELETE", token: known.token });
  }

  async greeting() {
    const response = await fetch(`${this.base}/greeting`, { signal: AbortSignal.timeout(TIMEOUT) });
    return response.ok ? response.json() : [];
  }

  path({ conversation }) {
    return `/conversations/${encodeURIComponent(conversation)}`;
  }

  async call(path, { method = "GET", token, headers, body }) {
    const response = await fetch(this.base + ROUTE + path, {
      method,
      headers: { ...headers, ...(token && { Authorization: `Bearer ${token}` }) },
      body,
      credentials: "omit",
      signal: AbortSignal.timeout(TIMEOUT),
    });
    if (response.ok) return response;
    const problem = await response.json().catch(() => undefined);
    throw new Refused(response.status, problem, Number(response.headers.get("Retry-After")) || undefined);
  }
}

// Server-sent events of a body, as {event, data}; data is JSON.
async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  try {
    for (let part; !(part = await reader.read()).done; ) {
      const blocks = (rest + part.value).replaceAll("\r\n", "\n").split("\n\n");
      rest = blocks.pop();
      for (const block of blocks) {
        const lines = (name) => [...block.matchAll(new RegExp(`^${name}: ?(.*)$`, "gm"))].map((match) => match[1]);
        const data = lines("data").join("\n");
        yield { event: lines("event")[0] ?? "message", data: data ? JSON.parse(data) : undefined };
      }
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}
