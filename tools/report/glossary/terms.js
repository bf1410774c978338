// @ts-check
// In the reader's browser: the sentence of the glossary beside a word that leads there, while the pointer is on it, while
// it has the focus, or after a finger has touched it; a second touch follows the link.
{
  const WAIT = 200; // ms before it shows or goes
  const GAP = 8; // px from the word, and from the edge of the window

  const tip = document.createElement("div");
  tip.id = "term-tip";
  tip.className = "tip";
  tip.setAttribute("role", "tooltip");
  tip.popover = "manual";
  document.body.append(tip);

  /** @type {HTMLElement | undefined} the word whose sentence is shown */
  let shown;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  const hide = () => {
    clearTimeout(timer);
    shown?.removeAttribute("aria-describedby");
    shown = undefined;
    tip.hidePopover();
  };

  /** @param {HTMLAnchorElement} word */
  const show = (word) => {
    clearTimeout(timer);
    if (shown === word) return;
    const id = word.hash.slice(1);
    const template = document.querySelector(`template[data-term="${CSS.escape(id)}"]`);
    if (!(template instanceof HTMLTemplateElement)) return;
    hide();
    shown = word;
    tip.replaceChildren(template.content.cloneNode(true));
    word.setAttribute("aria-describedby", tip.id);
    tip.showPopover();
    place();
  };

  /** Below its word, or above where there is no room; it goes along with the page. */
  const place = () => {
    const box = shown?.getClientRects()[0];
    if (!box) return;
    if (box.bottom < 0 || box.top > innerHeight) return hide();
    const { width, height } = tip.getBoundingClientRect();
    const left = Math.min(box.left, document.documentElement.clientWidth - width - GAP);
    const isBelow = box.bottom + GAP + height < innerHeight;
    tip.style.left = `${Math.max(GAP, left)}px`;
    tip.style.top = `${isBelow ? box.bottom + GAP : box.top - GAP - height}px`;
  };

  const soon = (/** @type {() => void} */ what) => {
    clearTimeout(timer);
    timer = setTimeout(what, WAIT);
  };

  for (const word of document.querySelectorAll("a.term")) {
    if (!(word instanceof HTMLAnchorElement)) continue;
    word.addEventListener("pointerenter", ({ pointerType }) => {
      if (pointerType === "mouse") soon(() => show(word));
    });
    word.addEventListener("pointerleave", ({ pointerType }) => {
      if (pointerType === "mouse") soon(hide);
    });
    word.addEventListener("focus", () => {
      if (word.matches(":focus-visible")) show(word);
    });
    word.addEventListener("blur", hide);
    word.addEventListener("click", (event) => {
      const isTouch = event instanceof PointerEvent && event.pointerType !== "mouse" &&
        event.detail > 0;
      if (!isTouch || shown === word) return;
      event.preventDefault();
      show(word);
    });
  }
  tip.addEventListener("pointerenter", () => clearTimeout(timer));
  tip.addEventListener("pointerleave", () => soon(hide));
  addEventListener("keydown", ({ key }) => {
    if (key === "Escape") hide();
  });
  addEventListener("pointerdown", ({ target }) => {
    if (target instanceof Node && !tip.contains(target) && !shown?.contains(target)) hide();
  });
  addEventListener("scroll", place, { passive: true });
}
