// Searches everything that a running stack keeps for words.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { Redis } from 'ioredis';
import mongoose from 'mongoose';
import pg from 'pg';
import { z } from 'zod';
import { withDatabase } from '#platform/urls.ts';

/** Where a stack keeps things. */
export interface Kept {
  readonly postgresUrl: string;
  readonly mongoUrl: string;
  readonly redisUrl: string;
  readonly natsUrl: string;
  readonly folders: readonly string[];
}

/** Looks at a text, and where it was found. */
type Look = (where: string, text: string) => void;

/** Every place in which one of the words stands, whatever its case: tables, collections, keys, messages, files. */
export async function findTraces(kept: Kept, words: readonly string[]): Promise<string[]> {
  const found = new Set<string>();
  const wanted = words.map((word) => word.toLowerCase());
  const look: Look = (where, text) => {
    const lower = text.toLowerCase();
    for (const word of wanted) if (lower.includes(word)) found.add(`${word} in ${where}`);
  };
  await inPostgres(kept.postgresUrl, look);
  await inMongo(kept.mongoUrl, look);
  await inRedis(kept.redisUrl, look);
  await inStreams(kept.natsUrl, look);
  for (const folder of kept.folders) await inFolder(folder, look);
  return [...found].sort();
}

const nameRow = z.object({ name: z.string() });
const textRow = z.object({ text: z.string() });

async function inPostgres(url: string, look: Look): Promise<void> {
  const databases = await query(url, "SELECT datname AS name FROM pg_database WHERE datname LIKE 'laurel%'");
  for (const { name: database } of databases.map((row) => nameRow.parse(row))) {
    const its = withDatabase(url, database);
    const tables = await query(
      its,
      `SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) AS name FROM pg_tables
       WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
    );
    for (const { name } of tables.map((row) => nameRow.parse(row))) {
      const rows = await query(its, `SELECT t::text AS text FROM ${name} t`);
      for (const row of rows) look(`${database} ${name}`, textRow.parse(row).text);
    }
  }
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(sql);
    return rows;
  } finally {
    await client.end();
  }
}

async function inMongo(url: string, look: Look): Promise<void> {
  const client = await new mongoose.mongo.MongoClient(url).connect();
  try {
    const { databases } = await client.db().admin().listDatabases();
    for (const { name } of databases) {
      for (const collection of await client.db(name).listCollections().toArray()) {
        for await (const document of client.db(name).collection(collection.name).find()) {
          look(`${name} ${collection.name}`, JSON.stringify(document));
        }
      }
    }
  } finally {
    await client.close();
  }
}

async function inRedis(url: string, look: Look): Promise<void> {
  const redis = new Redis(url);
  try {
    for (const key of await redis.keys('*')) {
      look(`Redis ${key}`, key);
      look(`Redis ${key}`, JSON.stringify(await valueOf(redis, key)));
    }
  } finally {
    redis.disconnect();
  }
}

async function valueOf(redis: Redis, key: string): Promise<unknown> {
  switch (await redis.type(key)) {
    case 'string':
      return redis.get(key);
    case 'hash':
      return redis.hgetall(key);
    case 'set':
      return redis.smembers(key);
    case 'zset':
      return redis.zrange(key, '0', '-1');
    case 'list':
      return redis.lrange(key, 0, -1);
    case 'stream':
      return redis.xrange(key, '-', '+');
    default:
      return null;
  }
}

async function inStreams(url: string, look: Look): Promise<void> {
  const { host } = new URL(url);
  const connection = await connect({ servers: host });
  try {
    const manager = await jetstreamManager(connection);
    for await (const { config } of manager.streams.list()) {
      const next = { seq: 1, next_by_subj: '>' };
      for (;;) {
        const message = await manager.streams.getMessage(config.name, next);
        if (!message) break;
        look(`${config.name} ${message.subject}`, message.string());
        next.seq = message.seq + 1;
      }
    }
  } finally {
    await connection.close();
  }
}

async function inFolder(folder: string, look: Look): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    const file = path.join(entry.parentPath, entry.name);
    look(file, entry.name);
    if (entry.isFile()) look(file, await readFile(file, 'latin1').catch(() => ''));
  }
}
