// Light or dark: what the reader chose here, else what their system says. Before anything is drawn.
(() => {
  const root = document.documentElement;
  const chosen = () => {
    try {
      return localStorage.getItem("plenary-theme");
    } catch {
      return null;
    }
  };
  const stored = chosen();
  if (stored === "light" || stored === "dark") root.dataset.theme = stored;
  root.classList.add("js");
  addEventListener("click", (event) => {
    if (!(event.target instanceof Element) || !event.target.closest("[data-toggle-theme]")) return;
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    try {
      localStorage.setItem("plenary-theme", root.dataset.theme);
    } catch {}
  });
  // "/" goes to the search, as on the sites people know it from.
  addEventListener("keydown", (event) => {
    const typing = event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const search = document.querySelector("input[type=search]");
    if (!search) return;
    event.preventDefault();
    search.closest("details")?.setAttribute("open", "");
    search.focus();
  });
})();
