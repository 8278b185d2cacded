// What a script tag loads: puts <bpo-chat> on the page unless it has one, and offers window.BpoChat.

import { define } from "./element.js";

const script = document.currentScript;

const ready = new Promise((resolve) => {
  const place = () => {
    const element = document.querySelector("bpo-chat") ?? document.createElement("bpo-chat");
    for (const { name, value } of script.attributes) {
      const own = name.replace(/^data-/, "");
      if (own !== name && !element.hasAttribute(own)) element.setAttribute(own, value);
    }
    if (!element.isConnected) document.body.append(element);
    define(); // only now: an element that stands in the page would begin without the script's attributes
    resolve(element);
  };
  if (document.body) place();
  else document.addEventListener("DOMContentLoaded", place);
});

window.BpoChat = {
  open: () => ready.then((chat) => chat.show()),
  close: () => ready.then((chat) => chat.close()),
  send: (text) => ready.then((chat) => chat.send(text)),
  // Calls `handler` with the detail of "open", "close", "message", "answer", "recommendation" or "error"; returns what ends it.
  on(event, handler) {
    const listener = ({ detail }) => handler(detail);
    document.addEventListener(`bpo-chat:${event}`, listener);
    return () => document.removeEventListener(`bpo-chat:${event}`, listener);
  },
};
