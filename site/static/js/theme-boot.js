/* Not a module on purpose: it runs before the first paint, so that a chosen theme does not flash. */
(function () {
  var root = document.documentElement;
  root.classList.add("js");
  try {
    var theme = localStorage.getItem("theme");
    if (theme === "dark" || theme === "light") root.dataset.theme = theme;
  } catch (error) {
    /* Storage is refused: the system's theme stays. */
  }
})();
