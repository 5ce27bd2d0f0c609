// The administration keeps its theme under another name than the company's other pages. One choice holds for both.
(() => {
  "use strict";
  const UNFOLD_KEY = "adminTheme";
  const read = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
  const keep = (key, value) => { try { localStorage.setItem(key, value); } catch { /* Private mode: the choice lasts for this page. */ } };

  const chosen = read("theme") || "system";
  keep(UNFOLD_KEY, JSON.stringify(chosen === "system" ? "auto" : chosen));

  // Unfold's pages have no main landmark, which people who cannot see a page jump to.
  addEventListener("DOMContentLoaded", () => document.getElementById("main")?.setAttribute("role", "main"));

  // Select2 names its box after what is chosen in it, so an empty one would have no name at all.
  const nameBoxes = () => {
    for (const select of document.querySelectorAll("select.select2-hidden-accessible")) {
      const label = select.labels[0] || select.closest("div:has(> h3)")?.querySelector("h3");
      const parts = select.parentElement.querySelectorAll(".select2-selection, .select2-selection__rendered");
      if (!label) continue;
      label.id ||= `label-of-${select.id || select.name}`;
      for (const part of parts) {
        part.setAttribute("aria-labelledby", `${label.id} ${part.getAttribute("aria-labelledby") || ""}`.trim());
      }
    }
  };
  // After those that Django's scripts have asked for: they make the boxes.
  addEventListener("load", () => window.django?.jQuery?.(nameBoxes));

  // Where the clipboard is out of reach, as without https, the text is marked and Ctrl-C takes it.
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const text = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(text.textContent);
    } catch {
      getSelection().selectAllChildren(text);
      return;
    }
    button.dataset.words ??= button.textContent;
    button.textContent = button.dataset.copied;
    setTimeout(() => { button.textContent = button.dataset.words; }, 2000);
  });

  addEventListener("pagehide", () => {
    const theme = (read(UNFOLD_KEY) || "").replaceAll('"', "");
    if (theme) keep("theme", theme === "auto" ? "system" : theme);
  });
})();
