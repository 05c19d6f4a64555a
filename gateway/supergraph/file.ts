import { readFile } from 'node:fs/promises';

/** Reads the text of a supergraph. @throws an error that names the file and the setting. */
export const readSdl = (path: string): Promise<string> =>
  readFile(path, 'utf8').catch((error: unknown) => {
    throw new Error(`cannot read the supergraph at ${path} (setting SUPERGRAPH)`, { cause: error });
  });
