import t from 'tap';
import { administer, startTestServer, type TestServer, withDatabase } from './server.js';
import { recordStatements } from './statement-recorder.js';

/** A database of a test file's own, with the schema and no rows. Dropped at the end of the run. */
export interface TestDatabase {
  name: string;
  /** For `createPool`, `migrate`, or the DATABASE_URL of a child process. */
  url: string;
}

recordStatements(process.env.TEST_STATEMENTS);

let server: Promise<TestServer> | undefined;
let clones = 0;

export async function createTestDatabase(): Promise<TestDatabase> {
  server ??= findServer();
  const { url, template } = await server;
  clones += 1;
  const name = `${template}_${process.pid}_${clones}`;
  await administer(url, `create database ${name} template ${template} strategy wal_log`);
  return { name, url: withDatabase(url, name) };
}

/** The server of the whole run; a file run alone starts one for itself. */
async function findServer(): Promise<TestServer> {
  const { TEST_SERVER_URL: url, TEST_TEMPLATE: template, TEST_DATABASE_URL } = process.env;
  if (url && template) return { url, template };
  const started = await startTestServer(TEST_DATABASE_URL);
  t.teardown(() => started.stop());
  return started;
}
