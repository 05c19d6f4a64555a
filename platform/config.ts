import { z } from 'zod';
import { urlProblem, type UrlKind } from './urls.ts';

/** A URL of a kind. */
export const urlOf = (kind: UrlKind) =>
  z
    .string()
    .trim()
    .superRefine((text, context) => {
      const message = urlProblem(kind, text);
      if (message !== undefined) context.addIssue({ code: 'custom', message });
    });

/** One setting: how its text in the environment becomes a value. */
export const setting = {
  /** A TCP port; 0 lets the system choose. */
  port: (fallback: number) => z.coerce.number().int().min(0).max(65535).default(fallback),
  /** A whole number within bounds. */
  integer: (fallback: number, bounds: { min?: number; max?: number } = {}) =>
    z.coerce
      .number()
      .int()
      .min(bounds.min ?? Number.MIN_SAFE_INTEGER)
      .max(bounds.max ?? Number.MAX_SAFE_INTEGER)
      .default(fallback),
  /** Any text that is not empty. */
  text: (fallback: string) => z.string().min(1).default(fallback),
  /** Text that may be left out. */
  optionalText: () => z.string().min(1).optional(),
  /** A URL. */
  url: (kind: UrlKind, fallback: string) => urlOf(kind).default(fallback),
  /** A URL that may be left out. */
  optionalUrl: (kind: UrlKind) => urlOf(kind).optional(),
  /** `true`, `1` or `yes` against `false`, `0` or `no`. */
  flag: (fallback: boolean) => z.stringbool().default(fallback),
  /** A secret, or a comma list of secrets: what works for development is refused in production. */
  secret: (forDevelopment: string) => z.string().trim().min(16).default(forDevelopment).meta({ forDevelopment }),
  /** A store's URL with a password in it: the development one is refused in production. */
  storeUrl: (kind: UrlKind, forDevelopment: string) => urlOf(kind).default(forDevelopment).meta({ forDevelopment }),
};

/** What every service of ours reads. */
export const serviceSettings = (port: number) => ({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  HOST: setting.text('127.0.0.1'),
  PORT: setting.port(port),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

/** What every subgraph reads beside that. */
export const subgraphSettings = (port: number) => ({
  ...serviceSettings(port),
  /** A path at which callers on this machine reach it too, over a socket in the file system. */
  SOCKET_PATH: setting.optionalText(),
  NATS_URL: setting.url('nats', 'nats://127.0.0.1:4013'),
  VIEWER_TOKEN_SECRET: setting.secret('laurel-development-viewer-token-secret'),
  PUBLIC_URL: setting.url('web', 'http://localhost:4000'),
  /** Kills the process at named points: `seed=7;relay.published=0.02`. For tests only. */
  FAILPOINTS: z.string().default(''),
});

/** The settings a shape describes. */
export type Config<Shape extends z.ZodRawShape> = z.infer<z.ZodObject<Shape>>;
/** Variables by name, as a process has them. */
export type Environment = Readonly<Record<string, string | undefined>>;
/** The settings every subgraph has. */
export type SubgraphConfig = Config<ReturnType<typeof subgraphSettings>>;

/** What is set in an environment, without the blanks around it; what is blank counts as unset. */
export const presentIn = (environment: Environment): Record<string, string> =>
  Object.fromEntries(
    Object.entries(environment).flatMap(([name, value = '']) => (value.trim() === '' ? [] : [[name, value.trim()]])),
  );

/**
 * Reads a service's settings from the environment.
 *
 * @throws one error that lists every setting that is wrong, and in production every secret left at its default.
 */
export function readConfig<Shape extends z.ZodRawShape>(
  service: string,
  shape: Shape,
  environment: Environment = process.env,
): Config<Shape> {
  const present = presentIn(environment);
  const parsed = z.object(shape).safeParse(present);
  const problems = parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  problems.push(...incomplete(shape, present));
  if (present['NODE_ENV'] === 'production') problems.push(...unsafeInProduction(shape, present));
  if (!parsed.success || problems.length > 0) {
    throw new Error(`${service} cannot start, its settings are wrong:\n${problems.map((p) => `  ${p}`).join('\n')}`);
  }
  return parsed.data;
}

/** What a setting says of itself beside its value. */
const metaOf = (schema: unknown): Readonly<Record<string, unknown>> =>
  (schema instanceof z.ZodType ? schema.meta() : undefined) ?? {};

/** Settings that mean nothing without another (`needs`), where that one is left out. */
function incomplete(shape: z.ZodRawShape, environment: Environment): string[] {
  return Object.entries(shape).flatMap(([name, schema]) => {
    const { needs } = metaOf(schema);
    const isMissing = typeof needs === 'string' && name in environment && environment[needs] === undefined;
    return isMissing ? [`${needs}: must be set when ${name} is`] : [];
  });
}

function unsafeInProduction(shape: z.ZodRawShape, environment: Environment): string[] {
  const secrets = Object.entries(shape).flatMap(([name, schema]) => {
    const { forDevelopment } = metaOf(schema);
    if (forDevelopment === undefined) return [];
    const parts = environment[name]?.split(',').map((part) => part.trim());
    if (parts === undefined) return [`${name}: must be set in production`];
    return parts.some((part) => part === forDevelopment)
      ? [`${name}: must be set in production to something else than in development`]
      : [];
  });
  const armed = environment['FAILPOINTS'] ? ['FAILPOINTS: must not be set in production'] : [];
  return [...secrets, ...armed];
}
