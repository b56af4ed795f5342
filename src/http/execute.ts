import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type IdempotencyRequest, IdempotentReplay, type Principal, type StoredResponse } from '../services/context.js';
import { AppError } from '../services/errors.js';
import type { Names } from '../services/names.js';
import type { WorkspaceTime } from '../services/workspace-time.js';
import { type CheckedRequest, checkAtWorkspaceTime, checkRequest, hasTooLateInstant } from './check-request.js';
import { type Operation, takesIdempotencyKey, takesIfMatch, takesIfNoneMatch } from './operations.js';
import { callerSite } from './plugins/address-limits.js';
import { type Admission, OVERLOADED, weightOf } from './plugins/admission.js';
import { type Authenticate, authorize, bearerToken, type KeyReader } from './plugins/auth.js';
import { isHtmlForm } from './plugins/bodies.js';
import { callerAddress, callerAddressText } from './plugins/caller-address.js';
import { type Capacity, takeCapacity } from './plugins/capacity.js';
import { addVary } from './plugins/compression.js';
import { checkOrigin } from './plugins/cors.js';
import { deprecationHeaders } from './plugins/deprecation.js';
import type { FailedAuthentications } from './plugins/failed-authentications.js';
import { fingerprint, idempotencyKey, isStorableRefusal, seal, unseal } from './plugins/idempotency.js';
import { matchesIfNoneMatch, parseIfMatch } from './plugins/preconditions.js';
import type { RateLimit } from './plugins/rate-limits.js';
import type { RefusalPace } from './plugins/refusal-pace.js';
import { sendProblem } from './plugins/requests.js';
import { uploadOf, whileArriving } from './plugins/uploads.js';
import { renderProblem } from './problems.js';
import { type Answer, type AnyRequest, presenterOf } from './render.js';
import type { ValidatorCompiler, Validators } from './validation.js';

export interface Kernel<S> {
  services: S;
  authenticate: Authenticate;
  readKey: KeyReader;
  admission: Admission;
  /** Aborts when the server begins to close. */
  draining: AbortSignal;
  rateLimit: RateLimit;
  failures: FailedAuthentications;
  pace: RefusalPace;
  validators: ValidatorCompiler;
  /** Epoch milliseconds. */
  clock: () => number;
  /** The current instant of a workspace, which may be ahead of the clock. */
  timeOf: WorkspaceTime;
  names: Names;
  /** The OpenAPI document, as text. */
  document: () => string;
}

type Fields = Record<string, unknown>;

/** Puts one operation on the server: key and admission first, then the body, then validation, then its service. */
export function mountOperation<S>(server: FastifyInstance, operation: Operation<S>, kernel: Kernel<S>): void {
  // Compiled at the first request: compiling all operations would take most of the time of a start.
  let compiled: Validators | undefined;
  const validators = () => {
    compiled ??= kernel.validators.forOperation(operation);
    return compiled;
  };
  const { schema } = operation.success;
  server.route({
    method: operation.method,
    url: operation.path,
    exposeHeadRoute: true,
    ...(operation.bodyLimit === undefined ? {} : { bodyLimit: operation.bodyLimit }),
    config: { mostNames: operation.mostNames },
    ...(schema === undefined ? {} : { schema: { response: { '2xx': { $ref: `${schema.$id}#` } } } }),
    onRequest: admit(operation, kernel),
    handler: async (request, reply) => {
      const capacity = await takeCapacity(kernel, request, reply);
      try {
        // A caller that left while it waited needs no answer, and its work has not begun.
        if (!request.raw.socket.destroyed) {
          const work = () => answer(operation, kernel, { validators: validators(), capacity }, request, reply);
          await (operation.upload === undefined ? work() : closingUnread(request, reply, work));
        }
      } finally {
        capacity.release();
      }
      return reply;
    },
  });
}

const NO_NAMES = () => undefined;

/** Runs the work of an upload. When it is refused amid its file, the connection closes: the rest would be read for nothing. */
async function closingUnread(request: FastifyRequest, reply: FastifyReply, work: () => Promise<void>): Promise<void> {
  try {
    await whileArriving(request, work);
  } catch (error) {
    if (!request.raw.complete) reply.header('connection', 'close');
    throw error;
  }
}

type Done = (error?: Error) => void;

function admit(operation: Operation<unknown>, kernel: Kernel<unknown>) {
  const { admission, authenticate, readKey, rateLimit, failures, pace } = kernel;
  const fail = (request: FastifyRequest, error: unknown, done: Done): void => {
    const isFailure = error instanceof AppError && error.code === 'unauthenticated';
    const refusal = isFailure ? failures.failed(request, error) : (error as Error);
    if (refusal instanceof AppError && refusal.code === 'rate_limited') pace(() => done(refusal));
    else done(refusal);
  };
  const allow = (request: FastifyRequest, reply: FastifyReply, principal: Principal | undefined, done: Done): void => {
    try {
      request.principal = authorize(principal, operation, () => callerAddress(request));
      checkOrigin(request.principal, request, reply);
      request.shed = admission.isFull(request.principal.workspaceId, weightOf(request));
      if (request.shed) {
        pace(() => sendProblem(request, reply, OVERLOADED));
        return;
      }
      const limited = rateLimit(request.principal, request, reply);
      if (limited) {
        limited.then(
          () => done(),
          (error) => fail(request, error, done),
        );
        return;
      }
    } catch (error) {
      fail(request, error, done);
      return;
    }
    done();
  };
  const isKept = takesIfNoneMatch(operation);
  const cacheControl = isKept ? 'private, no-cache' : 'no-store';
  const headers = { 'cache-control': cacheControl, ...deprecationHeaders(operation.deprecated) };
  return (request: FastifyRequest, reply: FastifyReply, done: Done): void => {
    request.operation = operation;
    reply.headers(headers);
    // The settings of two workspaces may have one address and one tag.
    if (isKept) addVary(reply, 'Authorization');
    try {
      const key = readKey(request);
      failures.check(request, key.hash);
      const authenticated = authenticate(key, () => callerAddress(request));
      if (authenticated instanceof Promise) {
        authenticated.then((principal) => {
          if (principal !== undefined) failures.succeeded(key.hash);
          allow(request, reply, principal, done);
        }, done);
      } else allow(request, reply, authenticated, done);
    } catch (error) {
      fail(request, error, done);
    }
  };
}

