// Forms whose answer comes from a passkey. [data-passkey] says whether one is made ("create") or used ("get"), [data-options] names the
// element with what the server asks, [data-options-url] where to fetch that. webauthn-json.js translates for the browser.
(() => {
  "use strict";

  const options = async (form) => {
    if (form.dataset.options) return JSON.parse(document.getElementById(form.dataset.options).textContent);
    const response = await fetch(form.dataset.optionsUrl, { headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" } });
    if (!response.ok) throw new Error(`The server answered ${response.status}.`);
    return response.json();
  };

  const create = ({ creation_options: asked }, isPasswordless) => {
    const wanted = asked.publicKey.authenticatorSelection;
    wanted.residentKey = isPasswordless ? "required" : "discouraged";
    wanted.requireResidentKey = isPasswordless;
    if (isPasswordless) wanted.userVerification = "required";
    return window.webauthnJSON.create(asked);
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const refusal = form.querySelector("[data-passkey-refused]");
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      refusal.hidden = true;
      try {
        const asked = await options(form);
        const isPasswordless = Boolean(form.elements.passwordless?.checked);
        const credential = form.dataset.passkey === "create" ? await create(asked, isPasswordless) : await window.webauthnJSON.get(asked.request_options);
        form.elements.credential.value = JSON.stringify(credential);
        form.submit();
      } catch (error) {
        console.warn(error.message);
        refusal.hidden = false;
      }
    });
  }
})();
