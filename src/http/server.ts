import fastify, { type FastifyInstance } from 'fastify';
import type { AddressBlock } from '../core/network/addresses.js';
import type { FormOrigins } from '../services/api-keys/origins.js';
import type { Names } from '../services/names.js';
import { createAllowances, type LeaseAllowance, unsharedLeases } from '../services/rate-limits/allowances.js';
import type { Tracing } from '../services/tracing.js';
import type { WorkspaceTime } from '../services/workspace-time.js';
import { type Kernel, mountOperation } from './execute.js';
import type { Tag } from './openapi.js';
import { documentTexts } from './openapi-text.js';
import type { Operation } from './operations.js';
import { admissionGate } from './plugins/admission.js';
import { type Authenticate, keyReader } from './plugins/auth.js';
import { registerBodies } from './plugins/bodies.js';
import { trustProxies } from './plugins/caller-address.js';
import { answerClientError, registerMessageChecks } from './plugins/client-errors.js';
import { registerCompression } from './plugins/compression.js';
import { registerCors } from './plugins/cors.js';
import { registerDocuments } from './plugins/documents.js';
import { failedAuthentications } from './plugins/failed-authentications.js';
import { type HealthCheck, registerHealth } from './plugins/health.js';
import { type Inbound, registerInbound } from './plugins/inbound.js';
import type { Log } from './plugins/logging.js';
import { type RegisterMetrics, registerMetrics } from './plugins/metrics.js';
import { type RateLimits, rateLimit } from './plugins/rate-limits.js';
import { refusalPace } from './plugins/refusal-pace.js';
import { registerRequests, requestId, sendProblem } from './plugins/requests.js';
import { registerUnmatched } from './plugins/unmatched.js';
import { registerUploads } from './plugins/uploads.js';
import { asAppError } from './problems.js';
import { parseQuery } from './query.js';
import { reachableComponents } from './schemas/components.js';
import { lazySerializers } from './serializers.js';
import { validatorCompiler } from './validation.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Most names of all objects in a body. */
    mostNames?: number | undefined;
  }
  interface FastifyInstance {
    /** Makes the server not ready, and lets every answer close its connection. `close()` then finishes the open requests. */
    startDraining(): void;
  }
}

export interface ServerOptions<S> {
  operations: readonly Operation<S>[];
  tags: readonly Tag[];
  services: S;
  authenticate: Authenticate;
  /** Checks of `/readyz` by name: `database`, `schema`. */
  health: Record<string, HealthCheck>;
  config: {
    /** Most weight of the requests in flight; further requests wait for a bounded time. */
    maxInFlight: number;
    /** Bytes of a body where the operation names no limit of its own. */
    bodyLimit: number;
    rateLimits: RateLimits;
    /** Proxies whose `X-Forwarded-For` is trusted. */
    trustedProxies: readonly AddressBlock[];
    /** Origins whose pages may call every operation. */
    corsOrigins: readonly string[];
  };
  log: Log;
  /** Epoch milliseconds. */
  clock: () => number;
  /** The current instant of a workspace; `clock` for all when absent. */
  timeOf?: WorkspaceTime;
  /** Names to show beside ids; no answer shows any when absent. */
  names?: Names;
  /** A new UUIDv7. */
  newId: () => string;
  registerMetrics?: RegisterMetrics;
  tracing?: Tracing | undefined;
  /** Shares the allowances of keys between processes; without it each process counts alone. */
  leaseAllowance?: LeaseAllowance;
  /** Takes what other systems send to the addresses of connectors; there are none when absent. */
  inbound?: Inbound;
  /** Origins of the pages that publishable keys name; none when absent. */
  formOrigins?: FormOrigins;
}

const NO_NAMES: Names = {
  lookup: () => () => undefined,
  load: () => Promise.resolve(),
  learn: () => {},
  forget: () => {},
};

