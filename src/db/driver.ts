import type { Client, Pool, PoolClient, Query } from 'pg';
import manifest from 'pg/package.json' with { type: 'json' };
import { StartError } from './start-error.js';

/** Members of pg's clients that its types leave out. A pool has no connection. */
export interface DriverClient {
  query(...given: unknown[]): unknown;
  connection?: { stream: { cork(): void; uncork(): void; destroy(): void } };
}

/** The client with those members, as the release of pg below has them. */
export const driverClient = (client: Pool | PoolClient | Client): DriverClient => client as unknown as DriverClient;

/** Members of pg's `Query` that its types leave out. */
export interface DriverQuery {
  /** The error that is reported instead of the rows once the answer is complete. */
  _canceledDueToError: unknown;
  prepare(connection: object): void;
}

/** The query with those members. */
export const driverQuery = (query: Query): DriverQuery => query as unknown as DriverQuery;

/** The release of pg that this was written for. */
export const DRIVER_VERSION = '8.23.1';

/** Throws a StartError when another release of pg is installed: its statements might return wrong rows. */
export function checkDriver(installed: string = manifest.version): void {
  if (installed === DRIVER_VERSION) return;
  throw new StartError(
    `The PostgreSQL driver pg is installed in version ${installed}, and Headwater works with ${DRIVER_VERSION} only. Run npm ci, ` +
      'which installs the versions of package-lock.json.',
  );
}
