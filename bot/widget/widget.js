// The loader, for one script tag: puts <bpo-chat> on the page unless it has one, and offers window.BpoChat.
(() => {
  const script = document.currentScript;
  const loaded = import(new URL("./widget/element.js", script.src));
  // The element will fetch its styles; on their way already, they cost no round trip of their own.
  const styles = { rel: "preload", as: "fetch", crossOrigin: "anonymous", href: new URL("./widget/style.css", script.src) };
  document.head.append(Object.assign(document.createElement("link"), styles));

  const ready = new Promise((resolve) => {
    const place = () => {
      const element = document.querySelector("bpo-chat") ?? document.createElement("bpo-chat");
      for (const { name, value } of script.attributes) {
        const own = name.replace(/^data-/, "");
        if (own !== name && !element.hasAttribute(own)) element.setAttribute(own, value);
      }
      if (!element.isConnected) document.body.append(element);
      resolve(loaded.then(() => element));
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
})();
