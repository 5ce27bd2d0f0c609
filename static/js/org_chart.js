// The org chart's comforts: reports open in place, arrows go from person to person, the chart moves and changes its size.
// Without it each of its links leads to a page that shows the same.
(() => {
  "use strict";

  const chart = document.getElementById("org-chart");
  if (!chart) return;
  const tree = chart.querySelector(".org-tree");
  const isBackwards = document.documentElement.dir === "rtl";

  const listOf = (card) => card.closest("li").querySelector(":scope > ul");
  const toggleOf = (card) => card.querySelector(".org-toggle");

  async function open(toggle, isOpen) {
    const card = toggle.closest(".org-card");
    if (isOpen && !listOf(card)) {
      if (toggle.hasAttribute("aria-busy")) return;
      toggle.setAttribute("aria-busy", "true");
      try {
        const answer = await fetch(`${location.pathname}?of=${toggle.dataset.of}`);
        if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
        card.insertAdjacentHTML("afterend", await answer.text());
      } catch {
        // The page itself says what is wrong, such as that the session has ended.
        location.assign(toggle.href);
        return;
      } finally {
        toggle.removeAttribute("aria-busy");
      }
    }
    listOf(card).hidden = !isOpen;
    toggle.setAttribute("aria-expanded", String(isOpen));
  }

  chart.addEventListener("click", (event) => {
    const toggle = event.target.closest(".org-toggle");
    if (!toggle || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(toggle, toggle.getAttribute("aria-expanded") !== "true");
  });

  // Arrows, once somebody in the chart has the focus. Before that they scroll, as everywhere.
  const goTo = (card) => {
    if (!card) return;
    card.querySelector("p a").focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest", inline: "nearest" });
  };
  const inSight = () => [...tree.querySelectorAll(".org-card")].filter((card) => card.offsetParent);
  const move = {
    ArrowDown: (card) => goTo(inSight()[inSight().indexOf(card) + 1]),
    ArrowUp: (card) => goTo(inSight()[inSight().indexOf(card) - 1]),
    Home: () => goTo(inSight()[0]),
    End: () => goTo(inSight().at(-1)),
    forwards: (card) => {
      const toggle = toggleOf(card);
      if (toggle?.getAttribute("aria-expanded") === "true") goTo(listOf(card).querySelector(".org-card"));
      else if (toggle) open(toggle, true);
    },
    backwards: (card) => {
      const toggle = toggleOf(card);
      if (toggle?.getAttribute("aria-expanded") === "true") open(toggle, false);
      else goTo(card.closest("li").parentElement.closest("li")?.querySelector(":scope > .org-card"));
    },
  };
  move[isBackwards ? "ArrowLeft" : "ArrowRight"] = move.forwards;
  move[isBackwards ? "ArrowRight" : "ArrowLeft"] = move.backwards;
  chart.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const size = { "+": 1, "=": 1, "-": -1, "−": -1 }[event.key];
    const card = document.activeElement.closest(".org-card");
    if (size) resize(zoom + size * STEP);
    else if (card && move[event.key]) move[event.key](card);
    else return;
    event.preventDefault();
  });

  // Size.
  const STEP = 0.15;
  let zoom = 1;
  function resize(wanted) {
    zoom = Math.min(Math.max(wanted, 0.25), 1.6);
    tree.style.zoom = zoom;
  }
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-zoom]");
    if (button?.dataset.zoom === "fit") {
      resize(1);
      resize(Math.min(1, (chart.clientWidth - 40) / tree.offsetWidth));
    }
    else if (button) resize(zoom + (button.dataset.zoom === "in" ? STEP : -STEP));
    if (event.target.closest("[data-print]")) print();
  });
  chart.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    resize(zoom - Math.sign(event.deltaY) * STEP);
  }, { passive: false });

  // Moving with the mouse; a finger scrolls by itself.
  chart.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "mouse" || event.button !== 0 || event.target.closest("a")) return;
    const from = { x: event.clientX + chart.scrollLeft, y: event.clientY + chart.scrollTop };
    const drag = (moved) => chart.scrollTo(from.x - moved.clientX, from.y - moved.clientY);
    chart.setPointerCapture(event.pointerId);
    chart.classList.add("is-moving");
    chart.addEventListener("pointermove", drag);
    chart.addEventListener("lostpointercapture", () => {
      chart.removeEventListener("pointermove", drag);
      chart.classList.remove("is-moving");
    }, { once: true });
  });

  const found = document.getElementById("found");
  if (found) {
    found.scrollIntoView({ block: "center", inline: "center" });
    found.querySelector("p a").focus({ preventScroll: true });
  }
})();
