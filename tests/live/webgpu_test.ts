// A GPU in a page that is served: the processor imitates one where the browser can do that.

import { serve } from "../../tools/serve.ts";
import { assertTrue } from "../assert.ts";
import { launchBrowser } from "../../tools/browser.ts";
import { LivePage, pageFor } from "./page.ts";

const training = `
  import { random, SGD, tensor, TwoLayerNet, useBackend } from "../lib/mod.ts";
  const x = random(1).normal([5, 12]);
  const t = tensor([0, 1, 2, 1, 0], { dtype: "int32" });
  function losses() {
    const net = new TwoLayerNet({ inputSize: 12, hiddenSize: 7, outputSize: 3 });
    const optimizer = new SGD({ lr: 0.5 });
    return Array.from({ length: 5 }, () => {
      optimizer.update(net.params, net.gradient(x, t));
      return net.loss(x, t);
    });
  }`;
const compared = `
  const { name, adapter } = useBackend("webgpu");
  const ours = losses();
  useBackend("wasm");
  const gap = Math.max(...losses().map((loss, i) => Math.abs(loss - ours[i])));
  [name, adapter ?? "none", gap < 1e-5 ? "the same" : gap].join(": ");`;

Deno.test("a cell trains on the page's GPU at the first try, and gets the losses of WASM", async () => {
  const folder = await Deno.makeTempDir();
  await Deno.writeTextFile(`${folder}/page.html`, await pageFor([training, compared]));
  let url = "";
  await using _server = serve(folder, 0, (at) => url = `${at}page.html`);
  await using browser = await launchBrowser([
    "--enable-unsafe-webgpu",
    "--use-webgpu-adapter=swiftshader",
  ]);
  await using page = await LivePage.openAt(browser, url);
  await page.run(training);
  const { texts } = await page.shownBy(compared, { number: 2 });
  await Deno.remove(folder, { recursive: true });
  if (texts.join().includes("there is no ")) {
    console.log(`omitted: webgpu in a page: ${String(texts[0]).trim().split(": ").at(-1)}`);
    return;
  }
  assertTrue(/^"webgpu: .+: the same"$/.test(texts.join()), texts.join());
});
