import { connect, type Socket } from 'node:net';
import { percentile } from './figures.js';
import { leadAt } from './leads.js';
import { pastLeadAt } from './past-leads.js';

export interface ReadRequest {
  path: string;
  key: string;
  /** Index into `latencies` of the result. */
  group: number;
}

export interface Job {
  port: number;
  connections: number;
  /** Leads by their index in the stream, one or many per call; or reads, in this order. */
  requests:
    | { kind: 'leads' | 'history'; path: string; key: string; from: number; calls: number; perCall: number }
    | { kind: 'reads'; list: readonly ReadRequest[] };
  /** Sending stops after this duration; when absent, all requests are sent. */
  seconds?: number;
  /** Pause of each connection after a response. */
  pauseMs?: number;
}

export interface LoadResult {
  calls: number;
  seconds: number;
  /** Milliseconds, per group. */
  latencies: { p50: number; p99: number }[];
  /** The first response that was not 2xx, or the error that ended the run. */
  failure?: string;
}

interface PreparedRequest {
  bytes: Buffer;
  group: number;
}

/**
 * Requests are built before the clock starts, so that the client takes little processor time during the measurement.
 */
function prepare({ requests }: Job): PreparedRequest[] {
  if (requests.kind === 'reads') {
    return requests.list.map(({ path, key, group }) => ({ bytes: Buffer.from(head('GET', path, key, '\r\n')), group }));
  }
  const { kind, path, key, from, calls, perCall } = requests;
  const itemAt = kind === 'leads' ? leadAt : (index: number) => pastLeadAt(index, calls * perCall);
  return Array.from({ length: calls }, (_, call) => {
    const items = Array.from({ length: perCall }, (_unused, item) => itemAt(from + call * perCall + item));
    const body = JSON.stringify(perCall === 1 ? items[0] : { items });
    const rest = `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
    return { bytes: Buffer.from(head('POST', path, key, rest)), group: 0 };
  });
}

function head(method: string, path: string, key: string, rest: string): string {
  return `${method} ${path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer ${key}\r\n${rest}`;
}

/** Calls `onResponse` after each complete response, with its text when the status is not 2xx. */
function readResponses(socket: Socket, onResponse: (failure: string | undefined) => void): void {
  let missing = -1;
  let start: Buffer | undefined;
  let failure: string | undefined;
  socket.on('data', (chunk: Buffer) => {
    let size = chunk.length;
    if (missing < 0) {
      const bytes: Buffer = start ? Buffer.concat([start, chunk]) : chunk;
      const end = bytes.indexOf('\r\n\r\n');
      start = end < 0 ? bytes : undefined;
      if (end < 0) return;
      const text = bytes.toString('latin1', 0, end);
      failure = text.startsWith('HTTP/1.1 2') ? undefined : bytes.toString('latin1', 0, 2_000);
      missing = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? Number.NaN);
      size = bytes.length - end - 4;
      if (!(missing >= 0)) failure = `no content-length in: ${text}`;
    }
    missing -= size;
    if (missing > 0 && failure === undefined) return;
    missing = -1;
    onResponse(failure);
  });
}

async function open(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  return socket;
}

async function run(job: Job): Promise<LoadResult> {
  const prepared = prepare(job);
  const sockets = await Promise.all(Array.from({ length: job.connections }, () => open(job.port)));
  const durations: number[][] = [];
  const start = performance.now();
  const end = job.seconds === undefined ? Number.POSITIVE_INFINITY : start + job.seconds * 1_000;
  let next = 0;
  let firstFailure: string | undefined;
  const drive = (socket: Socket) =>
    new Promise<void>((resolve, reject) => {
      let sentAt = 0;
      let group = 0;
      const send = () => {
        const request = prepared[next];
        if (!request || firstFailure !== undefined || performance.now() > end) return resolve();
        next += 1;
        group = request.group;
        sentAt = performance.now();
        socket.write(request.bytes);
      };
      readResponses(socket, (failure) => {
        const times = durations[group] ?? [];
        durations[group] = times;
        times.push(performance.now() - sentAt);
        firstFailure ??= failure;
        if (job.pauseMs === undefined) send();
        else setTimeout(send, job.pauseMs);
      });
      socket.once('error', reject).once('close', () => reject(new Error('the server closed a connection')));
      send();
    });
  await Promise.all(sockets.map(drive));
  const seconds = (performance.now() - start) / 1_000;
  for (const socket of sockets) socket.removeAllListeners('close').destroy();
  return { calls: next, seconds, latencies: durations.map(percentiles), failure: firstFailure };
}

const percentiles = (times: number[]) => ({ p50: percentile(times, 0.5), p99: percentile(times, 0.99) });

process.on('message', (job: Job) => {
  run(job).then(
    (result) => process.send?.(result),
    (error: unknown) => process.send?.({ calls: 0, seconds: 0, latencies: [], failure: String(error) }),
  );
});
process.on('disconnect', () => process.exit(0));
