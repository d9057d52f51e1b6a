import { attach as characterCount } from "./character-count.js";
import { attach as copyText } from "./copy-text.js";
import { attach as errorSummary } from "./error-summary.js";
import { attach as menu } from "./menu.js";
import { attach as suggestions } from "./suggestions.js";
import { attach as themeSwitch } from "./theme-switch.js";

const behaviours = [themeSwitch, menu, errorSummary, characterCount, copyText, suggestions];

for (const attach of behaviours) attach(document);

/* A fragment that htmx puts in gets the same behaviours. */
document.addEventListener("htmx:load", (event) => {
  if (event.target === document.body) return;
  for (const attach of behaviours) attach(event.target);
});
