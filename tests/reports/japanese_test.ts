// Whether the browser of the tests can show Japanese, so that pictures of pages are worth looking at.

import { assertTrue } from "../assert.ts";
import { launchBrowser } from "../../tools/browser.ts";
import { browserTest } from "./build.ts";

browserTest("launchBrowser() draws Japanese characters, not boxes in their place", async () => {
  await using browser = await launchBrowser();
  const page = await browser.newPage();
  const pictures = await page.evaluate(() =>
    ["学", "習", " "].map((character) => {
      const canvas = document.createElement("canvas");
      const context = canvas.getContext("2d")!;
      context.font = "40px sans-serif";
      context.fillText(character, 10, 60);
      return canvas.toDataURL();
    })
  );
  const [first, second, empty] = pictures;
  if (first === second) { // the same box, or nothing
    console.log("omitted: pictures of Japanese pages: no Japanese font, such as fonts-noto-cjk");
    return;
  }
  assertTrue(first !== empty && second !== empty, "one of two characters is not drawn");
});
