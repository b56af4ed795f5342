import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { type AddressBlock, parseAddressBlock } from './core/network/addresses.js';
import { originIn } from './core/network/origins.js';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** Every variable that Headwater reads, with its default and meaning. The README's table is checked against it. */
const Environment = Type.Object({
  HOST: Type.String({ minLength: 1, default: '127.0.0.1', description: 'Address to listen on; `0.0.0.0` for all.' }),
  PORT: Type.Integer({
    minimum: 0,
    maximum: 65_535,
    default: 8080,
    description: 'Port to listen on; 0 picks a free one.',
  }),
  DATABASE_URL: Type.Optional(
    Type.String({
      pattern: '^postgres(ql)?://',
      description:
        'A PostgreSQL (15 to 18) to use instead of the embedded one: `postgres://user:password@host/database`.',
    }),
  ),
  HEADWATER_DATA_DIR: Type.String({
    minLength: 1,
    default: './data',
    description: 'Folder of the embedded PostgreSQL. One process at a time.',
  }),
  HEADWATER_LOG_LEVEL: Type.Enum([...LOG_LEVELS], { default: 'info', description: `One of ${LOG_LEVELS.join(', ')}.` }),
  HEADWATER_POOL_SIZE: Type.Integer({
    minimum: 1,
    maximum: 500,
    default: 10,
    description: 'Most database connections at a time.',
  }),
  HEADWATER_PG_BOUNCER: Type.Boolean({
    default: false,
    description:
      '`true` when DATABASE_URL leads through a pooler in transaction mode. pgbouncer needs `server_login_retry = 1`: by default it refuses for 15 s after an outage.',
  }),
  HEADWATER_DRAIN_DELAY_MS: Type.Integer({
    minimum: 0,
    maximum: 300_000,
    default: 0,
    description: 'On SIGTERM, how long to go on answering while `/readyz` says no, for load balancers to notice.',
  }),
  HEADWATER_SHUTDOWN_TIMEOUT_MS: Type.Integer({
    minimum: 1_000,
    maximum: 300_000,
    default: 25_000,
    description: 'How long requests in flight may take to finish before the process ends.',
  }),
  HEADWATER_PUBLIC_URL: Type.Optional(
    Type.String({ pattern: '^https?://', description: 'Base URL under which clients reach this service.' }),
  ),
  HEADWATER_TRUSTED_PROXIES: Type.Optional(
    Type.String({
      description:
        'Addresses and CIDR blocks of the proxies in front, separated by commas: only they may set `X-Forwarded-For`. Unset: no proxy may.',
    }),
  ),
  HEADWATER_CORS_ORIGINS: Type.Optional(
    Type.String({
      description:
        'Origins whose pages may call every operation, separated by commas, such as `https://admin.example.com`. Unset: none. Publishable keys name their own.',
    }),
  ),
  HEADWATER_CURSOR_SECRET: Type.Optional(
    Type.String({
      minLength: 32,
      description: 'Signs list cursors, at least 32 characters. Unset: a random one kept in the database.',
    }),
  ),
  HEADWATER_MAX_IN_FLIGHT: Type.Integer({
    minimum: 0,
    maximum: 100_000,
    default: 0,
    description:
      'Most requests worked on at a time, a batch counting for several; what would wait too long is answered 503 with Retry-After. 0: eight for each connection of the pool, at least 96.',
  }),
  HEADWATER_RATE_LIMIT: Type.Integer({
    minimum: 0,
    maximum: 100_000_000,
    default: 6_000,
    description:
      'Most requests a minute of one API key without `requestsPerMinute`, in all processes together; more are answered 429. 0: no limit.',
  }),
  HEADWATER_CAPTURE_RATE_LIMIT: Type.Integer({
    minimum: 0,
    maximum: 100_000_000,
    default: 600,
    description: 'The same for a publishable capture key, which any visitor of a form can read. 0: no limit.',
  }),
  HEADWATER_CAPTURE_ADDRESS_RATE_LIMIT: Type.Integer({
    minimum: 0,
    maximum: 100_000_000,
    default: 60,
    description: 'Most requests a minute of one caller address with one capture key, in each process. 0: no limit.',
  }),
  HEADWATER_FAILED_AUTHENTICATION_LIMIT: Type.Integer({
    minimum: 0,
    maximum: 100_000_000,
    default: 20,
    description:
      'Failed authentications a minute of one caller address (IPv6: /64), in each process; then 429 for keys not seen valid before. 0: no limit.',
  }),
  HEADWATER_API_KEY_MAX_DAYS: Type.Integer({
    minimum: 0,
    maximum: 3_650,
    default: 0,
    description: 'Most days that an API key made from now on lives; those the operator makes are exempt. 0: no limit.',
  }),
  HEADWATER_ADMIN_KEY: Type.Optional(
    Type.String({
      pattern: '^hw_[a-z]{2,12}_admin_[0-9A-Za-z]{36}_[0-9A-Za-z]{6}$',
      description:
        'A fixed admin API key, for containers: one that `headwater admin-key` or an earlier start made. Unset: the first start makes one.',
    }),
  ),
  HEADWATER_SHOW_ADMIN_KEY: Type.Boolean({
    default: true,
    description:
      'Whether the first start prints the admin API key it made. `false`, as in the image: it goes into the file `admin-key` of the data folder, for its owner only.',
  }),
  OTEL_EXPORTER_OTLP_ENDPOINT: Type.Optional(
    Type.String({
      pattern: '^https?://',
      description:
        'Address of an OpenTelemetry collector (OTLP over HTTP) for traces and metrics; its SDK reads the other `OTEL_*` variables. Unset: nothing is recorded or loaded.',
    }),
  ),
  OTEL_SDK_DISABLED: Type.Boolean({ default: false, description: '`true`: as if no collector were named.' }),
});
type Environment = Static<typeof Environment>;
type Variable = keyof Environment;

