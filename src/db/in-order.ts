import type { PoolClient } from 'pg';
import { driverClient } from './driver.js';
import { databaseFailure } from './errors.js';

type Callback = (error: unknown, result?: unknown) => void;

/**
 * Sends each statement after the answer to the previous one. A write sends several without waiting. A pipelined connection takes
 * them at once; on other connections they would queue inside pg, which drops that in version 9. A statement without an answer
 * ends the connection, as in a pipeline: otherwise each later one would wait as long.
 */
export function sendInOrder(client: PoolClient): void {
  // `query` takes a callback as its last argument, or returns a promise.
  const connected = driverClient(client);
  const send = connected.query.bind(connected);
  let before: Promise<unknown> = Promise.resolve();
  const next = <T>(begin: () => Promise<T>): Promise<T> => {
    const answer = before.then(begin);
    before = answer.catch((error) => {
      if (databaseFailure(error)?.kind === 'hung') connected.connection?.stream.destroy();
    });
    return answer;
  };
  connected.query = (...given) => {
    const callback = given.at(-1);
    if (!isCallback(callback)) return next(async () => send(...given));
    const answer = next(
      () =>
        new Promise((resolve, reject) => {
          send(...given.slice(0, -1), (error: unknown, result: unknown) => (error ? reject(error) : resolve(result)));
        }),
    );
    answer.then(
      (result) => callback(null, result),
      (error: unknown) => callback(error),
    );
    return undefined;
  };
}

const isCallback = (value: unknown): value is Callback => typeof value === 'function';
