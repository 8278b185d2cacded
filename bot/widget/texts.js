// What the widget itself says. An attribute text-<name> on the element replaces one.

const TEXTS = {
  title: "BPO and call center assistant",
  launcher: "Ask about BPO and call centers",
  unread: "{count} unread",
  close: "Close the chat",
  menu: "More",
  log: "Conversation",
  label: "Your message",
  placeholder: "Ask, or describe your case",
  send: "Send",
  you: "You said:",
  bot: "Assistant:",
  typing: "Writing an answer",
  sources: "Sources ({count})",
  next: "You could also ask",
  progress: "Question {step} of {steps}",
  back: "Back",
  skip: "Skip",
  change: "Change an answer",
  helpful: "Helpful",
  unhelpful: "Not helpful",
  reason: "Why? (optional)",
  reasonSend: "Send reason",
  thanks: "Noted, thank you.",
  person: "Talk to a person",
  restart: "Start over",
  transcript: "Download transcript",
  forget: "Forget this conversation",
  forgetAsk: "This deletes the whole conversation: messages, answers and recommendations. It cannot be undone.",
  forgetYes: "Delete it",
  forgetNo: "Keep it",
  forgotten: "The conversation is deleted.",
  offline: "You are offline. I'll send your message when you are back.",
  unreachable: "I can't reach the server just now. Nothing is lost; I keep trying.",
  busy: "The server is busy. Nothing is lost; I'll try again in a moment.",
  tooMany: "Those were many messages at once. I'll send this one in {seconds} seconds.",
  expired: "The earlier conversation has expired, so this is a new one. Please tell me again what matters from before.",
  barred: "Not sent: this page may not use the assistant yet. The owner of the assistant has to allow it.",
  notSent: "Not sent: {reason}",
  failed: "That did not work just now. Please try again in a moment.",
  why: "Why",
  flips: "It would change if",
  noFlips: "no single answer I tried leads to another option",
  place: "Where",
  pricing: "Priced",
  cost: "Indicative cost a month",
  staffing: "People to plan for",
  inFull: "The advice in full",
  page: "Read or print",
  pdf: "PDF",
  markdown: "Markdown",
};

// The words by name, with `values` in the braces.
export function wording(element) {
  return (name, values = {}) => {
    const attribute = `text-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    const text = element.getAttribute(name === "title" ? "title" : attribute) || TEXTS[name];
    return text.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
  };
}
