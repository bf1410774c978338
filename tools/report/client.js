// @ts-check
// In the reader's browser: the language, the colours, copy buttons, keys for what scrolls, and the place in the contents.
// Runs before the page is drawn, so that nothing jumps; what needs the page waits for it.
{
  const page = document.documentElement;

  /** What the reader chose last; a browser may deny storage to a file. @param {string} key */
  const recall = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };
  /** @param {string} key @param {string} value */
  const remember = (key, value) => {
    try {
      localStorage.setItem(key, value);
    } catch { /* then the choice holds for this page only */ }
  };
  /** @param {string} selector @returns {HTMLElement[]} */
  const all = (selector) => Array.from(document.querySelectorAll(selector));

  const setLanguage = (/** @type {string} */ choice) => {
    const place = all("main h2, main h3, .cell").find((e) => e.getBoundingClientRect().bottom > 80);
    const before = place?.getBoundingClientRect().top ?? 0;
    page.dataset.language = choice;
    page.lang = choice === "ja" ? "ja" : "en";
    for (const fold of all('main details[lang="ja"]')) {
      fold.toggleAttribute("open", choice !== "en");
    }
    for (const button of all("[data-choose]")) {
      button.setAttribute("aria-pressed", String(button.dataset.choose === choice));
    }
    // What the reader was looking at stays where it was.
    if (place && scrollY > 0) scrollBy(0, place.getBoundingClientRect().top - before);
  };
  const language = recall("language") ?? (navigator.language.startsWith("ja") ? "ja" : "en");
  setLanguage(language);

  if ("fromBase64" in Uint8Array) page.dataset.runs = ""; // the youngest of what running cells needs

  const theme = recall("theme");
  if (theme) page.dataset.theme = theme;
  const isDark = () =>
    page.dataset.theme
      ? page.dataset.theme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;

  document.addEventListener("DOMContentLoaded", () => {
    setLanguage(language);
    for (const button of all("[data-choose]")) {
      button.addEventListener("click", () => {
        setLanguage(button.dataset.choose ?? "en");
        remember("language", button.dataset.choose ?? "en");
      });
    }
    for (const button of all(".theme")) {
      button.addEventListener("click", () => {
        page.dataset.theme = isDark() ? "light" : "dark";
        remember("theme", page.dataset.theme);
      });
    }
    for (const button of all(".copy")) {
      button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(
          button.parentElement?.querySelector("code")?.textContent ?? "",
        );
        button.classList.add("done");
        setTimeout(() => button.classList.remove("done"), 1500);
      });
    }

    // What scrolls sideways can be reached by the keyboard, and nothing else stands in the way of Tab.
    new ResizeObserver(() => {
      for (const box of all("pre, .outputs > *, .scroll, .picture, .katex-display")) {
        if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
        else box.removeAttribute("tabindex");
      }
    }).observe(document.body);

    // "/" goes to the search of this page, which leads to that of all chapters.
    addEventListener("keydown", (event) => {
      const { target } = event;
      const types = target instanceof HTMLElement &&
        (target.isContentEditable || target.matches("input, textarea, select"));
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || types) return;
      const field = document.querySelector("input[name=q]");
      if (!(field instanceof HTMLInputElement)) return;
      event.preventDefault();
      field.select();
    });

    const contents = document.querySelector(".contents details");
    const wide = matchMedia("(min-width: 74rem)");
    const unfold = () => contents?.toggleAttribute("open", wide.matches);
    unfold();
    wide.addEventListener("change", unfold);
    contents?.addEventListener("click", (event) => {
      if (event.target instanceof Element && event.target.closest("a")) unfold();
    });

    const links = new Map(all(".contents a").map((link) => [link.getAttribute("href"), link]));
    const headings = all("main h2, main h3");
    const list = contents?.parentElement;
    /** @type {HTMLElement | undefined} */
    let marked;
    const mark = () => {
      const current = headings.findLast((heading) => heading.getBoundingClientRect().top < 120);
      const link = links.get(`#${current?.id}`);
      if (link === marked) return;
      marked?.removeAttribute("aria-current");
      link?.setAttribute("aria-current", "true");
      marked = link;
      // beside the text, the list follows the reading
      if (list && link && wide.matches) list.scrollTop = link.offsetTop - list.clientHeight / 2;
    };
    addEventListener("scroll", () => requestAnimationFrame(mark), { passive: true });
    mark();
  });
}
