import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { policySettings } from './execution/policies/settings.ts';
import { outsideIssuerList, twiceNamed } from './auth/outside.ts';
import { readConfig, serviceSettings, setting, type Config, type Environment } from '#platform/config.ts';
import { urlProblem, type UrlKind } from '#platform/urls.ts';

const ROOT = new URL('../', import.meta.url);

/** `users=http://a/graphql|http://b/graphql,chat=http://c/graphql` as a map from subgraph to its URLs. */
const urlsBySubgraph = (kind: UrlKind) =>
  z
    .string()
    .default('')
    .transform((text, context) => {
      const entries = text.split(',').filter((entry) => entry.trim() !== '');
      const urls = new Map<string, string>();
      const refuse = (message: string): void => context.addIssue({ code: 'custom', message });
      for (const [index, entry] of entries.entries()) {
        const [name = '', ...rest] = entry.trim().split('=');
        const url = rest.join('=');
        const [problem] = url.split('|').flatMap((address) => urlProblem(kind, address.trim()) ?? []);
        // Any part of what is wrong may be of a password, also what stands where a name should: it may have a comma in it.
        if (problem !== undefined) refuse(`entry ${index + 1} is not <subgraph>=<url>: <url> ${problem}`);
        else if (name === '') refuse(`entry ${index + 1} is not <subgraph>=<url>`);
        else if (urls.has(name)) refuse(`"${name}" is there twice; several addresses of one stand with | between them`);
        urls.set(name, url);
      }
      return urls;
    });

const shape = {
  ...serviceSettings(4000),
  WORKERS: setting.integer(1, { min: 1, max: 256 }).unwrap().optional(),
  SUPERGRAPH: setting.text(fileURLToPath(new URL('schema/supergraph.graphql', ROOT))),
  SUBGRAPH_URLS: urlsBySubgraph('subgraph'),
  SUBSCRIPTION_URLS: urlsBySubgraph('subscriptions'),
  SUBGRAPH_CONNECTIONS: setting.integer(64, { min: 1, max: 4096 }),
  SUBGRAPH_TIMEOUT_MS: setting.integer(15_000, { min: 1 }),
  REQUEST_TIMEOUT_MS: setting.integer(30_000, { min: 1 }),
  /** How long the head of a client's request may take to come. */
  HEAD_TIMEOUT_MS: setting.integer(60_000, { min: 100 }),
  STALL_TIMEOUT_MS: setting.integer(120_000, { min: 100 }),
  SUBGRAPH_POLICIES: policySettings,
  /** How much of subgraphs' public answers to entity fetches is kept; 0 for nothing. */
  ENTITY_CACHE_BYTES: setting.integer(0, { min: 0 }),
  /** A collector of traces; without one nothing is recorded. */
  OTEL_EXPORTER_OTLP_ENDPOINT: setting.optionalUrl('web'),
  GATEWAY_EXECUTOR: z.enum(['bytes', 'object', 'apollo']).default('bytes'),
  MAX_SUBGRAPH_RESPONSE_BYTES: setting.integer(64 * 1024 * 1024, { min: 1024 }),
  TOKEN_ISSUER: setting.optionalText().meta({ needs: 'JWKS_URL' }),
  JWKS_URL: setting.optionalUrl('web').meta({ needs: 'TOKEN_ISSUER' }),
  /** Where users verifies API keys; without it there are none. */
  API_KEYS_URL: setting.optionalUrl('web'),
  /** Where users tells of ended sessions; without it their tokens are believed until they expire. */
  NATS_URL: setting.optionalUrl('nats'),
  /** JSON: a list of other issuers whose tokens are accepted (auth/outside.ts). */
  OUTSIDE_ISSUERS: z
    .string()
    .default('[]')
    .transform((text, context) => {
      try {
        return outsideIssuerList.parse(JSON.parse(text));
      } catch {
        const message = 'must be a JSON list of {"issuer", "audience", and "jwksUrl", "secret" or both}';
        context.addIssue({ code: 'custom', message });
        return z.NEVER;
      }
    })
    .superRefine((issuers, context) => {
      const issuer = twiceNamed(issuers);
      if (issuer === undefined) return;
      const message = `names the issuer ${issuer} twice: one entry may have both "jwksUrl" and "secret"`;
      context.addIssue({ code: 'custom', message });
    }),
  /** Where users says whose an outside identity is. */
  IDENTITIES_URL: setting.optionalUrl('web'),
  UPLOADS_URL: setting.optionalUrl('web'),
  /** Where archives of people's data, and the pages of mailed links, are. */
  ACCOUNTS_URL: setting.optionalUrl('web'),
  IPFS_URL: setting.optionalUrl('web'),
  /** How many proxies stand before the gateway, each adding to `X-Forwarded-For` whom it heard. */
  TRUSTED_PROXIES: setting.integer(0, { min: 0, max: 10 }),
  CORS_ORIGINS: setting.text('*'),
  EXAMPLE_OPERATIONS: setting.text(
    'Register,LogIn,Viewer,CreateCompetition,JoinCompetition,Leaderboard,LeaderboardUpdated,Workouts,Rewards,Badges,RoomEvents',
  ),
  EXAMPLES: setting.text(fileURLToPath(new URL('client/operations', ROOT))),
  MAX_BODY_BYTES: setting.integer(2 * 1024 * 1024, { min: 1024 }),
  MAX_QUERY_TOKENS: setting.integer(20_000, { min: 10 }),
  MAX_QUERY_DEPTH: setting.integer(100, { min: 1 }),
  MAX_QUERY_ALIASES: setting.integer(2_000, { min: 0 }),
  MAX_ROOT_FIELDS: setting.integer(500, { min: 1 }),
  MAX_PLANNING_MS: setting.integer(5_000, { min: 10 }),
  MAX_OPERATIONS_PER_SOCKET: setting.integer(200, { min: 1 }),
};

/** How callers are known; undefined means open: the caller's `Authorization` goes to the subgraphs as it came. */
export interface AuthConfig {
  readonly issuer: string;
  readonly jwksUrl: string;
  readonly viewerTokenSecret: string;
}

/** The gateway's settings. */
export type GatewayConfig = Config<typeof shape> & { readonly auth: AuthConfig | undefined };

const secretShape = {
  VIEWER_TOKEN_SECRET: setting.secret('laurel-development-viewer-token-secret'),
};

/** All settings of the gateway; the secret is read only where there is an issuer. */
export const gatewaySettings = { ...shape, ...secretShape };

/** Reads the gateway's settings. Only with a token issuer is a secret needed; half an issuer is an error, not open. */
export function readGatewayConfig(environment?: Environment): GatewayConfig {
  const config = readConfig('gateway', shape, environment);
  const { TOKEN_ISSUER: issuer, JWKS_URL: jwksUrl } = config;
  if (issuer === undefined || jwksUrl === undefined) return { ...config, auth: undefined };
  const { VIEWER_TOKEN_SECRET: viewerTokenSecret } = readConfig('gateway', secretShape, environment);
  return { ...config, auth: { issuer, jwksUrl, viewerTokenSecret } };
}
