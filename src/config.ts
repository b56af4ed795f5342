import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { Value } from 'typebox/value';
import { type AddressBlock, parseAddressBlock } from './core/network/addresses.js';
import { originIn } from './core/network/origins.js';
import { describeProblem, Environment, type LOG_LEVELS, VARIABLES, type Variable } from './environment.js';

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
  /** Private addresses that webhooks may be sent to. */
  webhookTargets: readonly AddressBlock[];
  /** Origins whose pages may call every operation. */
  corsOrigins: readonly string[];
  cursorSecret: string | undefined;
  contactSecret: string | undefined;
  maxInFlight: number;
  /** Most bytes of an uploaded file. */
  importBytes: number;
  rateLimits: {
    capture: number;
    others: number;
    captureAddress: number;
    form: number;
    formAddress: number;
    failedAuthentications: number;
  };
  /** Days that events of visitors who became no lead are kept; 0: for ever. */
  visitorEventDays: number;
  /** Longest lifetime of new API keys in days; 0: no limit. */
  apiKeyMaxDays: number;
  adminKey: string | undefined;
  showAdminKey: boolean;
  /** Whether traces and metrics go to a collector. */
  telemetry: boolean;
}

/** Adds the variables of the file `.env` in the working folder, if there is one, to the environment. Variables that are set stay. */
export function loadEnvironmentFile(): void {
  if (!existsSync('.env')) return;
  // Editors on Windows put a byte order mark in front of the first name.
  const variables = parseEnv(readFileSync('.env', 'utf8').replace(/^\uFEFF/, ''));
  for (const [name, value] of Object.entries(variables)) process.env[name] ??= value;
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
  const trustedProxies = readBlocks('HEADWATER_TRUSTED_PROXIES', given, problems);
  const webhookTargets = readBlocks('HEADWATER_WEBHOOK_PRIVATE_TARGETS', given, problems);
  const corsOrigins = readOrigins(given.HEADWATER_CORS_ORIGINS ?? '', problems);
  if (problems.length > 0 || !Value.Check(Environment, values)) return { problems };
  return { config: Object.freeze({ ...toConfig(values), trustedProxies, webhookTargets, corsOrigins }) };
}

/** Stricter than a general conversion, which reads `PORT=12.5` as 12 and `true` as 1. Other values fail in the schema. */
function parse(type: unknown, value: string): unknown {
  if (type === 'integer' && /^\d{1,9}$/.test(value)) return Number(value);
  if (type === 'boolean' && /^(true|false|1|0)$/.test(value)) return value === 'true' || value === '1';
  return value;
}

function toConfig(values: Environment): Omit<Config, 'trustedProxies' | 'webhookTargets' | 'corsOrigins'> {
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
    contactSecret: values.HEADWATER_CONTACT_SECRET,
    maxInFlight: values.HEADWATER_MAX_IN_FLIGHT,
    importBytes: values.HEADWATER_IMPORT_BYTES,
    rateLimits: {
      capture: values.HEADWATER_CAPTURE_RATE_LIMIT,
      others: values.HEADWATER_RATE_LIMIT,
      captureAddress: values.HEADWATER_CAPTURE_ADDRESS_RATE_LIMIT,
      form: values.HEADWATER_FORM_RATE_LIMIT,
      formAddress: values.HEADWATER_FORM_ADDRESS_RATE_LIMIT,
      failedAuthentications: values.HEADWATER_FAILED_AUTHENTICATION_LIMIT,
    },
    visitorEventDays: values.HEADWATER_VISITOR_EVENT_DAYS,
    apiKeyMaxDays: values.HEADWATER_API_KEY_MAX_DAYS,
    adminKey: values.HEADWATER_ADMIN_KEY,
    showAdminKey: values.HEADWATER_SHOW_ADMIN_KEY,
    telemetry: values.OTEL_EXPORTER_OTLP_ENDPOINT !== undefined && !values.OTEL_SDK_DISABLED,
  };
}

function readBlocks(
  name: 'HEADWATER_TRUSTED_PROXIES' | 'HEADWATER_WEBHOOK_PRIVATE_TARGETS',
  given: Record<string, string>,
  problems: string[],
): AddressBlock[] {
  const blocks: AddressBlock[] = [];
  for (const text of entriesOf(given[name] ?? '')) {
    const block = parseAddressBlock(text);
    if ('problem' in block) problems.push(`${name}: each entry ${block.problem}.`);
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
