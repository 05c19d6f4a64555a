/** How URLs begin, by what they lead to. */
const beginnings = {
  web: ['http://', 'https://'],
  subgraph: ['http://', 'https://', 'http+unix://'],
  subscriptions: ['ws://', 'wss://', 'http://', 'https://', 'http+unix://'],
  mail: ['smtp://', 'smtps://'],
  postgres: ['postgresql://', 'postgres://'],
  mongo: ['mongodb://', 'mongodb+srv://'],
  redis: ['redis://', 'rediss://'],
  nats: ['nats://'],
} as const;

/** What a URL leads to. */
export type UrlKind = keyof typeof beginnings;

/** A URL's parts as they are written. `new URL` knows neither several servers nor a user without a host. */
interface UrlParts {
  readonly scheme: string;
  /** `user` or `user:password`; undefined where nobody is named. */
  readonly login: string | undefined;
  /** `host` or `host:port` each. */
  readonly hosts: readonly string[];
  /** With its slash. */
  readonly path: string;
  readonly parameters: string;
}

const FORM =
  /^(?<scheme>[a-z][a-z\d+.-]*):\/\/(?:(?<login>[^/?#]*)@)?(?<hosts>[^/?#]*)(?<path>[^?#]*)(?<parameters>.*)$/is;

/** Reads a URL, or the comma list of URLs that NATS's clients take. @throws when there is none. */
export const readUrls = (text: string): UrlParts[] =>
  (/^nats:/i.test(text) ? text.split(/\s*,\s*(?=nats:\/\/)/i) : [text]).map(readUrl);

function readUrl(text: string): UrlParts {
  const { scheme, login, hosts = '', path = '', parameters = '' } = FORM.exec(text)?.groups ?? {};
  if (scheme === undefined) throw new Error('not a URL');
  return { scheme: scheme.toLowerCase(), login, hosts: hosts.split(','), path, parameters };
}

/** The servers that a URL names, without user and password: `host:port,host:port`. */
export const hostsOf = (text: string): string =>
  readUrls(text)
    .flatMap(({ hosts }) => hosts)
    .join(',');

/** A URL of PostgreSQL with another database. */
export const withDatabase = (text: string, database: string): string =>
  text.replace(/^([^:]+:\/\/[^/?#]*)[^?#]*/, (_url, server: string) => `${server}/${database}`);

/**
 * A URL of MongoDB with another database. Whoever logs in is known where they were before: the drivers take the database for
 * where that is, and without one `admin`, or for what is no password of MongoDB's own `$external`. Of `mongodb+srv://` the TXT
 * record tells it, which counts only where the URL does not.
 */
export function withMongoDatabase(text: string, database: string): string {
  const url = withDatabase(text, database);
  const { scheme, login, path, parameters } = readUrl(text);
  if (scheme !== 'mongodb' || login === undefined || /[?&]authSource=/i.test(parameters)) return url;
  const isElsewhere = /[?&]authMechanism=(?!SCRAM-|DEFAULT)/i.test(parameters);
  const source = isElsewhere ? '$external' : path.slice(1) || 'admin';
  return `${url}${parameters === '' ? '?' : '&'}authSource=${source}`;
}

/** What is wrong with a URL of a kind, without what it says: there may be a password in it. Undefined when nothing is. */
export function urlProblem(kind: UrlKind, text: string): string | undefined {
  if (!beginnings[kind].some((beginning) => text.toLowerCase().startsWith(beginning))) {
    return `must be a URL that begins with ${beginnings[kind].join(' or ')}`;
  }
  const urls = readUrls(text);
  const logins = new Set(urls.flatMap(({ login }) => login ?? []));
  const checks = urls.flatMap((url) => [loginProblem(kind, url), hostProblem(kind, url), restProblem(kind, url)]);
  if (logins.size > 1) checks.push('must name the same user and password for every server');
  return checks.find((problem) => problem !== undefined);
}

/** What drivers do not take unescaped between `//` and `@`. */
const reserved: Partial<Record<UrlKind, RegExp>> = { mongo: /[@[\]]|:.*:/s, nats: /@/ };

function loginProblem(kind: UrlKind, { login, hosts, path }: UrlParts): string | undefined {
  const database = ['postgres', 'mongo', 'redis'].includes(kind) ? path : '';
  if (![login ?? '', ...hosts, database].every(isDecodable)) return 'has a % that is no escape: it is written %25';
  if (login === undefined || !(kind in reserved)) return undefined;
  if (/^(:|$)/.test(login)) return 'must name a user before the @';
  return reserved[kind]?.test(login)
    ? 'has a character in its user or password that must be escaped, such as %40 for @'
    : undefined;
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

function hostProblem(kind: UrlKind, { scheme, hosts, path, parameters }: UrlParts): string | undefined {
  const isList = hosts.length > 1 || (kind === 'postgres' && /[?&]host=[^&#]*(,|%2c)/i.test(parameters));
  if (isList && kind !== 'mongo' && kind !== 'nats') return 'names several servers, where one is supported';
  if (scheme === 'mongodb+srv' && (isList || /:/.test(hosts.join()))) {
    return 'must name one server, without a port, when it begins with mongodb+srv://';
  }
  // NATS's client reads its servers like those of the web.
  const form = kind === 'nats' ? 'http' : scheme;
  const isServer = (host: string): boolean =>
    host === '' ? kind === 'postgres' : !/:0+$/.test(host) && URL.canParse(`${form}://${host}${path}${parameters}`);
  const isPlain = kind !== 'nats' || path === '' || path === '/';
  return hosts.every(isServer) && isPlain ? undefined : 'must name a server, as in //host:port';
}

/** What stands behind the servers. */
function restProblem(kind: UrlKind, { path, parameters }: UrlParts): string | undefined {
  if (kind === 'nats' && parameters !== '') return 'has parameters, which are not supported';
  return kind === 'redis' && !/^\/?\d*$/.test(path) ? 'must name a database of Redis by its number' : undefined;
}
