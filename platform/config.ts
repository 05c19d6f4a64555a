import { z } from 'zod';

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
  url: (fallback: string) => z.url().default(fallback),
  /** A URL that may be left out. */
  optionalUrl: () => z.url().optional(),
  /** `true`, `1` or `yes` against `false`, `0` or `no`. */
  flag: (fallback: boolean) => z.stringbool().default(fallback),
  /** A secret: what works for development is refused in production. */
  secret: (forDevelopment: string) => z.string().min(16).default(forDevelopment).meta({ forDevelopment }),
  /** A store's URL with a password in it: the development one is refused in production. */
  storeUrl: (forDevelopment: string) => z.url().default(forDevelopment).meta({ forDevelopment }),
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
  NATS_URL: setting.url('nats://127.0.0.1:4013'),
  VIEWER_TOKEN_SECRET: setting.secret('laurel-development-viewer-token-secret'),
  PUBLIC_URL: setting.url('http://localhost:4000'),
  /** Kills the process at named points: `seed=7;relay.published=0.02`. For tests only. */
  FAILPOINTS: z.string().default(''),
});

/** The settings a shape describes. */
export type Config<Shape extends z.ZodRawShape> = z.infer<z.ZodObject<Shape>>;
/** The settings every subgraph has. */
export type SubgraphConfig = Config<ReturnType<typeof subgraphSettings>>;

/**
 * Reads a service's settings from the environment.
 *
 * @throws one error that lists every setting that is wrong, and in production every secret left at its default.
 */
export function readConfig<Shape extends z.ZodRawShape>(
  service: string,
  shape: Shape,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Config<Shape> {
  const present = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = z.object(shape).safeParse(present);
  const problems = parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  if (environment['NODE_ENV'] === 'production') problems.push(...unsafeInProduction(shape, present));
  if (!parsed.success || problems.length > 0) {
    throw new Error(`${service} cannot start, its settings are wrong:\n${problems.map((p) => `  ${p}`).join('\n')}`);
  }
  return parsed.data;
}

function unsafeInProduction(shape: z.ZodRawShape, environment: Readonly<Record<string, unknown>>): string[] {
  const secrets = Object.entries(shape).flatMap(([name, schema]) => {
    const forDevelopment = schema instanceof z.ZodType ? schema.meta()?.['forDevelopment'] : undefined;
    if (forDevelopment === undefined) return [];
    const value = environment[name];
    return value === undefined || value === forDevelopment ? [`${name}: must be set in production`] : [];
  });
  const armed = environment['FAILPOINTS'] ? ['FAILPOINTS: must not be set in production'] : [];
  return [...secrets, ...armed];
}
