/**
 * Deep Learning from Scratch in TypeScript: the one module that the notebooks import.
 *
 * @module
 */
