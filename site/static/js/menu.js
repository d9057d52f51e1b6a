/** A details menu also closes with Escape (focus back on its button), by a click outside, and when the focus leaves. */
export function attach(scope) {
  for (const menu of scope.querySelectorAll("details[data-menu]")) {
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      menu.open = false;
      menu.querySelector("summary").focus();
    });
    menu.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
    });
    document.addEventListener("click", (event) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  }

  /* The folded list of contents closes once a place is chosen. */
  for (const contents of scope.querySelectorAll("details[data-contents]")) {
    contents.addEventListener("click", (event) => {
      if (event.target.closest("a")) contents.open = false;
    });
  }
}
