// Light or dark, and single keys on or off: what was chosen here, before anything is drawn.
(() => {
  const root = document.documentElement;
  const read = (name) => {
    try {
      return localStorage.getItem(name);
    } catch {
      return null;
    }
  };
  const write = (name, value) => {
    try {
      localStorage.setItem(name, value);
    } catch {}
  };
  const theme = read("plenary-theme");
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  root.dataset.keys = read("plenary-keys") === "off" ? "off" : "on";
  root.classList.add("js");

  addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    if (event.target.closest("[data-toggle-theme]")) {
      const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
      root.dataset.theme = (root.dataset.theme ?? system) === "dark" ? "light" : "dark";
      write("plenary-theme", root.dataset.theme);
    }
    if (event.target.closest("[data-toggle-keys]")) {
      root.dataset.keys = root.dataset.keys === "on" ? "off" : "on";
      write("plenary-keys", root.dataset.keys);
    }
  });

  // The search may stand behind a line that opens.
  const openSearch = () => {
    const search = document.querySelector("input[type=search]");
    if (!search) return false;
    search.closest("nav")?.querySelector("details.filters")?.setAttribute("open", "");
    search.focus();
    return true;
  };
  addEventListener("DOMContentLoaded", () => location.hash === "#q" && openSearch());
  addEventListener("hashchange", () => location.hash === "#q" && openSearch());
  addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest('a[href$="#q"]') && openSearch()) event.preventDefault();
  });

  // "/" goes to the search; a letter presses what carries it as data-key.
  addEventListener("keydown", (event) => {
    const typing = event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]");
    if (root.dataset.keys === "off" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.toLowerCase();
    if (key === "/") {
      if (openSearch()) event.preventDefault();
    } else if (/^[a-z]$/.test(key)) {
      const target = document.querySelector(`[data-key="${key}"]`);
      if (!target) return;
      event.preventDefault();
      // What cannot be taken back wants its key twice: the first brings the focus.
      const first = target.hasAttribute("data-key-twice") && document.activeElement !== target;
      if (first || target.matches("textarea, input")) target.focus();
      else target.click();
    }
  });
})();