const VARIABLES = Object.entries(Environment.properties).map(([name, schema]) => ({
  name,
  type: 'type' in schema ? schema.type : undefined,
  preset: 'default' in schema ? String(schema.default) : '',
  meaning: 'description' in schema ? String(schema.description) : '',
}));

/** Secrets that may also be given as the name of a file that holds them. */
const FROM_FILE = ['DATABASE_URL', 'HEADWATER_ADMIN_KEY'] as const;

/** Variables of clients on the same machine; the service ignores them. */
const OF_CLIENTS = ['HEADWATER_URL', 'HEADWATER_API_KEY'];

export interface Config {
  host: string;
  port: number;
  /** Undefined: the embedded PostgreSQL in `dataDir`. */
  databaseUrl: string | undefined;
  /** Absolute. */
  dataDir: string;
  logLevel: (typeof LOG_LEVELS)[number];
  poolSize: number;
  pgBouncer: boolean;
  drainDelayMs: number;
  shutdownTimeoutMs: number;
  publicUrl: string | undefined;
  /** Proxies whose `X-Forwarded-For` names the caller. */
  trustedProxies: readonly AddressBlock[];
  /** Origins whose pages may call every operation. */
  corsOrigins: readonly string[];
  cursorSecret: string | undefined;
  maxInFlight: number;
  rateLimits: { capture: number; others: number; captureAddress: number; failedAuthentications: number };
  /** Longest lifetime of new API keys in days; 0: no limit. */
  apiKeyMaxDays: number;
  adminKey: string | undefined;
  showAdminKey: boolean;
  /** Whether traces and metrics go to a collector. */
  telemetry: boolean;
}

/** Adds the variables of the file `.env` in the working folder, if there is one, to the environment. Variables that are set stay. */
export function loadEnvironmentFile(): void {
  if (existsSync('.env')) process.loadEnvFile('.env');
}

type Env = Readonly<Record<string, string | undefined>>;

/** Reads and checks the environment. Problems are sentences that name the variable and never show its value. */
export function readConfig(env: Env): { config: Readonly<Config> } | { problems: string[] } {
  const problems = unknownVariables(env);
  const given: Record<string, string> = {};
  for (const { name } of VARIABLES) {
    const value = env[name];
    // Compose files and shells pass an unset variable as an empty string.
    if (value !== undefined && value !== '') given[name] = value;
  }
  for (const name of FROM_FILE) problems.push(...readFromFile(env, name, given));
  const typed = VARIABLES.flatMap(({ name, type }) => {
    const value = given[name];
    return value === undefined ? [] : [[name, parse(type, value)]];
  });
  const values = Value.Default(Environment, Object.fromEntries(typed));
  for (const error of Value.Errors(Environment, values)) problems.push(describeProblem(error));
  const trustedProxies = readProxies(given.HEADWATER_TRUSTED_PROXIES ?? '', problems);
  const corsOrigins = readOrigins(given.HEADWATER_CORS_ORIGINS ?? '', problems);
  if (problems.length > 0 || !Value.Check(Environment, values)) return { problems };
  return { config: Object.freeze({ ...toConfig(values), trustedProxies, corsOrigins }) };
}

/** One row per variable, in the order of the README's table; `default` is empty for a variable without one. */
export function describeConfig(): { name: string; default: string; meaning: string }[] {
  return VARIABLES.map(({ name, preset, meaning }) => ({ name, default: preset, meaning }));
}

