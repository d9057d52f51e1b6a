const root = document.documentElement;
const system = window.matchMedia("(prefers-color-scheme: dark)");

function isDark() {
  return root.dataset.theme ? root.dataset.theme === "dark" : system.matches;
}

function label(button) {
  const words = isDark() ? button.dataset.labelLight : button.dataset.labelDark;
  button.querySelector("[data-theme-label]").textContent = words;
  if (!button.closest(".menu")) button.title = words;
}

/** Choosing what the system already shows forgets the choice: the system leads again. */
function toggle() {
  const theme = isDark() ? "light" : "dark";
  const asSystem = (theme === "dark") === system.matches;
  if (asSystem) delete root.dataset.theme;
  else root.dataset.theme = theme;
  try {
    if (asSystem) localStorage.removeItem("theme");
    else localStorage.setItem("theme", theme);
  } catch {
    /* Storage is refused: the choice lasts as long as the page. */
  }
}

export function attach(scope) {
  const buttons = scope.querySelectorAll("[data-theme-switch]");
  for (const button of buttons) {
    label(button);
    button.addEventListener("click", () => {
      toggle();
      for (const each of document.querySelectorAll("[data-theme-switch]")) label(each);
    });
  }
  if (buttons.length) system.addEventListener("change", () => buttons.forEach(label));
}
