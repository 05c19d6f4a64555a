import 'vitest';

/** What the test run's set-up hands to the tests: read with `inject('postgresUrl')`. */
declare module 'vitest' {
  export interface ProvidedContext {
    /** A role that may create databases: `postgresql://user:password@host:port/postgres`. */
    postgresUrl: string;
    /** A MongoDB server, without a database: `mongodb://host:port/`. */
    mongoUrl: string;
    /** Path of a nats-server program, for tests that start their own. */
    natsBinary: string;
    /** Path of a redis-server program, for tests that start their own. */
    redisBinary: string;
    /** The gateway of a complete running stack, without a trailing slash. End-to-end tests only. */
    gatewayUrl: string;
    /** That stack's broker. End-to-end tests only. */
    natsUrl: string;
    /** That stack's Redis, and the folders of its data and its logs. End-to-end tests only. */
    redisUrl: string;
    dataDir: string;
    logDir: string;
    /** Whose tokens that stack accepts beside its own, signed with the secret by HS256. End-to-end tests only. */
    outsideIssuer: { readonly issuer: string; readonly audience: string; readonly secret: string };
  }
}
