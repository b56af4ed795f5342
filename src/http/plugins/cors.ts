import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { FormOrigins } from '../../services/api-keys/origins.js';
import type { Principal } from '../../services/context.js';
import { AppError } from '../../services/errors.js';
import { addressCounter } from '../../services/rate-limits/address-counter.js';
import { isPublic, type Operation } from '../operations.js';
import { callerSite } from './address-limits.js';
import { addVary } from './compression.js';

export interface CorsOptions {
  operations: readonly Pick<Operation<never>, 'path' | 'scopes'>[];
  /** Origins whose pages may call everything. */
  origins: readonly string[];
  /** The origins that publishable keys name: their pages may call the public operations. */
  formOrigins: FormOrigins | undefined;
  /** Origins without a key that one caller address may try before they cost no query; 0: no limit. */
  unknownPerMinute: number;
  clock: () => number;
}

/** Headers of requests that a page may set. A browser sends the simple ones without permission. */
const REQUEST_HEADERS =
  'Authorization, Content-Type, Content-Encoding, Idempotency-Key, If-Match, If-None-Match, X-Request-Id, Traceparent';
/** Headers of answers that a page may read. */
const ANSWER_HEADERS =
  'Deprecation, ETag, Idempotent-Replayed, Location, RateLimit, RateLimit-Policy, Retry-After, Sunset, X-Request-Id';
/** Seconds: two hours, the most that browsers keep a preflight. */
const MAX_AGE = '7200';
const PREFLIGHT_VARY = 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers';

/** Adds to the answer of OPTIONS what a browser needs to go on, if its page may call this path. `allow`: the methods of the path. */
export type PermitPreflight = (request: FastifyRequest, reply: FastifyReply, allow: string) => Promise<void>;

/**
 * Answers of operations and preflights to pages of other origins. A preflight carries no key, so a public operation permits it for every
 * origin that some publishable key names. The request itself is then checked against its own key, by `checkOrigin`. A key that is not
 * valid has no origins: the pages that a preflight permits read its 401.
 */
export function registerCors(server: FastifyInstance, options: CorsOptions): PermitPreflight {
  const everywhere = new Set(options.origins);
  if (everywhere.size > 0) {
    server.addHook('onRequest', (request, reply, done) => {
      reply.header('vary', 'Origin');
      if (everywhere.has(request.headers.origin ?? '')) permit(request, reply);
      done();
    });
  }
  const publicPaths = options.operations.filter(isPublic).map(({ path }) => pathPattern(path));
  const isPublicPath = (request: FastifyRequest) => publicPaths.some((pattern) => pattern.test(pathOf(request)));
  const isForm = limitedLookup(options);
  server.addHook('onSend', (request, reply, payload, done) => {
    const { origin } = request.headers;
    if (reply.statusCode !== 401 || origin === undefined || !isPublicPath(request)) {
      done(null, payload);
      return;
    }
    addVary(reply, 'Origin');
    // Without a database the page does not learn why: the answer is sent all the same.
    isForm(origin, request)
      .then((named) => named && permit(request, reply))
      .then(
        () => done(null, payload),
        () => done(null, payload),
      );
  });
  return async (request, reply, allow) => {
    const { origin } = request.headers;
    reply.header('vary', PREFLIGHT_VARY);
    if (origin === undefined || request.headers['access-control-request-method'] === undefined) return;
    if (!everywhere.has(origin) && !(isPublicPath(request) && (await isForm(origin, request)))) return;
    permit(request, reply);
    reply.header('access-control-allow-methods', allow);
    reply.header('access-control-allow-headers', REQUEST_HEADERS);
    reply.header('access-control-max-age', MAX_AGE);
  };
}

/** Of the addresses of `/v1/forms/:formId/submissions`. Paths have letters, digits, `-`, `/` and parameters only. */
const pathPattern = (path: string): RegExp => new RegExp(`^${path.replace(/:[A-Za-z]+/g, '[^/]+')}$`);

const pathOf = ({ url }: FastifyRequest): string => url.split('?', 1)[0] ?? '';

/** Refuses a publishable key on a page that it does not name, and lets a page that it names read the answer. */
export function checkOrigin(principal: Principal, request: FastifyRequest, reply: FastifyReply): void {
  if (principal.kind !== 'capture' || principal.allowedOrigins.length === 0) return;
  reply.header('vary', 'Origin');
  const { origin } = request.headers;
  if (origin === undefined) return;
  if (!principal.allowedOrigins.includes(origin)) {
    throw new AppError(
      'origin_not_allowed',
      'This API key is restricted to pages of other origins than that of this one.',
    );
  }
  permit(request, reply);
}

function permit({ headers }: FastifyRequest, reply: FastifyReply): void {
  reply.header('access-control-allow-origin', headers.origin);
  reply.header('access-control-expose-headers', ANSWER_HEADERS);
}

const MOST_REMEMBERED = 10_000;

/**
 * Past the limit of an address, an origin counts as unknown, unless a key named it before: no caller can use up the limit of the callers
 * of a form.
 */
function limitedLookup({ formOrigins, unknownPerMinute, clock }: CorsOptions) {
  const counter = addressCounter(unknownPerMinute);
  const namedBefore = new Set<string>();
  return async (origin: string, request: FastifyRequest): Promise<boolean> => {
    const known = formOrigins?.known(origin);
    if (known !== undefined || formOrigins === undefined) return known === true;
    const site = callerSite(request);
    const isBlocked = unknownPerMinute > 0 && counter.blockedFor(site, clock()) > 0;
    if (isBlocked && !namedBefore.has(origin)) return false;
    const named = await formOrigins.find(origin);
    if (named && namedBefore.size < MOST_REMEMBERED) namedBefore.add(origin);
    if (!named && unknownPerMinute > 0) counter.count(site, clock());
    return named;
  };
}
