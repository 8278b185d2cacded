// The little Markdown that answers use, as DOM nodes: paragraphs, lists, bold, italics, code, links.

import { h, link } from "./dom.js";

const INLINE =
  /`([^`]+)`|\*\*(?=\S)(.+?)(?<=\S)\*\*|(?<![\w*])([*_])(?=\S)([^*_]+)(?<=\S)\3(?![\w*])|\[([^[\]]+)\]\((https?:\/\/[^\s()<>"]+)\)/gs;
const ITEM = /^\s*(?:[-*]|(\d+)[.)])\s+(.*)$/;

// One line's nodes.
function inline(text) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    const [whole, code, strong, , emphasis, label, address] = match;
    nodes.push(text.slice(end, match.index));
    if (code) nodes.push(h("code", {}, code));
    else if (strong) nodes.push(h("strong", {}, inline(strong)));
    else if (emphasis) nodes.push(h("em", {}, inline(emphasis)));
    else nodes.push(link(label, address));
    end = match.index + whole.length;
  }
  return [...nodes, text.slice(end)];
}

// A text's blocks.
export function markdown(text) {
  const blocks = [];
  let open = null; // the paragraph or list that the next line may continue
  for (const line of String(text ?? "").split("\n")) {
    const item = ITEM.exec(line);
    if (!line.trim()) {
      open = null;
    } else if (item) {
      const name = item[1] ? "ol" : "ul";
      if (open?.localName !== name) blocks.push((open = h(name, item[1] ? { start: item[1] } : {})));
      open.append(h("li", {}, inline(item[2])));
    } else if (open?.localName === "p") {
      open.append(h("br"), ...inline(line));
    } else {
      blocks.push((open = h("p", {}, inline(line))));
    }
  }
  return blocks;
}
