// Small comforts on top of pages that work without them.
(() => {
  "use strict";

  // Live timers. [data-timer-start] is the instant the running stretch began, [data-timer-base] the seconds counted before it,
  // [data-server-now] the server's clock when the page was made: a wrong clock on the device does not show.
  const tick = (timer) => {
    timer.skew ??= Date.parse(timer.dataset.serverNow) - Date.now();
    const running = (Date.now() + timer.skew - Date.parse(timer.dataset.timerStart)) / 1000;
    const minutes = Math.floor((Number(timer.dataset.timerBase || 0) + Math.max(running, 0)) / 60);
    timer.querySelector("[data-hours]").textContent = Math.floor(minutes / 60);
    timer.querySelector("[data-minutes]").textContent = minutes % 60;
  };
  const tickAll = () => document.querySelectorAll("[data-timer-start]").forEach(tick);
  tickAll();
  setInterval(tickAll, 5000);
  document.addEventListener("visibilitychange", tickAll);
  document.addEventListener("htmx:load", tickAll);

  // A form is sent once. The buttons go quiet after the browser has read them, and come back with the back button.
  const submitButtons = (form) => [...form.elements].filter((element) => element.type === "submit");
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method === "dialog" || form.dataset.resubmit !== undefined) return;
    setTimeout(() => submitButtons(form).forEach((button) => {
      button.disabled = true;
      if (button === event.submitter) button.setAttribute("aria-busy", "true");
    }));
  });
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const form of document.forms) {
      submitButtons(form).forEach((button) => { button.disabled = false; button.removeAttribute("aria-busy"); });
    }
  });

  // A part of a page that cannot be fetched says so. Without a connection the card shows its own words; an answer that is an
  // error, such as after a session has ended, is the page's to explain.
  document.addEventListener("htmx:sendError", (event) => {
    const words = event.target.closest("section")?.querySelector("[data-when-offline]");
    if (words) words.hidden = false;
  });
  document.addEventListener("htmx:responseError", () => location.reload());

  document.addEventListener("click", (event) => {
    const dismiss = event.target.closest("[data-dismiss]");
    if (dismiss) dismiss.closest(dismiss.dataset.dismiss).remove();

    const reveal = event.target.closest("[data-reveal]");
    if (reveal) {
      const input = document.getElementById(reveal.dataset.reveal);
      const shown = input.type === "text";
      input.type = shown ? "password" : "text";
      reveal.setAttribute("aria-pressed", String(!shown));
    }
  });

  // On a phone the tabs are wider than the window.
  document.querySelector(".tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

  // Errors come to the person: the summary at the top takes the focus.
  document.querySelector("[data-focus-first]")?.focus();
})();
