import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { UploadedFile } from '../../services/context.js';
import { AppError } from '../../services/errors.js';

/** Media types of files. What a file is follows from its bytes. */
const TYPES: ReadonlySet<string> = new Set([
  '',
  'application/octet-stream',
  'application/json',
  'application/x-ndjson',
  'application/ndjson',
  'application/jsonl',
  'application/gzip',
  'application/x-gzip',
  'application/csv',
  'application/vnd.ms-excel',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/zip',
  'text/csv',
  'text/tab-separated-values',
  'text/plain',
]);
const CODINGS: ReadonlySet<string> = new Set(['identity', 'gzip', 'x-gzip']);

/** Connections on which a file arrives: it may take longer than other requests. */
const arriving = new WeakSet<Socket>();

/** Whether a file arrives on the connection. One that pauses for a minute ends all the same. */
export const isUploading = (socket: Socket): boolean => arriving.has(socket);

/** A part of the server whose operations get bodies of any size and type as streams. */
export function registerUploads(server: FastifyInstance, mount: (part: FastifyInstance) => void): void {
  void server.register(async (part) => {
    part.removeAllContentTypeParsers();
    part.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
    mount(part);
  });
}

/** The file of the request; refuses media types that no file has. */
export function uploadOf({ headers, body, raw }: FastifyRequest): UploadedFile {
  const type = headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  const coding = headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  if (!TYPES.has(type)) {
    const known = [...TYPES].filter((one) => one !== '').join(', ');
    throw new AppError('unsupported_media_type', `The body must be a file of one of the types ${known}.`);
  }
  if (!CODINGS.has(coding)) {
    throw new AppError('unsupported_media_type', 'Content-Encoding must be gzip or absent.', {
      headers: { 'accept-encoding': 'gzip, identity' },
    });
  }
  if (typeof body !== 'object' || body === null || !(Symbol.asyncIterator in body)) {
    throw new AppError('validation_failed', 'This operation needs a file as its body.', {
      errors: [{ pointer: '', code: 'required', detail: 'is required' }],
    });
  }
  return { bytes: waitingFor(raw.socket, body as AsyncIterable<Uint8Array>) };
}

/** A sender that pauses for this long is gone. */
const SILENT_MS = 60_000;

/** Milliseconds; 0: no limit. A request that a test injects has no real connection. */
const limitSilence = (socket: Partial<Socket>, ms: number): void => void socket.setTimeout?.(ms);

/** The connection ends where the sender is silent, and not where the file takes long to read. */
async function* waitingFor(socket: Socket, body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const chunks = body[Symbol.asyncIterator]();
  try {
    for (;;) {
      limitSilence(socket, SILENT_MS);
      const next = await chunks.next();
      limitSilence(socket, 0);
      if (next.done) return;
      yield next.value;
    }
  } finally {
    await chunks.return?.();
  }
}

/** Lets the file arrive for as long as it takes, while `read` reads it. */
export async function whileArriving<T>({ raw }: FastifyRequest, read: () => Promise<T>): Promise<T> {
  const { socket } = raw;
  arriving.add(socket);
  try {
    return await read();
  } finally {
    arriving.delete(socket);
    limitSilence(socket, SILENT_MS);
  }
}
