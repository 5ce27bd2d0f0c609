// Formulas in the administration: names offered while typing, and what comes of the form as it stands. Forms work without it.
(() => {
  "use strict";
  const WORD = /[A-Za-z_][A-Za-z0-9_]*$/;
  const MOST = 8;
  const PAUSE = 350;

  const setUp = () => {
    const data = document.getElementById("formula-names");
    const names = data ? JSON.parse(data.textContent) : [];
    if (names.length) document.querySelectorAll("textarea[data-formula], #try-values").forEach((box) => offerNames(box, names));
    const panel = document.querySelector("[data-trial]");
    // Beside what is tried, where there is a formula.
    if (panel) document.querySelector("textarea[data-formula]")?.closest("fieldset")?.after(panel);
    if (panel) tryWhileTyping(panel);
  };

  const offerNames = (box, names) => {
    const list = document.createElement("ul");
    list.id = `${box.id}-names`;
    list.className = "name-list";
    list.setAttribute("role", "listbox");
    list.hidden = true;
    // Its own box, so that the list lies over what follows.
    const frame = document.createElement("div");
    frame.className = "name-frame";
    box.before(frame);
    frame.append(box, list);
    box.setAttribute("role", "combobox");
    box.setAttribute("aria-autocomplete", "list");
    box.setAttribute("aria-controls", list.id);
    box.setAttribute("aria-expanded", "false");
    let found = [];
    let chosen = 0;

    const word = () => {
      const before = box.value.slice(0, box.selectionStart);
      return WORD.exec(before)?.[0] ?? "";
    };
    const close = () => {
      list.hidden = true;
      box.setAttribute("aria-expanded", "false");
      box.removeAttribute("aria-activedescendant");
    };
    const mark = (index) => {
      chosen = index;
      [...list.children].forEach((item, number) => item.setAttribute("aria-selected", String(number === index)));
      list.children[index].scrollIntoView({ block: "nearest" });
      box.setAttribute("aria-activedescendant", list.children[index].id);
    };
    const take = (index) => {
      const start = box.selectionStart - word().length;
      box.setRangeText(found[index].name, start, box.selectionStart, "end");
      close();
      box.dispatchEvent(new Event("input", { bubbles: true }));
      close();
    };
    const show = () => {
      const typed = word().toLowerCase();
      found = typed ? matching(names, typed) : [];
      if (!found.length || (found.length === 1 && found[0].name === typed)) return close();
      list.replaceChildren(...found.map((each, number) => entry(each, `${list.id}-${number}`)));
      list.hidden = false;
      box.setAttribute("aria-expanded", "true");
      return mark(0);
    };

    box.addEventListener("input", show);
    box.addEventListener("blur", close);
    box.addEventListener("keydown", (event) => {
      if (list.hidden) return;
      const moves = { ArrowDown: 1, ArrowUp: -1 };
      if (event.key in moves) mark((chosen + moves[event.key] + found.length) % found.length);
      else if (event.key === "Enter" || event.key === "Tab") take(chosen);
      else if (event.key === "Escape") close();
      else return;
      event.preventDefault();
    });
    // Before the text loses the focus.
    list.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      const item = event.target.closest("li");
      if (item) take([...list.children].indexOf(item));
    });
  };

  const matching = (names, typed) => {
    const begins = names.filter((each) => each.name.startsWith(typed));
    const holds = names.filter((each) => !each.name.startsWith(typed) && each.name.includes(typed));
    return [...begins, ...holds].slice(0, MOST);
  };

  const entry = (each, id) => {
    const item = document.createElement("li");
    item.id = id;
    item.setAttribute("role", "option");
    const code = document.createElement("code");
    code.textContent = each.name;
    const meaning = document.createElement("span");
    meaning.textContent = `${each.meaning} · ${each.group}`;
    item.append(code, meaning);
    return item;
  };

  const tryWhileTyping = (panel) => {
    const form = panel.closest("form");
    const result = panel.querySelector("#trial-result");
    const values = panel.querySelector("#try-values");
    let waiting;
    let running;
    const run = async () => {
      running?.abort();
      running = new AbortController();
      try {
        const answer = await fetch(panel.dataset.trial, {
          method: "POST",
          body: new FormData(form),
          headers: { "X-Requested-With": "fetch" },
          signal: running.signal,
        });
        // The page is our own, and the server has escaped what people wrote.
        if (answer.ok) result.innerHTML = await answer.text();
      } catch (error) {
        if (error.name !== "AbortError") result.textContent = "";
      }
    };
    const soon = () => {
      clearTimeout(waiting);
      waiting = setTimeout(run, PAUSE);
    };
    form.addEventListener("input", soon);
    form.addEventListener("change", soon);
    panel.querySelector("button[formaction]").addEventListener("click", (event) => {
      event.preventDefault();
      run();
    });
    // A name without a value gets a line of its own, ready to be filled in.
    result.addEventListener("click", (event) => {
      const button = event.target.closest("[data-needs]");
      if (!button) return;
      values.value = `${values.value.trimEnd()}\n${button.dataset.needs} = `.trimStart();
      values.focus();
    });
    if (values.value.trim()) run();
  };

  if (document.readyState === "loading") addEventListener("DOMContentLoaded", setUp);
  else setUp();
})();
