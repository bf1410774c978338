// Variables with which the tests run the chapters: long trainings cut short, no notes on types, and data from the folder that has them.

import { dataFolder } from "../golden.ts";

const folder = dataFolder();

export const env: Record<string, string> = {
  DLFS_QUICK: "1", // fewer epochs, the same cells
  DENO_LAYER_TYPES: "off", // no deno lsp beside each kernel, which takes more than the chapter
  ...(folder !== undefined && { DLFS_DATA_DIR: folder }),
};
