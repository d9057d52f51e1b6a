const DELAY = 700;

/** Under a text area with data-count: how many characters are left. Spoken when the typing pauses, near the end only. */
export function attach(scope) {
  for (const area of scope.querySelectorAll("textarea[data-count][maxlength]")) {
    const limit = area.maxLength;
    const seen = document.createElement("p");
    const spoken = document.createElement("p");
    seen.className = "field__count";
    seen.setAttribute("aria-hidden", "true");
    spoken.className = "visually-hidden";
    spoken.setAttribute("role", "status");
    area.after(seen, spoken);

    let timer;
    const show = () => {
      const left = limit - area.value.length;
      // A text that came back for being too long, or was longer before the limit came.
      const words = left < 0 ? area.dataset.countOver : area.dataset.count;
      seen.textContent = words.replace("%s", Math.abs(left).toLocaleString(document.documentElement.lang));
      seen.classList.toggle("field__count--over", left <= 0);
      clearTimeout(timer);
      timer = setTimeout(() => {
        spoken.textContent = left <= limit / 10 ? seen.textContent : "";
      }, DELAY);
    };
    area.addEventListener("input", show);
    show();
  }
}
