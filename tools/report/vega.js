// @ts-check
// Replaces the still pictures of interactive figures by living ones, in the page's colours.
{
  const ink = "var(--figure-ink)";
  const muted = "var(--figure-muted)";
  const config = {
    background: "transparent",
    font: "inherit",
    axis: {
      labelColor: muted,
      titleColor: ink,
      gridColor: "var(--figure-grid)",
      domainColor: muted,
      tickColor: muted,
    },
    legend: {
      labelColor: ink,
      titleColor: ink,
      ...innerWidth < 480 && { orient: "bottom", columns: 2 }, // beside it, the chart would have no room
    },
    header: { labelColor: ink, titleColor: ink },
    text: { color: ink },
    rule: { color: ink },
    title: { color: ink, subtitleColor: muted },
    view: { stroke: "var(--figure-grid)" },
    range: { category: Array.from({ length: 8 }, (_, i) => `var(--figure-${i + 1})`) },
  };

  /** Hides the frame of a selection, a picture without a name, from those who do not see it. */
  const hideFrames = (/** @type {any} */ spec) => {
    for (const mark of spec.marks ?? []) {
      if (/_brush(_bg)?$/.test(mark.name)) mark.aria = false;
      hideFrames(mark);
    }
    return spec;
  };

  /** Makes a chart with one width as narrow as its figure. */
  const fit = async (/** @type {any} */ view, /** @type {Element} */ figure) => {
    const surplus = figure.scrollWidth - figure.clientWidth;
    const width = view.width() - surplus;
    if (surplus > 0 && width >= 120) await view.width(width).runAsync();
  };

  /** Puts the Japanese beside the labels that Vega has drawn; the page shows one of them. */
  const translate = (/** @type {Element} */ figure) => {
    const words = JSON.parse(figure.getAttribute("data-words") ?? "{}");
    for (const text of figure.querySelectorAll("text")) {
      const english = text.textContent;
      if (!(english in words)) continue;
      text.replaceChildren(
        ...Object.entries({ en: english, ja: words[english] }).map(
          ([lang, label]) => {
            const part = document.createElementNS(text.namespaceURI, "tspan");
            part.setAttribute("lang", lang);
            part.textContent = label;
            return part;
          },
        ),
      );
    }
  };

  const enliven = async (/** @type {Element} */ figure) => {
    const spec = JSON.parse(figure.querySelector("script")?.textContent ?? "");
    const place = document.createElement("div");
    figure.append(place);
    const { vegaEmbed } = /** @type {any} */ (globalThis);
    const { view } = await vegaEmbed(place, spec, {
      renderer: "svg",
      actions: false,
      config,
      patch: hideFrames,
    });
    figure.querySelector(".still")?.remove();
    await fit(view, figure);
    translate(figure);
  };

  document.addEventListener("DOMContentLoaded", async () => {
    for (const figure of document.querySelectorAll(".vega")) await enliven(figure);
  });
  document.addEventListener("new-vega", ({ target }) => enliven(/** @type {Element} */ (target)));
}
