// @ts-check
// Loads the figures of a page when the first of them comes near the screen, and each figure when it does.
{
  const near = { rootMargin: "600px" };
  /** @type {Promise<{ mount: (place: Element) => void }> | undefined} */
  let script;
  const load = () => {
    const text = document.getElementById("play-script")?.textContent ?? "";
    return import(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
  };
  const observer = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      observer.unobserve(target);
      (script ??= load()).then(({ mount }) => mount(target));
    }
  }, near);
  const begin = () =>
    document.querySelectorAll(".play").forEach((place) => observer.observe(place));
  document.addEventListener(
    "new-play",
    ({ target }) => observer.observe(/** @type {Element} */ (target)),
  );
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", begin);
  else begin();
}
