// The race of optimizers, without a page.

import { assertClose, numericalGradient, tensor } from "../../lib/mod.ts";
import { race, raceSurfaces } from "../../lib/play/figures/race.ts";
import { assertEquals, assertTrue } from "../assert.ts";

for (const [name, surface] of Object.entries(raceSurfaces)) {
  Deno.test(`the slope of ${name} is its numerical gradient, and 0 at its goals`, () => {
    for (const place of [surface.start, [0.3, -0.7], [-1.2, 1.9]] as const) {
      const numerical = numericalGradient(
        ({ data }) => surface.f(data[0]!, data[1]!),
        tensor([...place], { dtype: "float64" }),
      );
      const slope = tensor(surface.slope(place[0]!, place[1]!), { dtype: "float64" });
      assertClose(slope, numerical, { atol: 1e-6 }); // a difference of places 2e-4 apart
    }
    for (const [x, y] of surface.goals) {
      assertEquals(surface.slope(x!, y!).map((part) => part + 0), [0, 0]);
    }
  });
}

Deno.test("race() goes the chapter's way: 30 steps down the book's valley", () => {
  const ends = race(raceSurfaces["x² / 20 + y²"], [-7, 2], 1).map(({ name, path }) =>
    [name, ...path[30]!] as const
  );
  const [sgd, , , adaGrad] = ends;
  assertClose(sgd!.slice(1) as number[], [-0.3503929957523197, 0.0847823165504322]); // by NumPy
  assertClose(adaGrad![1], -0.12016232231416045);
});

Deno.test("race() says who flew off; nobody arrives by passing through", () => {
  const runs = race(raceSurfaces["x² / 20 + y²"], [-7, 2], 2);
  assertEquals(runs.filter(({ isAway }) => isAway).map(({ name }) => name), ["SGD"]);
  const { path, arrived } = runs[1]!; // Momentum rolls over the goal and comes back
  const passed = path.findIndex(([x, y]) => Math.hypot(x, y) < 0.4);
  assertTrue(passed < arrived!, `${passed} and ${arrived}`);
});
