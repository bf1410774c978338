// @ts-check
// Gives each cell of a report its buttons. All that they do is in a script that is text until the first is pressed, so
// that the page is there at once.
{
  /** @typedef {{ press: (cell: HTMLElement, what: string) => void, take: (files: FileList) => void, chooseFiles: () => void }} Live */
  /** @typedef {{ begin: (start: object) => Promise<Live>, prepare: () => void }} Program */

  /** What the browser keeps for this page; it may deny that to a file. */
  const storage = () => {
    let own;
    try {
      own = localStorage;
    } catch { /* then nothing is kept */ }
    return own;
  };

  // A page that the browser itself has saved has in it what these scripts had made: buttons that nobody hears.
  for (const old of document.querySelectorAll("[data-cell] .live-row")) old.remove();
  addEventListener("DOMContentLoaded", () => document.querySelector(".live-bar")?.remove()); // at the page's end

  // What "save this page" begins with: the page before any script has changed it.
  const page = document.documentElement.cloneNode(true);
  /** @type {Promise<Program> | undefined} */
  let loaded;
  const program = () => loaded ??= load("live-page");
  /** @type {Promise<Live> | undefined} */
  let script;
  const live = () =>
    script ??= program().then(({ begin }) => begin({ page, load, storage: storage(), key }));
  const load = async (/** @type {string} */ id) => {
    const packed = Uint8Array.fromBase64(document.getElementById(id)?.textContent ?? "");
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
    const script = await new Response(stream).arrayBuffer();
    return import(URL.createObjectURL(new Blob([script], { type: "text/javascript" })));
  };

  const template = /** @type {HTMLTemplateElement} */ (document.getElementById("live-tools"));
  const { name, saved } = template.dataset;
  const key = saved ? `live ${name} ${saved}` : `live ${name}`; // a saved page is another
  for (const cell of document.querySelectorAll("[data-cell]")) {
    const row = /** @type {HTMLElement} */ (template.content.firstElementChild?.cloneNode(true));
    const number = cell.id.replace("cell-", "");
    row.querySelector("[role=toolbar]")?.setAttribute(
      "aria-label",
      `Cell ${number} セル ${number}`,
    );
    const before = cell.querySelector(":scope > .figure-code"); // under the figure, beside the fold of its code
    if (before) before.before(row);
    else cell.querySelector(".listing")?.after(row);
  }

  const cellOf = (/** @type {Event} */ { target }) =>
    target instanceof Element ? /** @type {HTMLElement?} */ (target.closest("[data-cell]")) : null;
  const press = async (/** @type {HTMLElement} */ cell, /** @type {string} */ what) => {
    try {
      (await live()).press(cell, what);
    } catch (error) {
      const line = document.createElement("p");
      line.className = "live-notice";
      line.textContent = `This browser cannot run cells; a newer one can. ` +
        `このブラウザではセルを実行できません。新しいブラウザをお使いください。 (${error})`;
      cell.append(line);
      throw error;
    }
  };

  document.addEventListener("click", (event) => {
    const cell = cellOf(event);
    const what = event.target instanceof Element && event.target.closest("[data-do]");
    if (cell && what instanceof HTMLElement) press(cell, what.dataset.do ?? "");
    else if (what) live().then((live) => live.chooseFiles()); // the button under the title
  });

  // Of the buttons of a cell one is in the way of Tab; arrows lead to the others, as in every toolbar.
  document.addEventListener("keydown", (event) => {
    const cell = cellOf(event);
    const target = /** @type {Element} */ (event.target);
    if (!cell || event.defaultPrevented || target.closest(".outputs")) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey || event.shiftKey)) {
      event.preventDefault();
      press(cell, event.shiftKey ? "run and go on" : "run");
    }
    const tools = target.closest("[role=toolbar]");
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!tools || !step) return;
    const buttons = Array.from(tools.querySelectorAll("button")).filter((one) => one.offsetParent);
    const next = buttons[
      (buttons.indexOf(/** @type {any} */ (target)) + step + buttons.length) % buttons.length
    ];
    event.preventDefault();
    for (const one of tools.querySelectorAll("button")) one.tabIndex = one === next ? 0 : -1;
    next?.focus();
  });

  const hasFiles = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes("Files");
  document.addEventListener("dragenter", (event) => {
    if (hasFiles(event)) document.documentElement.dataset.drop = "";
  });
  document.addEventListener("dragover", (event) => {
    if (hasFiles(event)) event.preventDefault();
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) delete document.documentElement.dataset.drop;
  });
  document.addEventListener("drop", (event) => {
    delete document.documentElement.dataset.drop;
    const files = event.dataTransfer?.files;
    if (!files?.length) return;
    event.preventDefault();
    live().then((live) => live.take(files));
  });

  // What the reader has changed here before is there again.
  const isKept = document.getElementById("live-kept") || storage()?.getItem(key);
  if (isKept) addEventListener("load", () => setTimeout(live));

  // Where digits have to be drawn in MNIST's place, that is done while the reader reads.
  if (document.getElementById("live-digits") && "fromBase64" in Uint8Array) {
    const whenIdle = globalThis.requestIdleCallback ?? setTimeout; // Safari has only the latter
    addEventListener("load", () => whenIdle(async () => (await program()).prepare()));
  }
}
