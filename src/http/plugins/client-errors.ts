import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AppError } from '../../services/errors.js';
import { renderProblem } from '../problems.js';
import { isUploading } from './uploads.js';

const FAULTS: Record<string, AppError> = {
  ERR_HTTP_REQUEST_TIMEOUT: new AppError('request_timeout', 'The request did not arrive in time.'),
  HPE_HEADER_OVERFLOW: new AppError('validation_failed', 'The request line and headers are longer than 16 KiB.'),
};
const GARBAGE = new AppError('validation_failed', 'This is not an HTTP/1.1 request.');

/** Answers input that never became a request (garbage, endless headers, a slow client) and closes the connection. */
export function answerClientError(newId: () => string): (error: Error & { code?: string }, socket: Socket) => void {
  return (error, socket) => {
    if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT' && isUploading(socket)) return;
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    const id = newId();
    const problem = renderProblem(FAULTS[error.code ?? ''] ?? GARBAGE, '', id);
    const headers = Object.entries({ ...problem.headers, 'x-request-id': id, connection: 'close' });
    const head = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
    const length = `content-length: ${Buffer.byteLength(problem.body)}\r\n`;
    socket.end(`HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\n${head}${length}\r\n${problem.body}`);
  };
}

/**
 * Refuses what Node's parser accepts and HTTP/1.1 does not (RFC 9112, 3.2): no Host or several, another major version, a
 * target that is neither a path nor an address. Answers with a problem; Node alone would send a bare status.
 */
export function registerMessageChecks(server: FastifyInstance): void {
  server.addHook('onRequest', (request, _reply, done) => {
    const detail = faultOf(request);
    done(detail === undefined ? undefined : new AppError('validation_failed', detail));
  });
  // `Expect: 100-continue` is met by Node. Other expectations may be ignored (RFC 9110, 10.1.1), and are.
  server.server.on('checkExpectation', (request, response) => server.server.emit('request', request, response));
}

function faultOf({ raw, url }: FastifyRequest): string | undefined {
  if (raw.httpVersionMajor !== 1) return 'Only HTTP/1.1 and HTTP/1.0 are understood.';
  const hosts = hostsIn(raw.rawHeaders);
  if (hosts > 1 || (hosts === 0 && raw.httpVersionMinor > 0)) return 'A request has exactly one Host header.';
  if (!url.startsWith('/') && !/^https?:\/\//i.test(url)) return 'The target of the request is not a path.';
  return undefined;
}

function hostsIn(rawHeaders: readonly string[]): number {
  let count = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index];
    if (name?.length === 4 && name.toLowerCase() === 'host') count += 1;
  }
  return count;
}
