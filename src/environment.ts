import { type Static, Type } from 'typebox';

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** Every variable that Headwater reads, with its default and meaning. The README's table is checked against it. */
export const Environment = Type.Object({
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
  HEADWATER_WEBHOOK_PRIVATE_TARGETS: Type.Optional(
    Type.String({
      description:
        'Private addresses and CIDR blocks that webhooks may be sent to, and that connectors (`baseUrl`) and captchas (`captchaVerifyUrl`) may call, separated by commas; they may then have http: too. Unset: only addresses of the public Internet.',
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
  HEADWATER_CONTACT_SECRET: Type.Optional(
    Type.String({
      minLength: 32,
      description:
        'Key of the hashes by which consents and suppressions know an address, at least 32 characters; keep it for ever. Unset: a random one kept in the database.',
    }),
  ),
  HEADWATER_MAX_IN_FLIGHT: Type.Integer({
    minimum: 0,
    maximum: 100_000,
    default: 0,
    description:
      'Most requests worked on at a time, a batch counting for several; what would wait too long is answered 503 with Retry-After. 0: eight for each connection of the pool, at least 96.',
  }),
  HEADWATER_IMPORT_BYTES: Type.Integer({
    minimum: 1,
    maximum: 10_000_000_000,
    default: 1_000_000_000,
    description: 'Most bytes of an uploaded file (`POST /v1/imports`), as it arrives.',
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
  HEADWATER_FORM_RATE_LIMIT: Type.Integer({
    minimum: 0,
    maximum: 100_000_000,
    default: 300,
    description: 'Most submissions a minute of a form without `submissionsPerMinute`, in each process. 0: no limit.',
  }),
  HEADWATER_FORM_ADDRESS_RATE_LIMIT: Type.Integer({
    minimum: 0,
    maximum: 100_000_000,
    default: 20,
    description:
      'The same of one caller address (IPv6: /64) to a form without `addressSubmissionsPerMinute`. 0: no limit.',
  }),
  HEADWATER_VISITOR_EVENT_DAYS: Type.Integer({
    minimum: 0,
    maximum: 3_650,
    default: 90,
    description: 'Days that events of visitors who became no lead are kept. 0: for ever.',
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
export type Environment = Static<typeof Environment>;
export type Variable = keyof Environment;

export const VARIABLES = Object.entries(Environment.properties).map(([name, schema]) => ({
  name,
  type: 'type' in schema ? schema.type : undefined,
  range: 'minimum' in schema && 'maximum' in schema ? ` from ${schema.minimum} to ${schema.maximum}` : '',
  preset: 'default' in schema ? String(schema.default) : '',
  meaning: 'description' in schema ? String(schema.description) : '',
}));

/** One row per variable, in the order of the README's table; `default` is empty for a variable without one. */
export function describeConfig(): { name: string; default: string; meaning: string }[] {
  return VARIABLES.map(({ name, preset, meaning }) => ({ name, default: preset, meaning }));
}

/** The meaning of each pattern, for error messages. */
const EXPECTED: Record<string, string> = {
  DATABASE_URL: 'like postgres://user:password@host/database',
  HEADWATER_PUBLIC_URL: 'an http:// or https:// address',
  OTEL_EXPORTER_OTLP_ENDPOINT: 'an http:// or https:// address',
  HEADWATER_ADMIN_KEY: 'a whole API key, hw_<env>_admin_<36 characters>_<6 characters of checksum>',
};

/** A problem as a sentence that names the variable and never shows its value. */
export function describeProblem(error: { instancePath: string; message: string; params: object }): string {
  const name = error.instancePath.slice(1);
  const { type, range } = VARIABLES.find((variable) => variable.name === name) ?? {};
  if (type === 'integer') return `${name} must be a whole number${range}.`;
  if (type === 'boolean') return `${name} must be true or false.`;
  const expected = EXPECTED[name];
  if ('pattern' in error.params && expected !== undefined) return `${name} must be ${expected}.`;
  const allowed = 'allowedValues' in error.params ? `: ${JSON.stringify(error.params.allowedValues)}` : '';
  return `${name} ${error.message}${allowed}.`;
}
