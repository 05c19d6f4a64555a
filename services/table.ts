import { mailboxDir } from './applications.ts';
import type { StackSettings } from './config.ts';
import { localHost } from './embedded/network.ts';
import { serviceNames, type ServiceName } from './embedded/service.ts';
import type { Stack } from './stack.ts';
import type { Services } from './stores.ts';
import { subgraphNames } from './subgraphs.ts';

/** What a person sees once everything runs: where it all is, and how to stop it. */
export function stackTable(stack: Stack, afterMs: number): string {
  const { gatewayUrl, ports, services, settings, logDir } = stack;
  const socketUrl = gatewayUrl.replace(/^http/, 'ws');
  const rows: [string, string][] = [
    ['Playground', `${gatewayUrl}/`],
    ['GraphQL', `${gatewayUrl}/graphql  (POST, GET, and SSE with accept: text/event-stream)`],
    ['Subscriptions', `${socketUrl}/graphql  (graphql-transport-ws)`],
    ['Health', `${gatewayUrl}/readyz`],
    ...subgraphNames.map((name): [string, string] => [name, `http://${localHost}:${ports[name]}/readyz`]),
    ...serviceNames.map((name): [string, string] => [name, shown(services, name)]),
    ...mailbox(settings),
    ['Data', settings.dataDir],
    ['Logs', logDir],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  const lines = rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`);
  const title = `Laurel is up after ${(afterMs / 1000).toFixed(1)} s.`;
  return ['', title, '', ...lines, '', 'Ctrl-C stops everything.', ''].join('\n');
}

/** Mails are files here unless there is a mail server. */
const mailbox = (settings: StackSettings): [string, string][] =>
  settings.environment['SMTP_URL'] === undefined ? [['Mailbox', mailboxDir(settings)]] : [];

/** The password of an embedded service is no secret; what is in a person's own URL may be. */
const shown = (services: Services, name: ServiceName): string =>
  services.processes.has(name) ? services.url(name) : (services.origins[name] ?? '');
