/** A search field with data-suggest="/address/" becomes a combobox: titles with words that begin as typed, each a
    way to its page, and expressions to search for. Enter without a choice searches as ever; Escape closes the list, once more empties the field. */
const WAIT = 150;
const SHORTEST = 2;

export function attach(scope) {
  for (const input of scope.querySelectorAll("input[data-suggest]")) complete(input);
}

function complete(input) {
  const list = document.createElement("div");
  list.className = "suggestions";
  list.id = `${input.id}-suggestions`;
  list.role = "listbox";
  // It scrolls, and must be no stop for Tab all the same: the arrow keys lead through it.
  list.tabIndex = -1;
  list.ariaLabel = input.dataset.suggestLabel;
  list.hidden = true;
  const status = document.createElement("p");
  status.className = "visually-hidden";
  status.role = "status";
  input.after(list);
  input.form.after(status);
  input.role = "combobox";
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  let timer = 0;
  let asked = new AbortController();
  let active = -1;
  const options = () => [...list.querySelectorAll("[role=option]")];

  function close() {
    clearTimeout(timer);
    asked.abort();
    list.hidden = true;
    list.replaceChildren();
    status.textContent = "";
    input.setAttribute("aria-expanded", "false");
    choose(-1);
  }

  function choose(index) {
    active = index;
    for (const [place, option] of options().entries()) option.ariaSelected = String(place === index);
    const chosen = options()[index];
    if (chosen) {
      input.setAttribute("aria-activedescendant", chosen.id);
      chosen.scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  }

  async function ask() {
    const text = input.value.trim();
    if (text.length < SHORTEST) return close();
    asked.abort();
    asked = new AbortController();
    try {
      const address = `${input.dataset.suggest}?${new URLSearchParams({ q: input.value })}`;
      const response = await fetch(address, { signal: asked.signal });
      if (!response.ok) return close();
      list.innerHTML = await response.text();
    } catch {
      return;
    }
    const found = options().length;
    list.hidden = !found;
    input.setAttribute("aria-expanded", String(found > 0));
    status.textContent = list.querySelector("[data-announce]")?.dataset.announce ?? "";
    choose(-1);
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("keydown", (event) => {
    const last = options().length - 1;
    if (event.key === "Escape" && !list.hidden) close();
    else if (event.key === "ArrowDown" && list.hidden) ask();
    else if (event.key === "ArrowDown") choose(active < last ? active + 1 : -1);
    else if (event.key === "ArrowUp" && !list.hidden) choose(active < 0 ? last : active - 1);
    else if (event.key === "Enter" && active >= 0) location.assign(options()[active].dataset.url);
    else return;
    event.preventDefault();
  });
  input.addEventListener("blur", close);
  // Before the field loses the focus, which would take the list away under the finger.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.assign(option.dataset.url);
  });
}