async function answer<S>(
  operation: Operation<S>,
  kernel: Kernel<S>,
  { validators, capacity }: { validators: Validators; capacity: Capacity },
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const { services } = kernel;
  const checked = await checkRequest(operation, validators, request, kernel.clock());
  const input = requestOf(
    operation,
    request,
    hasTooLateInstant(checked) ? await checkAtWorkspaceTime(checked, kernel) : checked,
    { document: kernel.document, whileIdle: capacity.whileIdle },
  );
  const presenter = presenterOf(operation, kernel, input, reply);
  let rendered: Answer | undefined;
  if (takesIdempotencyKey(operation)) {
    const key = idempotencyKey(request);
    if (key !== undefined) {
      const render = (result: unknown) => {
        rendered = presenter.render(result);
        return rendered.stored;
      };
      const { loadNames } = presenter;
      input.write.idempotency = idempotencyRequest({ key, principal: input.principal }, operation, request, {
        render,
        loadNames,
      });
    }
  }
  try {
    const result = await operation.run(services, input);
    send(request, reply, rendered ?? (await presenter.renderNamed(result)));
  } catch (error) {
    if (!(error instanceof IdempotentReplay)) throw error;
    replay(operation, request, reply, error.stored);
  }
}

function requestOf(
  operation: Operation<unknown>,
  request: FastifyRequest,
  checked: CheckedRequest,
  offered: Pick<AnyRequest, 'document' | 'whileIdle'>,
): AnyRequest {
  const { principal, query, body, violations, invalidItems } = checked;
  if (violations.length > 0) {
    throw new AppError('validation_failed', 'The request breaks the rules listed in `errors`.', {
      errors: [...violations],
    });
  }
  return {
    params: request.params as Fields,
    query,
    body,
    file: () => uploadOf(request),
    principal,
    write: {
      workspaceId: principal.workspaceId,
      actor: { kind: 'api_key', id: principal.keyId },
      requestId: request.id,
      span: request.span,
    },
    ifMatch: takesIfMatch(operation) ? parseIfMatch(request.headers['if-match']) : undefined,
    requestId: request.id,
    caller: () => ({ address: callerAddressText(request), site: callerSite(request) }),
    ...offered,
    names: NO_NAMES,
    invalidItems,
  };
}

function send(request: FastifyRequest, reply: FastifyReply, { stored, etag, file, nextPage }: Answer): void {
  if (nextPage !== undefined && isHtmlForm(request)) {
    // `href` is ASCII, without line breaks: what a header can have.
    reply.code(303).header('location', new URL(nextPage).href).send();
    return;
  }
  const known = request.headers['if-none-match'];
  const reads = request.method === 'GET' || request.method === 'HEAD';
  if (known !== undefined && reads && etag !== undefined && matchesIfNoneMatch(known, etag)) {
    reply.code(304).header('etag', etag).send();
    return;
  }
  if (file === undefined) sendStored(reply, stored);
  else {
    const content = request.method === 'HEAD' ? Readable.from([]) : Readable.from(file.content, { objectMode: false });
    reply.code(stored.status).headers(stored.headers).send(content);
  }
}

function sendStored(reply: FastifyReply, stored: StoredResponse): void {
  if (reply.sent) return;
  reply
    .code(stored.status)
    .headers(stored.headers)
    .send(stored.body === '' ? undefined : stored.body);
}

function idempotencyRequest(
  { key, principal }: { key: string; principal: Principal },
  operation: { secret?: true },
  request: FastifyRequest,
  { render, loadNames }: Pick<IdempotencyRequest, 'render' | 'loadNames'>,
): IdempotencyRequest {
  const sealed = (stored: StoredResponse) =>
    operation.secret === true ? seal(stored, bearerToken(request), key) : stored;
  const requestFingerprint = fingerprint(request);
  return {
    principalId: principal.principalId,
    // Any visitor can choose the key that another visitor of the same publishable key chose.
    key: principal.kind === 'capture' ? `${key} ${requestFingerprint}` : key,
    fingerprint: requestFingerprint,
    loadNames,
    render: (result) => sealed(render(result)),
    renderRefusal: (error) => {
      if (!isStorableRefusal(error.code)) return undefined;
      const { status, headers, body } = renderProblem(error, request.url.split('?', 1)[0] ?? '', request.id);
      return sealed({ status, headers, body });
    },
  };
}

function replay(
  operation: { secret?: true },
  request: FastifyRequest,
  reply: FastifyReply,
  stored: StoredResponse,
): void {
  const key = idempotencyKey(request) ?? '';
  const opened = operation.secret === true ? unseal(stored, bearerToken(request), key) : stored;
  reply.header('idempotent-replayed', 'true');
  sendStored(reply, opened);
}
