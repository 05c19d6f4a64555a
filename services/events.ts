import type { StackEvent } from './stores.ts';

/** What a person is told about an event. */
export function describeEvent(event: StackEvent): string {
  switch (event.type) {
    case 'note':
      return event.text;
    case 'taken':
      return `${event.name}: ${event.origin}`;
    case 'ready':
      return `${event.name} is ready (${(event.afterMs / 1000).toFixed(1)} s)`;
    case 'crashed':
      return `${event.name} ended unexpectedly (${event.how}); it is started again in ${event.restartInMs / 1000} s`;
    case 'stopped':
      return `${event.name} stopped`;
    case 'log':
      return `${event.name} | ${event.line}`;
    default:
      return event satisfies never;
  }
}

/** Prints only what takes long and what goes wrong: for test runs. */
export function noteEvent(event: StackEvent): void {
  if (event.type === 'note' || event.type === 'crashed') console.log(`  ${describeEvent(event)}`);
}
