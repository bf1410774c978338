// node:url, as far as lib uses it.

/** The path of a file: address. */
export const fileURLToPath = (url: string | URL): string => decodeURI(new URL(url).pathname);

/** The file: address of a path. */
export const pathToFileURL = (path: string): URL => new URL(path, "file:///");
