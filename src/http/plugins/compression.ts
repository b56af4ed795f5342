import * as zlib from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Below it the headers of a compressed answer cost more than compression saves. */
const LEAST_BYTES = 1_024;
const COMPRESSIBLE = /^(?:text\/|application\/(?:problem\+)?json|image\/svg)/;
/** Compresses JSON about as well as level 9 of gzip, in less time. */
const BROTLI = { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 4 } };

type Done = (error: Error | null, result: Buffer) => void;
type Compress = (content: string | Buffer, done: Done) => void;

/** Node 20 has no zstd. */
const zstd: unknown = 'zstdCompress' in zlib ? zlib.zstdCompress : undefined;

/** In the order of preference: by speed at about the same size. */
const CODINGS: ReadonlyMap<string, Compress> = new Map<string, Compress>([
  ...(typeof zstd === 'function'
    ? [['zstd', (content: string | Buffer, done: Done) => void zstd(content, done)] as const]
    : []),
  ['br', (content, done) => zlib.brotliCompress(content, BROTLI, done)],
  ['gzip', (content, done) => zlib.gzip(content, done)],
]);

/**
 * Compresses answers of 1 KiB and more for callers that accept it, outside the main thread. An answer with a credential is never
 * compressed: its length would depend on how much of the secret the caller's own text repeats (BREACH).
 */
export function registerCompression(server: FastifyInstance): void {
  // Files of the reference and documents are the same buffer in each answer.
  const compressed = new WeakMap<Buffer, Map<string, Buffer>>();
  server.addHook('onSend', (request, reply, payload, done) => {
    const reads = request.method === 'GET' || request.method === 'HEAD';
    if (reads) addVary(reply, 'Accept-Encoding');
    const coding = codingFor(request, reply, payload);
    if (coding === undefined) return done(null, payload);
    const content = payload as string | Buffer;
    if (!reads) addVary(reply, 'Accept-Encoding');
    reply.header('content-encoding', coding).removeHeader('content-length');
    const known = typeof content === 'string' ? undefined : compressed.get(content)?.get(coding);
    if (known !== undefined) return done(null, known);
    CODINGS.get(coding)?.(content, (error, result) => {
      if (error !== null) return done(error);
      if (typeof content !== 'string')
        compressed.set(content, (compressed.get(content) ?? new Map<string, Buffer>()).set(coding, result));
      done(null, result);
    });
  });
}

function codingFor({ headers, operation }: FastifyRequest, reply: FastifyReply, payload: unknown): string | undefined {
  const accepted = headers['accept-encoding'];
  if (accepted === undefined || operation?.secret === true) return undefined;
  if (typeof payload !== 'string' && !Buffer.isBuffer(payload)) return undefined;
  if (Buffer.byteLength(payload) < LEAST_BYTES || reply.hasHeader('content-encoding')) return undefined;
  if (!COMPRESSIBLE.test(String(reply.getHeader('content-type')))) return undefined;
  return preferredCoding(String(accepted), [...CODINGS.keys()]);
}

/** The coding with the highest weight (RFC 9110, 12.5.3), the first of `offered` among equals; undefined: none, or identity weighs more. */
export function preferredCoding(header: string, offered: readonly string[]): string | undefined {
  const weights = new Map<string, number>();
  for (const entry of header.toLowerCase().split(',')) {
    const [name = '', ...parameters] = entry.split(';').map((part) => part.trim());
    const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? '1';
    weights.set(name === 'x-gzip' ? 'gzip' : name, Number(weight) || 0);
  }
  const weightOf = (coding: string) => weights.get(coding) ?? weights.get('*') ?? 0;
  const [best] = [...offered].sort((a, b) => weightOf(b) - weightOf(a));
  if (best === undefined || weightOf(best) === 0) return undefined;
  return weightOf(best) >= (weights.get('identity') ?? 0) ? best : undefined;
}

/** Adds a name to `Vary`, which other plugins may have set. */
export function addVary(reply: FastifyReply, name: string): void {
  const vary = reply.getHeader('vary');
  reply.header('vary', vary === undefined ? name : `${vary}, ${name}`);
}
