/** A source of choices: numbers drawn one after another, zeros when they are used up, so that shorter tapes mean less. */
export interface Choices {
  below(limit: number): number;
}

export function choicesFrom(tape: readonly number[]): Choices {
  let position = 0;
  return { below: (limit) => (tape[position++] ?? 0) % Math.max(1, limit) };
}
