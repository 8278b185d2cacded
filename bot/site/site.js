// The example page: its buttons talk to the widget, and the snippet names this server.

const snippet = document.querySelector("#snippet");
snippet.textContent = snippet.textContent.replace("https://bot.example", location.origin);

for (const button of document.querySelectorAll("[data-say]")) {
  button.addEventListener("click", async () => {
    await window.BpoChat?.open();
    if (button.dataset.say) window.BpoChat?.send(button.dataset.say);
  });
}

document.querySelector("#copy").addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(snippet.textContent);
    document.querySelector("#copied").textContent = "Copied";
  } catch {
    getSelection().selectAllChildren(snippet);
    document.querySelector("#copied").textContent = "Press Ctrl+C to copy";
  }
});
