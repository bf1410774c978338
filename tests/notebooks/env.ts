// Variables with which the tests run the chapters: long trainings cut short, and data from the folder that has them.

import { dataFolder } from "../golden.ts";

const folder = dataFolder();

export const env: Record<string, string> = {
  DLFS_QUICK: "1", // fewer epochs, the same cells
  ...(folder !== undefined && { DLFS_DATA_DIR: folder }),
};
