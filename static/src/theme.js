// Runs before the first paint, so a dark page does not flash white.
try {
  document.documentElement.dataset.bsTheme = localStorage.getItem("theme") === "dark" ? "dark" : "light";
} catch {
  // Storage is switched off: stay light.
}
