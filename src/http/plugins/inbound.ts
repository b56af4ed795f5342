import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ConnectorPayloadsService } from '../../services/connectors/payloads.js';
import { AppError } from '../../services/errors.js';
import { addressCounter, tooMany } from '../../services/rate-limits/address-counter.js';
import { MAX_NAMES, parseJson } from '../json.js';
import { parseMultipart } from '../multipart.js';
import { MALFORMED_QUERY, parseQuery } from '../query.js';
import { callerSite } from './address-limits.js';
import { type Admission, OVERLOADED } from './admission.js';
import { takeCapacity } from './capacity.js';
import { sendProblem } from './requests.js';

/** What the addresses of connectors do. */
export type Inbound = Pick<ConnectorPayloadsService, 'open' | 'verify' | 'receive' | 'handshake'>;

interface InboundOptions {
  inbound: Inbound;
  admission: Admission;
  draining: AbortSignal;
  /** Requests to unknown addresses of one caller in a minute; 0 sets no limit. */
  unknownPerMinute: number;
  clock: () => number;
}

/** The largest payload that a known sender posts is some 20 kB. */
const MOST_BYTES = 262_144;
/** Payloads of one connector in a minute, in each process. Senders repeat what is refused with 429. */
const MOST_PER_MINUTE = 1_200;
const TOKEN = /^[A-Za-z0-9_-]{43}$/;
const UNKNOWN = new AppError('not_found', 'There is no connector at this address.');
const UNSUPPORTED = new AppError(
  'unsupported_media_type',
  'The body must be application/json, application/x-www-form-urlencoded or multipart/form-data, in UTF-8 and without Content-Encoding.',
);

/**
 * The addresses to which other systems post. They are no operations of the API: the sender decides what it sends and how it signs, and
 * has no API key. The secret part of the address names the connector, and an unknown one is answered like any unknown path.
 */
export function registerInbound(server: FastifyInstance, options: InboundOptions): void {
  void server.register(async (part) => {
    part.removeAllContentTypeParsers();
    part.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, bytes: Buffer, done) => done(null, bytes));
    const limits = limitsOf(options);
    part.get('/v1/inbound/:token', { exposeHeadRoute: false }, async (request, reply) => {
      reply.header('cache-control', 'no-store');
      const answer = await shakeHands(options, limits, request);
      return 'text' in answer ? reply.type('text/plain; charset=utf-8').send(answer.text) : reply.send(answer.json);
    });
    part.post('/v1/inbound/:token', { bodyLimit: MOST_BYTES }, async (request, reply) => {
      reply.header('cache-control', 'no-store');
      if (options.admission.isFull('', 1)) {
        sendProblem(request, reply, OVERLOADED);
        return reply;
      }
      const capacity = await takeCapacity(options, request, reply);
      try {
        return await receive(options, limits, request);
      } finally {
        capacity.release();
      }
    });
  });
}

type Limits = ReturnType<typeof limitsOf>;

const MOST_KNOWN = 10_000;

/** Platforms post from the same addresses for many connectors, so a caller that is over the limit still reaches those that it reached before. */
function limitsOf({ unknownPerMinute, clock }: InboundOptions) {
  const unknown = addressCounter(unknownPerMinute);
  const received = addressCounter(MOST_PER_MINUTE);
  const known = new Set<string>();
  return {
    check(request: FastifyRequest, token: string): void {
      if (unknownPerMinute === 0 || known.has(token)) return;
      const wait = unknown.blockedFor(callerSite(request), clock());
      if (wait > 0) throw tooMany('Too many requests to unknown addresses came from here.', wait);
    },
    countUnknown(request: FastifyRequest, token: string): void {
      known.delete(token);
      unknown.count(callerSite(request), clock());
    },
    take(connectorId: string, token: string): void {
      if (known.size >= MOST_KNOWN) known.clear();
      known.add(token);
      const now = clock();
      const wait = received.blockedFor(connectorId, now);
      if (wait > 0) throw tooMany(`A connector takes ${MOST_PER_MINUTE} payloads a minute.`, wait);
      received.count(connectorId, now);
    },
  };
}

/** The connector of the address. */
async function openAddress({ inbound }: InboundOptions, limits: Limits, request: FastifyRequest) {
  const { token } = request.params as { token: string };
  limits.check(request, token);
  const from = TOKEN.test(token) ? await inbound.open(token) : undefined;
  if (from === undefined) {
    limits.countUnknown(request, token);
    throw UNKNOWN;
  }
  limits.take(from.connector.id, token);
  return from;
}

/** Platforms try an address by a GET before they post to it. */
async function shakeHands(options: InboundOptions, limits: Limits, request: FastifyRequest) {
  const { connector } = await openAddress(options, limits, request);
  const { token } = request.params as { token: string };
  const answer = await options.inbound.handshake(connector, request.query as Record<string, unknown>, token);
  if (answer === undefined) throw new AppError('unauthenticated', 'This is no handshake that the connector answers.');
  return answer;
}

async function receive(options: InboundOptions, limits: Limits, request: FastifyRequest) {
  const { inbound } = options;
  const from = await openAddress(options, limits, request);
  const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  await inbound.verify(from.connector, { bytes, headers: request.headers });
  const payloads = await inbound.receive(from, await documentOf(request, bytes));
  return { payloads: payloads.map(({ id, state }) => ({ id, state })) };
}

/** The payload: JSON, or the texts of a form by name. */
async function documentOf({ headers }: FastifyRequest, bytes: Buffer): Promise<unknown> {
  const type = headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (headers['content-encoding'] !== undefined) throw UNSUPPORTED;
  if (type === 'application/x-www-form-urlencoded') {
    const fields = parseQuery(bytes.toString('latin1'));
    if (MALFORMED_QUERY in fields)
      throw new AppError('invalid_encoding', 'The form is not UTF-8, has NUL, or has more than 100 fields.');
    return fields;
  }
  if (type === 'multipart/form-data') return parseMultipart(bytes, headers['content-type'] ?? '');
  if (type !== 'application/json' && !type.endsWith('+json') && type !== 'text/plain') throw UNSUPPORTED;
  const document = parseJson(bytes, MAX_NAMES);
  if (document instanceof AppError) throw document;
  return document;
}
