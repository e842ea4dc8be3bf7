// Keys inside a drawing: one tab stop, arrows between marks. Without this file each mark is a tab stop of its own.
(() => {
  const drawings = "[data-marks]";
  const shown = (drawing) => [...drawing.querySelectorAll("a[data-s]")].filter((mark) => mark.getClientRects().length > 0);

  function settle(drawing, current) {
    const marks = shown(drawing);
    const stop = current ?? marks[0];
    for (const mark of drawing.querySelectorAll("a[data-s]")) mark.setAttribute("tabindex", mark === stop ? "0" : "-1");
  }

  const seriesOf = (marks) => [...new Set(marks.map((mark) => mark.dataset.s))];
  const middle = (mark) => {
    const box = mark.getBoundingClientRect();
    return box.left + box.width / 2;
  };

  // Within its own drawing: panels beside each other have the same columns.
  const place = (mark) => middle(mark) - mark.closest("svg, table").getBoundingClientRect().left;

  function target(drawing, mark, key) {
    const marks = shown(drawing);
    const own = marks.filter((one) => one.dataset.s === mark.dataset.s);
    const at = own.indexOf(mark);
    if (key === "ArrowRight") return own[at + 1];
    if (key === "ArrowLeft") return own[at - 1];
    if (key === "Home") return own[0];
    if (key === "End") return own.at(-1);
    const names = seriesOf(marks);
    const next = names[names.indexOf(mark.dataset.s) + (key === "ArrowDown" ? 1 : -1)];
    const others = marks.filter((one) => one.dataset.s === next);
    const away = (one) => Math.abs(place(one) - place(mark));
    return others.sort((a, b) => away(a) - away(b))[0];
  }

  function say(mark, hint = "") {
    const readout = mark.closest(".drawing")?.querySelector("[data-readout]");
    if (readout) readout.textContent = (mark.getAttribute("aria-label") ?? "") + hint;
  }

  function hush(mark) {
    const readout = mark.closest(".drawing")?.querySelector("[data-readout]");
    if (readout) readout.textContent = "";
  }

  addEventListener("keydown", (event) => {
    const mark = event.target.closest?.("a[data-s]");
    const drawing = mark?.closest(drawings);
    if (!drawing || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.key === "Escape") {
      settle(drawing);
      mark.blur();
      return;
    }
    if (!["ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown", "Home", "End"].includes(event.key)) return;
    event.preventDefault();
    target(drawing, mark, event.key)?.focus();
  });
  addEventListener("focusin", (event) => {
    const mark = event.target.closest?.("a[data-s]");
    const drawing = mark?.closest(drawings);
    if (!drawing) return;
    settle(drawing, mark);
    const comes = mark.matches(":focus-visible") && !drawing.contains(event.relatedTarget);
    say(mark, comes ? " (arrow keys move on, Enter opens the records)" : "");
  });
  addEventListener("focusout", (event) => {
    const mark = event.target.closest?.("a[data-s]");
    if (mark && !event.relatedTarget?.closest?.("a[data-s]")) hush(mark);
  });
  addEventListener("pointerover", (event) => {
    const mark = event.target.closest?.("a[data-s]");
    if (mark) say(mark);
  });
  addEventListener("pointerout", (event) => {
    const mark = event.target.closest?.("a[data-s]");
    if (!mark || mark.contains(event.relatedTarget)) return;
    const focused = mark.closest(".drawing")?.querySelector("a[data-s]:focus-visible");
    if (focused) say(focused);
    else hush(mark);
  });

  const begin = () => {
    for (const drawing of document.querySelectorAll(drawings)) settle(drawing);
  };
  if (document.readyState === "complete") begin();
  else addEventListener("load", begin);
})();
