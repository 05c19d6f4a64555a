/** In this header the gateway tells a subgraph how many milliseconds it waits for the answer. */
export const DEADLINE_HEADER = 'x-laurel-deadline-ms';
