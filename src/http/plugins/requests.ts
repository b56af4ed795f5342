import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Principal } from '../../services/context.js';
import type { AppError, ErrorCode } from '../../services/errors.js';
import type { Span, Tracing } from '../../services/tracing.js';
import type { Operation } from '../operations.js';
import { asAppError, renderProblem } from '../problems.js';
import { faultForLog, type Log } from './logging.js';
import type { RequestMetrics } from './metrics.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The operation the route serves; undefined for probes, documents and unknown paths. */
    operation: Operation<unknown> | undefined;
    principal: Principal | undefined;
    /** The bytes of the body, for the fingerprint of an Idempotency-Key. */
    bodyBytes: Buffer | undefined;
    problemCode: ErrorCode | undefined;
    /** Undefined where nothing is traced. */
    span: Span | undefined;
    /** Shed by admission: counted, not logged one by one. */
    shed: boolean;
  }
}

export interface RequestOptions {
  log: Log;
  metrics: RequestMetrics;
  isDraining: () => boolean;
  tracing?: Tracing | undefined;
}

const REQUEST_ID = /^[A-Za-z0-9._-]{8,128}$/;
const TRACE_PARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** The caller's `X-Request-Id` when it is usable, else a new one. */
export function requestId(header: string | string[] | undefined, newId: () => string): string {
  return typeof header === 'string' && REQUEST_ID.test(header) ? header : newId();
}

/** Gives every request an id, safe headers, one log line, one measurement, and problems as answers to errors. */
export function registerRequests(server: FastifyInstance, { log, metrics, isDraining, tracing }: RequestOptions): void {
  server.decorateRequest('operation', undefined);
  server.decorateRequest('principal', undefined);
  server.decorateRequest('problemCode', undefined);
  server.decorateRequest('shed', false);
  server.decorateRequest('span', undefined);
  if (tracing !== undefined) traceRequests(server, tracing);
  server.addHook('onRequest', (request, reply, done) => {
    markReply(request, reply);
    done();
  });
  // Set when the answer is sent: a connection that was busy when draining began would otherwise stay idle until its time-out.
  server.addHook('onSend', (_request, reply, _payload, done) => {
    if (isDraining()) reply.header('connection', 'close');
    done();
  });
  server.addHook('onResponse', (request, reply, done) => {
    const milliseconds = reply.elapsedTime;
    const route = request.operation?.path ?? request.routeOptions.url ?? 'unmatched';
    metrics.observe(route, request.method, reply.statusCode, milliseconds / 1000);
    if (!request.shed && (request.operation !== undefined || reply.statusCode >= 400)) {
      log.info(requestLine(request, route, reply.statusCode, milliseconds), 'request');
    }
    done();
  });
  server.setErrorHandler((thrown, request, reply) => {
    const error = asAppError(thrown);
    logFault(log, request, error);
    sendProblem(request, reply, error);
  });
}

/** What is requested every few seconds and serves no caller. */
const UNTRACED: ReadonlySet<string> = new Set(['/livez', '/readyz', '/metrics']);

/** A span for each request, named by its route. It has no address: ids, query and headers may be personal. */
function traceRequests(server: FastifyInstance, tracing: Tracing): void {
  server.addHook('onRequest', (request, _reply, done) => {
    const { traceparent } = request.headers;
    const route = request.routeOptions.url ?? 'unmatched';
    if (UNTRACED.has(route)) return done();
    const parent = typeof traceparent === 'string' ? traceparent : undefined;
    const attributes = {
      'http.request.method': request.method,
      'http.route': route,
      'headwater.request_id': request.id,
    };
    request.span = tracing.start(`${request.method} ${route}`, { kind: 'request', parent, attributes });
    done();
  });
  server.addHook('onResponse', (request, reply, done) => {
    const { principal, problemCode, span } = request;
    span?.set({ 'http.response.status_code': reply.statusCode });
    if (principal !== undefined) span?.set({ 'headwater.workspace_id': principal.workspaceId });
    if (problemCode !== undefined) span?.set({ 'error.type': problemCode });
    span?.end();
    done();
  });
}

/** Sends the problem, complete with the headers of every answer: hooks do not run for what the router refuses. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, error: AppError): void {
  const path = withoutSecret(request.url.split('?', 1)[0] ?? '');
  const problem = renderProblem(error, path, request.id);
  request.problemCode = problem.code;
  markReply(request, reply);
  reply.code(problem.status).headers(problem.headers).header('cache-control', 'no-store').send(problem.body);
}

/** The address of a connector is a secret, and problems get into logs and messages of the sender. */
const withoutSecret = (path: string): string => (path.startsWith(INBOUND) ? `${INBOUND}-` : path);

const INBOUND = '/v1/inbound/';

function markReply(request: FastifyRequest, reply: FastifyReply): void {
  reply.header('x-request-id', request.id);
  reply.header('x-content-type-options', 'nosniff');
}

/** Internal errors are logged once, with their causes. Overload is not logged for each request. */
function logFault(log: Log, request: FastifyRequest, error: AppError): void {
  if (error.code !== 'internal_error' && error.code !== 'database_unavailable') return;
  const fault = faultForLog(error.extra.cause ?? error);
  log.error({ requestId: request.id, operation: request.operation?.id, code: error.code, fault }, 'request failed');
}

/** Has the route template, never the address: ids, query and headers may be personal. */
function requestLine(request: FastifyRequest, route: string, status: number, milliseconds: number): object {
  const traceParent = request.headers.traceparent;
  return {
    requestId: request.id,
    method: request.method,
    route,
    status,
    ms: Math.round(milliseconds * 100) / 100,
    keyId: request.principal?.keyId,
    workspaceId: request.principal?.workspaceId,
    code: request.problemCode,
    traceId: typeof traceParent === 'string' ? TRACE_PARENT.exec(traceParent)?.[1] : undefined,
  };
}
