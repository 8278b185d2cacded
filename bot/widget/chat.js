// The plain chat page. Everything said is put into the page as text, never as HTML.

const messages = document.querySelector("#messages");
const composer = document.querySelector("#composer");
const input = document.querySelector("#text");
const status = document.querySelector("#status");
const TIMEOUT = 40_000; // ms; longer than the server's own limit on an action

let sender = storedSender();
let busy = false;

function storedSender() {
  const known = localStorage.getItem("bpo-bot-sender");
  if (known) return known;
  const fresh = `page-${crypto.randomUUID()}`;
  localStorage.setItem("bpo-bot-sender", fresh);
  return fresh;
}

function element(name, text, className) {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  if (className) made.className = className;
  return made;
}

function link(label, address) {
  const made = element("a", label);
  made.href = address;
  made.rel = "noopener noreferrer";
  made.target = "_blank";
  return made;
}

// Text with **bold** parts and [links](https://...), as DOM nodes; no other scheme becomes a link.
function paragraph(text) {
  const made = element("p");
  text.split("**").forEach((part, index) => made.append(...(index % 2 ? [element("strong", part)] : linked(part))));
  return made;
}

function linked(text) {
  const parts = text.split(/\[([^\[\]]+)\]\((https?:\/\/[^\s()]+)\)/); // text, label, address, text, label, ...
  return parts.flatMap((part, index) => (index % 3 === 0 ? [part] : index % 3 === 1 ? [link(part, parts[index + 1])] : []));
}

function sourceList(sources) {
  const details = element("details");
  details.append(element("summary", sources.length === 1 ? "Source" : `Sources (${sources.length})`));
  const list = element("ul");
  for (const source of sources) {
    const item = element("li");
    const label = `${source.title}, ${source.year}`;
    if (source.url?.startsWith("https://")) {
      item.append(link(label, source.url));
    } else {
      item.append(label);
    }
    list.append(item);
  }
  details.append(list);
  return details;
}

// Buttons that send their payload; with a key, as the message of that key again.
function choices(buttons, key) {
  const row = element("div", "", "choices");
  for (const { title, payload } of buttons) {
    const button = element("button", title);
    button.type = "button";
    button.addEventListener("click", () => send(payload, key));
    row.append(button);
  }
  return row;
}

function show(reply, who) {
  const item = element("li", "", who);
  item.append(paragraph(reply.text ?? ""));
  if (reply.metadata?.sources?.length) item.append(sourceList(reply.metadata.sources));
  if (reply.buttons?.length) item.append(choices(reply.buttons));
  messages.append(item);
  item.scrollIntoView({ block: "end" });
  return item;
}

function retireChoices() {
  for (const row of messages.querySelectorAll(".choices")) row.remove();
}

async function post(text, key) {
  const response = await fetch("/webhooks/rest/webhook", {
    method: "POST",
    headers: { "Content-Type": "application/json", "Idempotency-Key": key },
    body: JSON.stringify({ sender, message: text }),
    signal: AbortSignal.timeout(TIMEOUT),
  });
  const body = await response.json();
  if (!response.ok) throw new Error(body.detail ?? `The bot answered ${response.status}.`);
  return body;
}

async function send(text, key = crypto.randomUUID()) {
  if (busy || !text.trim()) return;
  busy = true;
  retireChoices();
  show({ text }, "visitor");
  status.textContent = "The bot is writing …";
  try {
    for (const reply of await post(text, key)) show(reply, "bot");
  } catch (error) {
    const reason = error.name === "TypeError" ? "The bot cannot be reached just now." : error.message;
    const item = show({ text: reason }, "bot error");
    item.append(choices([{ title: "Send again", payload: text }], key));
  } finally {
    busy = false;
    status.textContent = "";
    input.focus();
  }
}

async function greet() {
  try {
    const response = await fetch("/greeting", { signal: AbortSignal.timeout(TIMEOUT) });
    for (const reply of await response.json()) show(reply, "bot");
  } catch {
    show({ text: "The bot cannot be reached just now. Please try again in a moment." }, "bot error");
  }
}

composer.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = input.value;
  if (busy) return;
  input.value = "";
  send(text);
});

document.querySelector("#restart").addEventListener("click", () => {
  localStorage.removeItem("bpo-bot-sender");
  sender = storedSender();
  messages.replaceChildren();
  greet();
});

greet();
