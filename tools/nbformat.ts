// What a notebook is, as a file.

/** Text in a notebook file is a string or a list of lines. */
export type Text = string | string[];

export interface Output {
  output_type: "stream" | "display_data" | "execute_result" | "error";
  /** Of a stream: "stdout" or "stderr". */
  name?: string;
  text?: Text;
  /** Of a display or result: mime type → content. */
  data?: Record<string, unknown>;
  metadata?: Record<string, unknown>;
  [key: string]: unknown;
}

/** Pictures that a markdown cell brings along: name → mime type → base64. */
export type Attachments = Record<string, Record<string, Text>>;

export interface Cell {
  cell_type: "code" | "markdown" | "raw";
  id?: string;
  metadata: Record<string, unknown>;
  source: Text;
  attachments?: Attachments;
  outputs?: Output[];
  execution_count?: number | null;
}

export interface Notebook {
  cells: Cell[];
  metadata: Record<string, unknown>;
  nbformat: number;
  nbformat_minor: number;
}

export function textOf(text: Text): string {
  return typeof text === "string" ? text : text.join("");
}

/** Markup with other ids, and with them all that names one: of two pictures in a page none may have the other's. */
export function renameIds(markup: string, newId: () => string): string {
  const ids = Array.from(markup.matchAll(/\sid="([^"]+)"/g), (match) => match[1]!);
  const renamed = new Map(ids.map((id) => [id, newId()]));
  return markup.replace(
    /(\sid="|\saria-\w+="|href="#|url\(#)([^")]+)/g,
    (all, before, id) => renamed.has(id) ? before + renamed.get(id) : all,
  );
}
