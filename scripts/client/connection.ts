import { type Config, readConfig } from '../../src/config.js';
import { mintKey, type OpenedApp, openHere } from './database.js';
import { createHttpClient, type HttpClient } from './http.js';
import { openKeptKeys } from './keys.js';
import { Misuse, Obstacle } from './misuse.js';

export interface ConnectionOptions {
  url?: string | undefined;
  key?: string | undefined;
  /** The command, as people call it: a key made for it bears its name. */
  command: string;
  /** Told what was chosen, one line each. */
  say: (line: string) => void;
  env: Readonly<Record<string, string | undefined>>;
}

export interface ServiceConnection {
  client: HttpClient;
  /** The service runs in this process and ends with it. */
  local: boolean;
  /** Where people find it, now or once it is started. */
  address: string;
  close(): Promise<void>;
}

const ANSWERS_WITHIN_MS = 1_500;
const KEY_LIVES_MS = 86_400_000;
/** Variables of these commands, which the service itself does not read. */
const OWN_VARIABLES = ['HEADWATER_URL', 'HEADWATER_API_KEY'];

/**
 * A service and a key for it, with nothing to configure: the given ones; else the service of this machine, with a key of
 * one day made in its database; else the service itself, started in this process until `close`.
 */
export async function connect(options: ConnectionOptions): Promise<ServiceConnection> {
  const { env, say } = options;
  const config = configOf(env);
  const given = (options.url ?? env.HEADWATER_URL)?.replace(/\/+$/, '');
  const url = given ?? `http://127.0.0.1:${config.port}`;
  const key = options.key ?? env.HEADWATER_API_KEY;
  if (await answers(url)) {
    say(
      `Service: ${url}${key === undefined ? ', with a key of one day made in its database' : ', with the given key'}.`,
    );
    const client = createHttpClient({ url, key: key ?? (await findKey(url, config, options)) });
    return { client, local: false, address: url, close: async () => undefined };
  }
  if (given !== undefined) throw new Obstacle(`No Headwater answers at ${given}. Start it, or correct the address.`);
  return startHere(config, options);
}

export function configOf(env: ConnectionOptions['env']): Config {
  const rest = Object.fromEntries(Object.entries(env).filter(([name]) => !OWN_VARIABLES.includes(name)));
  const read = readConfig(rest);
  if ('problems' in read) throw new Misuse(read.problems.join('\n'));
  return read.config;
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/livez`, { signal: AbortSignal.timeout(ANSWERS_WITHIN_MS) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

async function findKey(url: string, config: Config, { command }: ConnectionOptions): Promise<string> {
  const known = await keptKey(url, config);
  if (known !== undefined) return known;
  const opened = await openHere(config);
  try {
    const made = await makeKey(opened, config, command);
    if (await opens(url, made)) return made;
    throw new Obstacle(
      `The service at ${url} does not use ${opened.database}. Give its key with --key, or its database with DATABASE_URL or HEADWATER_DATA_DIR.`,
    );
  } finally {
    await opened.close();
  }
}

/** The key of an earlier run on the same database, as long as it opens the service. */
async function keptKey(url: string, config: Config): Promise<string | undefined> {
  const known = openKeptKeys(config.dataDir).find(databaseOf(config));
  return known !== undefined && (await opens(url, known)) ? known : undefined;
}

async function makeKey(opened: OpenedApp, config: Config, command: string): Promise<string> {
  const { token } = await mintKey(opened, command, new Date(opened.app.clock() + KEY_LIVES_MS));
  openKeptKeys(config.dataDir).keep(databaseOf(config), token);
  return token;
}

const databaseOf = ({ databaseUrl, dataDir }: Config) => databaseUrl ?? dataDir;

async function opens(url: string, key: string): Promise<boolean> {
  const { status } = await createHttpClient({ url, key }).get('/v1/leads?limit=1');
  return status === 200;
}

/** No service answers: this process is one for a while, on a free port. */
async function startHere(config: Config, { command, key, say }: ConnectionOptions): Promise<ServiceConnection> {
  const opened = await openHere(config);
  try {
    await opened.app.server.listen({ host: '127.0.0.1', port: 0 });
    const url = addressOf(opened);
    say(`No service answers at http://127.0.0.1:${config.port}: using ${opened.database} from this process.`);
    if (opened.firstKey) say(`The database is new. Its admin API key, shown once: ${opened.firstKey.token}`);
    const own = key ?? (await keptKey(url, config)) ?? (await makeKey(opened, config, command));
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
