// What axe-core finds in the pages: faults that shut out those who read with a screen reader or a keyboard.

import { join } from "node:path";
import axe from "axe-core";
import { findNotebooks } from "../../tools/notebooks.ts";
import { writeReports } from "../../tools/report.ts";
import { assertEquals } from "../assert.ts";
import { browserTest, buildReports, open, type Opened } from "./build.ts";

const fixtures = await buildReports();

/** Each violation as `page: rule at its first place`; interactive figures live before axe looks. */
async function violations({ page }: Opened, rules: axe.RuleObject = {}): Promise<string[]> {
  await page.waitForFunction(() => document.querySelectorAll(".vega .still").length === 0);
  await page.addScriptTag({ content: axe.source });
  const found = await page.evaluate(
    (rules) => (globalThis as unknown as { axe: typeof axe }).axe.run(document, { rules }),
    rules,
  );
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.length}, ${nodes[0]!.html}`);
}

browserTest(
  "axe finds nothing in a report or in the pages beside the chapters, light or dark",
  async () => {
    for (const name of ["ch03-everything", "index", "glossary", "cheat-sheet"]) {
      for (const colorScheme of ["light", "dark"] as const) {
        await using opened = await open(join(fixtures, `${name}.html`), { colorScheme });
        assertEquals([name, colorScheme, ...await violations(opened)], [name, colorScheme]);
      }
    }
  },
);

browserTest("axe finds nothing in the chapters with the outputs that they come with", async () => {
  const folder = await Deno.makeTempDir();
  await writeReports([], findNotebooks(), folder);
  const found: string[] = [];
  for (const { name } of Deno.readDirSync(folder)) {
    await using opened = await open(join(folder, name));
    // contrast takes most of the time, and is that of the same styles as above
    const here = await violations(opened, { "color-contrast": { enabled: false } });
    found.push(...here.map((violation) => `${name}: ${violation}`));
  }
  await Deno.remove(folder, { recursive: true });
  assertEquals(found, []);
});
