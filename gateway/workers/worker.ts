import type { Service } from '#platform/lifecycle.ts';
import { toWorker, type FromWorker } from './messages.ts';

/** What a worker of several has in common with the others. */
export interface Team {
  /** The supergraph all serve. */
  readonly sdl: string;
  /** What all have counted, as text for Prometheus. */
  metrics(): Promise<string>;
  /** Says that requests can come. `retire` lets those under way end, when another worker takes this one's place. */
  ready(retire: () => Promise<void>): void;
}

/** Joins the workers of the process that started this one. @returns when it has said what to serve. */
export function joinTeam({ metrics, log }: Service): Promise<Team> {
  const { promise, resolve } = Promise.withResolvers<Team>();
  const scrapes = new Map<number, (text: string) => void>();
  let scrapeId = 0;
  let retire: (() => Promise<void>) | undefined;
  const count = async (): Promise<Extract<FromWorker, { type: 'retired' }>['metrics']> => metrics.getMetricsAsJSON();

  const end = async (): Promise<void> => {
    await retire?.();
    tell({ type: 'retired', metrics: await count() });
    process.kill(process.pid, 'SIGTERM');
  };
  process.on('message', (sent) => {
    const message = toWorker.parse(sent);
    switch (message.type) {
      case 'supergraph':
        resolve({
          sdl: message.sdl,
          metrics: () =>
            new Promise((answer) => {
              scrapeId++;
              scrapes.set(scrapeId, answer);
              tell({ type: 'scrape', id: scrapeId });
            }),
          ready: (ending) => {
            retire = ending;
            tell({ type: 'ready' });
          },
        });
        break;
      case 'retire':
        end().catch((error: unknown) => log.error({ err: error }, 'could not retire'));
        break;
      case 'count':
        count()
          .then((counted) => tell({ type: 'counted', id: message.id, metrics: counted }))
          .catch((error: unknown) => log.error({ err: error }, 'could not count'));
        break;
      case 'scraped':
        scrapes.get(message.id)?.(message.text);
        scrapes.delete(message.id);
        break;
    }
  });
  return promise;
}

/** Without a listener of its own an error of sending would end the process; a primary that is gone ends it anyway. */
function tell(message: FromWorker): void {
  process.send?.(message, undefined, undefined, () => undefined);
}