/** Stricter than a general conversion, which reads `PORT=12.5` as 12 and `true` as 1. Other values fail in the schema. */
function parse(type: unknown, value: string): unknown {
  if (type === 'integer' && /^\d{1,9}$/.test(value)) return Number(value);
  if (type === 'boolean' && /^(true|false|1|0)$/.test(value)) return value === 'true' || value === '1';
  return value;
}

function toConfig(values: Environment): Omit<Config, 'trustedProxies' | 'corsOrigins'> {
  return {
    host: values.HOST,
    port: values.PORT,
    databaseUrl: values.DATABASE_URL,
    dataDir: resolve(values.HEADWATER_DATA_DIR),
    logLevel: values.HEADWATER_LOG_LEVEL,
    poolSize: values.HEADWATER_POOL_SIZE,
    pgBouncer: values.HEADWATER_PG_BOUNCER,
    drainDelayMs: values.HEADWATER_DRAIN_DELAY_MS,
    shutdownTimeoutMs: values.HEADWATER_SHUTDOWN_TIMEOUT_MS,
    publicUrl: values.HEADWATER_PUBLIC_URL?.replace(/\/+$/, ''),
    cursorSecret: values.HEADWATER_CURSOR_SECRET,
    maxInFlight: values.HEADWATER_MAX_IN_FLIGHT,
    rateLimits: {
      capture: values.HEADWATER_CAPTURE_RATE_LIMIT,
      others: values.HEADWATER_RATE_LIMIT,
      captureAddress: values.HEADWATER_CAPTURE_ADDRESS_RATE_LIMIT,
      failedAuthentications: values.HEADWATER_FAILED_AUTHENTICATION_LIMIT,
    },
    apiKeyMaxDays: values.HEADWATER_API_KEY_MAX_DAYS,
    adminKey: values.HEADWATER_ADMIN_KEY,
    showAdminKey: values.HEADWATER_SHOW_ADMIN_KEY,
    telemetry: values.OTEL_EXPORTER_OTLP_ENDPOINT !== undefined && !values.OTEL_SDK_DISABLED,
  };
}

function readProxies(list: string, problems: string[]): AddressBlock[] {
  const blocks: AddressBlock[] = [];
  for (const text of entriesOf(list)) {
    const block = parseAddressBlock(text);
    if ('problem' in block) problems.push(`HEADWATER_TRUSTED_PROXIES: each entry ${block.problem}.`);
    else blocks.push(block);
  }
  return blocks;
}

function readOrigins(list: string, problems: string[]): string[] {
  const origins = entriesOf(list);
  if (origins.some((origin) => originIn(origin) !== origin))
    problems.push('HEADWATER_CORS_ORIGINS: each entry must be like https://www.example.com, without path and slash.');
  return origins;
}

const entriesOf = (list: string): string[] => list.split(/[\s,]+/).filter((entry) => entry !== '');

function unknownVariables(env: Env): string[] {
  const ofService = [...Object.keys(Environment.properties), ...FROM_FILE.map((name) => `${name}_FILE`)];
  const known = new Set([...ofService, ...OF_CLIENTS]);
  const names = Object.keys(env).filter((name) => name.startsWith('HEADWATER_') && !known.has(name));
  return names.map((name) => `${name} is not a variable of Headwater. It knows ${ofService.join(', ')}.`);
}

function readFromFile(env: Env, name: Variable, given: Record<string, string>): string[] {
  const file = env[`${name}_FILE`];
  if (file === undefined || file === '') return [];
  if (given[name] !== undefined) return [`${name} and ${name}_FILE are both set: set one of them.`];
  try {
    given[name] = readFileSync(file, 'utf8').trim();
    return [];
  } catch (error) {
    return [`${name}_FILE cannot be read: ${error instanceof Error ? error.message : String(error)}.`];
  }
}

/** The meaning of each pattern, for error messages. */
const EXPECTED: Record<string, string> = {
  DATABASE_URL: 'like postgres://user:password@host/database',
  HEADWATER_PUBLIC_URL: 'an http:// or https:// address',
  OTEL_EXPORTER_OTLP_ENDPOINT: 'an http:// or https:// address',
  HEADWATER_ADMIN_KEY: 'a whole API key, hw_<env>_admin_<36 characters>_<6 characters of checksum>',
};

function describeProblem(error: { instancePath: string; message: string; params: object }): string {
  const expected = EXPECTED[error.instancePath.slice(1)];
  if ('pattern' in error.params && expected !== undefined) return `${error.instancePath.slice(1)} must be ${expected}.`;
  const allowed = 'allowedValues' in error.params ? `: ${JSON.stringify(error.params.allowedValues)}` : '';
  return `${error.instancePath.slice(1)} ${error.message}${allowed}.`;
}
