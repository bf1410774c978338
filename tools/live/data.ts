// Files of data that the reader gives to the page: taken only if they are what the manifest names, byte for byte.

import manifest from "../../data/manifest.json" with { type: "json" };
import type { Words } from "./words.tsx";

const known: Record<string, { bytes: number; sha256: string }> = {
  ...manifest.mnist.files,
  ...manifest.book.files,
};

/** Names of the files of MNIST. */
export const mnist: readonly string[] = Object.keys(manifest.mnist.files);

/** A file that was taken, under the name by which the library asks for it; or why it was not. */
export type Taken =
  | { name: string; bytes: Uint8Array<ArrayBuffer>; isPicture?: true }
  | { refusal: Words };

export async function take(file: File): Promise<Taken> {
  const name = Object.keys(known).find((name) => sameName(name, file.name));
  if (!name) {
    if (await isPicture(file)) {
      return { name: file.name, bytes: await file.bytes(), isPicture: true };
    }
    return {
      refusal: [
        `${file.name} is no file of MNIST (such as ${
          mnist[2]
        }), none of the book's weights (such as sample_weight.pkl) ` +
        "and no picture (PNG, JPEG).",
        `${file.name} は MNIST のファイル (${
          mnist[2]
        } など) でも、書籍の重み (sample_weight.pkl など) でも、` +
        "画像 (PNG、JPEG) でもありません。",
      ],
    };
  }
  const bytes = await content(file, known[name]!.bytes).catch(() => undefined);
  const digest = bytes && new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
  if (!bytes || digest !== known[name]!.sha256) {
    const others = mnist.includes(name)
      ? [" (Fashion-MNIST has the same names)", " (Fashion-MNIST も同じ名前です)"]
      : ["", ""];
    return {
      refusal: [
        `${file.name} is damaged, or another file of that name${
          others[0]
        }: its content is not the one that is known.`,
        `${file.name} は壊れているか、同じ名前の別のファイルです${others[1]}。内容が一致しません。`,
      ],
    };
  }
  return { name, bytes };
}

/** What of MNIST is still missing, once some of it is there. */
export function missing(given: ReadonlySet<string>): Words | undefined {
  const rest = mnist.filter((name) => !given.has(name));
  if (rest.length === 0 || rest.length === mnist.length) return undefined;
  const hasTest = hasTestDigits(given);
  return [
    (hasTest
      ? "The digits to test with are MNIST's; those to train with are drawn"
      : "Digits are drawn") +
    ` until ${rest.join(", ")} ${rest.length === 1 ? "is" : "are"} there, too.`,
    (hasTest ? "テスト用の数字は MNIST です。訓練用は、" : "") +
    `${rest.join("、")} も渡されるまで、合成した数字を使います。`,
  ];
}

/** Whether the digits to test with are there, which chapters need that train nothing. */
export const hasTestDigits = (given: ReadonlySet<string>): boolean =>
  mnist.filter((name) => name.startsWith("t10k")).every((name) => given.has(name));

/** A PNG or JPEG file, by how it begins, that is not too large for the cells' memory. */
async function isPicture(file: File): Promise<boolean> {
  const start = new Uint8Array(await file.slice(0, 4).arrayBuffer()).toHex();
  return /^(ffd8|89504e47)/.test(start) && file.size < 2 ** 26;
}

/** The browser's store of what was given: that of all pages of a server, and none for a page from a file. */
const STORE = "live data";

/** Keeps a file for the next visit; false where the browser does not allow that. */
export async function keep(name: string, file: File): Promise<boolean> {
  try {
    await (await caches.open(STORE)).put(`/${name}`, new Response(file));
    return true;
  } catch {
    return false;
  }
}

/** The files that were kept; to be checked again. */
export async function kept(): Promise<File[]> {
  const files: File[] = [];
  try {
    const store = await caches.open(STORE);
    for (const { url } of await store.keys()) {
      const content = await (await store.match(url))!.blob();
      files.push(new File([content], url.slice(url.lastIndexOf("/") + 1)));
    }
  } catch { /* then nothing is kept */ }
  return files;
}

/** Whether files were kept. */
export async function isKept(): Promise<boolean> {
  try {
    return (await (await caches.open(STORE)).keys()).length > 0;
  } catch {
    return false; // a page from a file has no store
  }
}

export const forget = (): Promise<boolean> => caches.delete(STORE);

/** With or without `.gz`, with the dot that some copies have for a hyphen, and the number that a second download gets. */
function sameName(known: string, name: string): boolean {
  const plain = (name: string) =>
    name.replace(/ ?\(\d+\)/, "").replace(/\.gz$/, "").replace(".idx", "-idx");
  return plain(known) === plain(name);
}

/** The bytes of a file, unzipped; undefined if they are more or fewer than `length`. */
async function content(file: File, length: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const start = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  const isZipped = start[0] === 0x1f && start[1] === 0x8b;
  const stream = isZipped
    ? file.stream().pipeThrough(new DecompressionStream("gzip"))
    : file.stream();
  const bytes = new Uint8Array(length);
  let filled = 0;
  const reader = stream.getReader();
  for (;;) {
    const { value: part } = await reader.read();
    if (!part) return filled === length ? bytes : undefined;
    if (filled + part.length > length) return undefined;
    bytes.set(part, filled);
    filled += part.length;
  }
}
