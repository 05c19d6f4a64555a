import type { z } from 'zod';
import { unpackText } from './packedText.ts';

/** Parses packed texts that documents hold. What is read again and has not changed is not parsed again. */
export interface ParsedTexts<Value> {
  /** @param id of the document that holds the text. The answer is shared: it must not be changed. */
  parse(id: string, text: string): Value;
}

/** @param mostCharacters of the texts that are remembered, together; those not asked for longest are forgotten first. */
export function createParsedTexts<Value>(schema: z.ZodType<Value>, mostCharacters: number): ParsedTexts<Value> {
  const known = new Map<string, { readonly text: string; readonly value: Value }>();
  let characters = 0;
  const forget = (id: string): void => {
    characters -= known.get(id)?.text.length ?? 0;
    known.delete(id);
  };
  return {
    parse: (id, text) => {
      const found = known.get(id);
      const value = found?.text === text ? found.value : schema.parse(unpackText(text));
      forget(id);
      known.set(id, { text, value });
      characters += text.length;
      for (const oldest of known.keys()) {
        if (characters <= mostCharacters) break;
        forget(oldest);
      }
      return value;
    },
  };
}
