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
      const parts = select.parentElement.querySelectorAll(".select2-selection, .select2-selection__rendered, .select2-search__field");
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

  // The settings' preview shows what stands in the form.
  const luminance = (color) => [1, 3, 5]
    .map((start) => parseInt(color.slice(start, start + 2), 16) / 255)
    .map((channel) => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4))
    .reduce((sum, channel, index) => sum + channel * [0.2126, 0.7152, 0.0722][index], 0);
  const readableInk = (color) => ((luminance(color) + 0.05) ** 2 > 1.05 * 0.05 ? "#000000" : "#ffffff");
  const preview = (frame) => {
    const page = frame.contentDocument;
    const parts = (name) => page.querySelectorAll(`[data-preview="${name}"]`);
    const write = (name, text) => parts(name).forEach((part) => { part.textContent = text; });
    const field = (name) => document.querySelector(`[name="${name}"]`);
    const show = () => {
      const color = field("primary_color").value;
      if (/^#[0-9a-f]{6}$/i.test(color)) {
        page.documentElement.style.setProperty("--brand", color);
        page.documentElement.style.setProperty("--on-brand", readableInk(color));
      }
      const name = field("display_name").value.trim();
      write("display_name", name);
      write("initial", name.slice(0, 1).toUpperCase());
      write("tagline", field("tagline").value);
    };
    const showLogo = (address) => {
      parts("logo").forEach((part) => { part.src = address || part.src; part.hidden = !address; });
      parts("initial").forEach((part) => { part.hidden = Boolean(address); });
    };
    const saved = parts("logo")[0].getAttribute("src");
    document.addEventListener("input", show);
    document.addEventListener("change", (event) => {
      if (event.target.name === "picture-clear") showLogo(event.target.checked ? "" : saved);
      const file = event.target.name === "picture" && event.target.files[0];
      if (!file) return;
      const reader = new FileReader();
      reader.onload = () => showLogo(reader.result);
      reader.readAsDataURL(file);
    });
    show();
  };
  addEventListener("load", () => document.querySelectorAll("[data-brand-preview]").forEach((frame) => {
    if (frame.contentDocument?.readyState === "complete") preview(frame);
    else frame.addEventListener("load", () => preview(frame), { once: true });
  }));

  addEventListener("pagehide", () => {
    const theme = (read(UNFOLD_KEY) || "").replaceAll('"', "");
    if (theme) keep("theme", theme === "auto" ? "system" : theme);
  });
})();
