/** The reader lands on what is to put right; a link of the summary puts the focus into the field itself. */
export function attach(scope) {
  const summary = scope.querySelector("[data-error-summary]");
  if (!summary) return;
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    const label = field.labels?.[0] ?? field;
    (field.closest(".field") ?? label).scrollIntoView({ block: "start" });
    field.focus({ preventScroll: true });
  });
}
