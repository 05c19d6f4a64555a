import mongoose from 'mongoose';
import type { Service } from '#platform/lifecycle.ts';

/** A database of MongoDB, or of what speaks its protocol. */
export type Mongo = mongoose.mongo.Db;

/** How long a call waits for a server that does not answer before it fails. */
const SERVER_SELECTION_MS = 5000;

/**
 * Connects to the database that the URL names; finds the server again when it was lost. Closed with the service.
 *
 * @throws when no server answers within 5 s.
 */
export async function openMongo(service: Service, url: string): Promise<Mongo> {
  const connection = mongoose.createConnection(url, {
    serverSelectionTimeoutMS: SERVER_SELECTION_MS,
    maxPoolSize: 20,
    autoIndex: false,
    autoCreate: false,
  });
  await connection.asPromise();
  service.onClose('mongo', () => connection.close());
  return connection.getClient().db(connection.name);
}

/** Throws when the database does not answer. */
export async function pingMongo(mongo: Mongo): Promise<void> {
  await mongo.command({ ping: 1 });
}
