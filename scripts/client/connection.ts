import { CommandError, UsageError } from '../../src/command.js';
import { type Config, readConfig } from '../../src/config.js';
import { issueKey, type OpenedApp, openLocalApp } from './database.js';
import { createHttpClient, type HttpClient } from './http-client.js';
import { openStoredKeys } from './keys.js';

export interface ConnectionOptions {
  url?: string | undefined;
  key?: string | undefined;
  /** The command as users type it; keys issued for it have this name. */
  command: string;
  /** Prints which service and key are used, one line each. */
  print: (line: string) => void;
  env: Readonly<Record<string, string | undefined>>;
}

export interface ServiceConnection {
  client: HttpClient;
  /** Whether the service runs in this process and ends with it. */
  local: boolean;
  /** The address of the service, now or after `npm start`. */
  address: string;
  close(): Promise<void>;
}

const PROBE_TIMEOUT_MS = 1_500;
const KEY_LIFETIME_MS = 86_400_000;
/** Variables that only these commands read; the service rejects them. */
const OWN_VARIABLES = ['HEADWATER_URL', 'HEADWATER_API_KEY'];

/**
 * Connects to a service without configuration: to the given URL with the given key; else to the service of this
 * machine, with a key of one day issued in its database; else to a service started in this process, which runs until
 * `close`.
 */
export async function connect(options: ConnectionOptions): Promise<ServiceConnection> {
  const { env, print } = options;
  const config = configOf(env);
  const given = (options.url ?? env.HEADWATER_URL)?.replace(/\/+$/, '');
  const url = given ?? `http://127.0.0.1:${config.port}`;
  const key = options.key ?? env.HEADWATER_API_KEY;
  if (await isReachable(url)) {
    print(
      `Service: ${url}${key === undefined ? ', with a key of one day made in its database' : ', with the given key'}.`,
    );
    const client = createHttpClient({ url, key: key ?? (await obtainKey(url, config, options)) });
    return { client, local: false, address: url, close: async () => undefined };
  }
  if (given !== undefined)
    throw new CommandError(`No Headwater answers at ${given}. Start it, or correct the address.`);
  return startLocal(config, options);
}

export function configOf(env: ConnectionOptions['env']): Config {
  const rest = Object.fromEntries(Object.entries(env).filter(([name]) => !OWN_VARIABLES.includes(name)));
  const read = readConfig(rest);
  if ('problems' in read) throw new UsageError(read.problems.join('\n'));
  return read.config;
}

async function isReachable(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/livez`, { signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

async function obtainKey(url: string, config: Config, { command }: ConnectionOptions): Promise<string> {
  const known = await storedKey(url, config);
  if (known !== undefined) return known;
  const opened = await openLocalApp(config);
  try {
    const issued = await issueStoredKey(opened, config, command);
    if (await isAccepted(url, issued)) return issued;
    throw new CommandError(
      `The service at ${url} does not use ${opened.database}. Give its key with --key, or its database with DATABASE_URL or HEADWATER_DATA_DIR.`,
    );
  } finally {
    await opened.close();
  }
}

/** The key of an earlier run on the same database, if the service still accepts it. */
async function storedKey(url: string, config: Config): Promise<string | undefined> {
  const known = openStoredKeys(config.dataDir).find(databaseOf(config));
  return known !== undefined && (await isAccepted(url, known)) ? known : undefined;
}

async function issueStoredKey(opened: OpenedApp, config: Config, command: string): Promise<string> {
  const { token } = await issueKey(opened, command, new Date(opened.app.clock() + KEY_LIFETIME_MS));
  openStoredKeys(config.dataDir).store(databaseOf(config), token);
  return token;
}

const databaseOf = ({ databaseUrl, dataDir }: Config) => databaseUrl ?? dataDir;

async function isAccepted(url: string, key: string): Promise<boolean> {
  const { status } = await createHttpClient({ url, key }).get('/v1/leads?limit=1');
  return status === 200;
}

/** Starts a service in this process, on a free port. */
async function startLocal(config: Config, { command, key, print }: ConnectionOptions): Promise<ServiceConnection> {
  const opened = await openLocalApp(config);
  try {
    await opened.app.server.listen({ host: '127.0.0.1', port: 0 });
    const url = addressOf(opened);
    print(`No service answers at http://127.0.0.1:${config.port}: using ${opened.database} from this process.`);
    if (opened.firstKey) print(`The database is new. Its admin API key, shown once: ${opened.firstKey.token}`);
    const own = key ?? (await storedKey(url, config)) ?? (await issueStoredKey(opened, config, command));
    const address = `http://127.0.0.1:${config.port}`;
    return { client: createHttpClient({ url, key: own }), local: true, address, close: opened.close };
  } catch (error) {
    await opened.close();
    throw error;
  }
}

function addressOf({ app }: OpenedApp): string {
  const address = app.server.server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the server has no address');
  return `http://127.0.0.1:${address.port}`;
}
