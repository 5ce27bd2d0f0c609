// The administration keeps its theme under another name than the company's other pages. One choice holds for both.
(() => {
  "use strict";
  const UNFOLD_KEY = "adminTheme";
  const read = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
  const keep = (key, value) => { try { localStorage.setItem(key, value); } catch { /* Private mode: the choice lasts for this page. */ } };

  const chosen = read("theme") || "system";
  keep(UNFOLD_KEY, JSON.stringify(chosen === "system" ? "auto" : chosen));

  addEventListener("pagehide", () => {
    const theme = (read(UNFOLD_KEY) || "").replaceAll('"', "");
    if (theme) keep("theme", theme === "auto" ? "system" : theme);
  });
})();
