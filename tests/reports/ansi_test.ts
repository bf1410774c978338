import { ansiHtml } from "../../tools/report/ansi.ts";
import { assertEquals } from "../assert.ts";

Deno.test("ansiHtml() colours text, escapes it, and leaves out what a page cannot do", () => {
  assertEquals(
    ansiHtml("\x1b[33m5\x1b[39m < \x1b[1;31m<b>\x1b[0m end\x1b[2K"),
    '<span class="ansi-33">5</span> &lt; <span class="ansi-1 ansi-31">&lt;b&gt;</span> end',
  );
  assertEquals(
    ansiHtml("\x1b[1;36mbold\x1b[22m thin\x1b[39m"),
    '<span class="ansi-1 ansi-36">bold</span><span class="ansi-36"> thin</span>',
  );
});