const MAX_PARAM_LENGTH = 512;
/** Milliseconds. Keep-alive outlives the usual 60 s of load balancers, so that they, not we, close idle connections. */
const TIMEOUTS = {
  requestTimeout: 30_000,
  connectionTimeout: 60_000,
  keepAliveTimeout: 72_000,
};
const HEADERS_TIMEOUT = 10_000;
/** Node looks for slow clients this often; its default of 30 s would make the limits above meaningless. */
const CHECK_INTERVAL = 2_000;

/** The whole HTTP side: one kernel for every operation, probes, metrics, documents, and problems for everything else. */
export function buildServer<S>(options: ServerOptions<S>): FastifyInstance {
  const { operations, clock, log } = options;
  const server = createServer(options);
  const draining = new AbortController();
  const isDraining = () => draining.signal.aborted;
  const startDraining = () => draining.abort();
  server.decorate('startDraining', startDraining);
  server.addHook('preClose', async () => startDraining());

  registerMessageChecks(server);
  const permitPreflight = registerCors(server, {
    operations,
    origins: options.config.corsOrigins,
    formOrigins: options.formOrigins,
    unknownPerMinute: options.config.rateLimits.failedAuthentications ?? 0,
    clock,
  });
  registerUnmatched(server, permitPreflight);
  const metrics = registerMetrics(server, clock, options.registerMetrics);
  registerRequests(server, { log, metrics, isDraining, tracing: options.tracing });
  registerBodies(server);
  registerCompression(server);
  registerHealth(server, { checks: options.health, isDraining, clock });
  const texts = documentTexts(operations, options.tags);
  registerDocuments(server, texts);

  for (const [, schema] of reachableComponents(operations.map(({ success }) => success.schema)))
    server.addSchema(schema);
  const kernel: Kernel<S> = {
    services: options.services,
    authenticate: options.authenticate,
    readKey: keyReader(),
    draining: draining.signal,
    admission: admissionGate(options.config.maxInFlight, clock, metrics.shed),
    rateLimit: rateLimit(
      options.config.rateLimits,
      createAllowances(options.leaseAllowance ?? unsharedLeases(), clock),
      clock,
    ),
    pace: refusalPace(),
    failures: failedAuthentications(options.config.rateLimits.failedAuthentications ?? 0, clock),
    validators: validatorCompiler(operations),
    clock,
    timeOf: options.timeOf ?? clock,
    names: options.names ?? NO_NAMES,
    document: texts.openApi31,
  };
  if (options.inbound !== undefined) {
    const unknownPerMinute = options.config.rateLimits.failedAuthentications ?? 0;
    registerInbound(server, { ...kernel, inbound: options.inbound, unknownPerMinute });
  }
  for (const operation of operations) {
    if (operation.upload === undefined) mountOperation(server, operation, kernel);
    else registerUploads(server, (part) => mountOperation(part, operation, kernel));
  }
  return server;
}

function createServer({ config, newId }: Pick<ServerOptions<unknown>, 'config' | 'newId'>): FastifyInstance {
  return fastify({
    ...TIMEOUTS,
    http: {
      headersTimeout: HEADERS_TIMEOUT,
      connectionsCheckingInterval: CHECK_INTERVAL,
      // Checked by `registerMessageChecks`, which answers with a problem.
      requireHostHeader: false,
    },
    bodyLimit: config.bodyLimit,
    schemaController: { compilersFactory: { buildSerializer: lazySerializers } },
    logger: false,
    exposeHeadRoutes: false,
    trustProxy: trustProxies(config.trustedProxies),
    // Requests that still come on kept-alive connections while closing are finished, not refused.
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    genReqId: (request) => requestId(request.headers['x-request-id'], newId),
    clientErrorHandler: answerClientError(newId),
    frameworkErrors: (error, request, reply) => sendProblem(request, reply, asAppError(error)),
    routerOptions: {
      caseSensitive: true,
      ignoreTrailingSlash: false,
      ignoreDuplicateSlashes: false,
      maxParamLength: MAX_PARAM_LENGTH,
      querystringParser: parseQuery,
    },
  });
}
