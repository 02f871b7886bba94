// The panel of remarks: its forms answer with the panel itself, so that nothing typed in the editor is lost.
document.addEventListener("DOMContentLoaded", () => {
  const panel = document.querySelector("[data-newsroom-remarks]");
  if (!panel) return;
  const words = panel.dataset;

  const counts = () => {
    const open = panel.querySelectorAll(".newsroom-thread[data-open]");
    const badge = document.querySelector('[data-side-panel-toggle="remarks"] [data-side-panel-toggle-counter]');
    if (badge) {
      badge.textContent = String(open.length);
      badge.hidden = open.length === 0;
    }
    const perBlock = new Map();
    for (const thread of open) perBlock.set(thread.dataset.block, (perBlock.get(thread.dataset.block) || 0) + 1);
    for (const button of document.querySelectorAll(".newsroom-remark-button")) {
      const count = perBlock.get(button.dataset.block) || 0;
      button.textContent = count ? `${words.remark} (${count})` : words.remark;
    }
  };

  panel.addEventListener("submit", async (event) => {
    const form = event.target;
    event.preventDefault();
    const data = new FormData(form);
    if (event.submitter && event.submitter.name) data.set(event.submitter.name, event.submitter.value);
    for (const button of form.querySelectorAll("button")) button.disabled = true;
    try {
      const answer = await fetch(panel.dataset.url, { method: "POST", body: data, redirect: "error" });
      if (!answer.ok) throw new Error(String(answer.status));
      panel.innerHTML = await answer.text();
      counts();
    } catch {
      const said = document.createElement("p");
      said.className = "help-block help-critical";
      said.setAttribute("role", "alert");
      said.textContent = words.failed;
      form.prepend(said);
      for (const button of form.querySelectorAll("button")) button.disabled = false;
    }
  });

  const choose = (block) => {
    const toggle = document.querySelector('[data-side-panel-toggle="remarks"]');
    if (toggle && toggle.getAttribute("aria-expanded") !== "true") toggle.click();
    const select = panel.querySelector("select[name=block]");
    if (![...select.options].some((option) => option.value === block)) {
      select.add(new Option(words.thisPassage, block));
    }
    select.value = block;
    panel.querySelector(".newsroom-remark-form textarea").focus();
  };

  // Every block of the text, and those that are added later, gets a button.
  const equip = () => {
    for (const child of document.querySelectorAll("#panel-child-text-body-section [data-streamfield-child]")) {
      const identifier = child.querySelector(":scope > input[type=hidden][name$='-id']");
      const place = child.querySelector("[data-panel-controls]");
      if (!identifier || !identifier.value || !place || place.querySelector(":scope > .newsroom-remark-button")) continue;
      if (child.parentElement.closest("[data-streamfield-child]")) continue;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button button-small button-secondary newsroom-remark-button";
      button.dataset.block = identifier.value;
      button.textContent = words.remark;
      button.addEventListener("click", () => choose(identifier.value));
      place.prepend(button);
    }
    counts();
  };
  const body = document.getElementById("panel-child-text-body-section");
  if (body) new MutationObserver((seen) => {
    if (seen.some((change) => [...change.addedNodes].some((node) => node.nodeType === 1 && node.matches("[data-streamfield-child]")))) equip();
  }).observe(body, { childList: true, subtree: true });
  equip();
});

// "Add a correction" opens the tab where corrections are and a new one in it.
(() => {
  const go = () => {
    if (window.location.hash !== "#correction") return;
    const add = document.getElementById("id_corrections-ADD");
    const tab = add && add.closest("[role=tabpanel]");
    if (!tab) return;
    document.querySelector(`[role=tab][aria-controls="${tab.id}"], [role=tab][href="#${tab.id}"]`)?.click();
    add.click();
    add.scrollIntoView({ block: "center" });
    history.replaceState(null, "", window.location.pathname + window.location.search);
  };
  window.addEventListener("load", () => setTimeout(go, 300));
  window.addEventListener("hashchange", go);
})();
