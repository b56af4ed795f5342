import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { AppError } from '../../services/errors.js';
import { renderProblem } from '../problems.js';

const FAULTS: Record<string, AppError> = {
  ERR_HTTP_REQUEST_TIMEOUT: new AppError('request_timeout', 'The request did not arrive in time.'),
  HPE_HEADER_OVERFLOW: new AppError('validation_failed', 'The request line and headers are longer than 16 KiB.'),
};
const GARBAGE = new AppError('validation_failed', 'This is not an HTTP/1.1 request.');

/** Answers what never became a request (garbage, endless headers, a client too slow) and closes the connection. */
export function answerClientError(newId: () => string): (error: Error & { code?: string }, socket: Socket) => void {
  return (error, socket) => {
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
