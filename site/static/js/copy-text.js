/** A button with data-copy="#id" copies that element's text and says so, in the page's live region and on itself. */
export function attach(scope) {
  for (const button of scope.querySelectorAll("[data-copy]")) {
    if (!navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const source = document.querySelector(button.dataset.copy);
      if (!source) return;
      const label = button.querySelector("[data-copy-label]") ?? button;
      const before = label.textContent;
      await navigator.clipboard.writeText(source.innerText.trim());
      label.textContent = button.dataset.copied;
      const status = document.createElement("p");
      status.className = "visually-hidden";
      status.textContent = button.dataset.copied;
      document.getElementById("notices")?.append(status);
      setTimeout(() => {
        label.textContent = before;
        status.remove();
      }, 4000);
    });
  }
}
