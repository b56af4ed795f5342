import { connect, type Socket } from 'node:net';
import { leadAt } from './leads.js';

export interface ReadRequest {
  path: string;
  key: string;
  /** Latencies are told per group. */
  group: number;
}

export interface Job {
  port: number;
  connections: number;
  /** Leads by their places in the stream, one or many per call; or reads, in this order. */
  requests:
    | { kind: 'leads'; path: string; key: string; from: number; calls: number; perCall: number }
    | { kind: 'reads'; list: readonly ReadRequest[] };
  /** Stops sending after so long; all requests are sent when absent. */
  seconds?: number;
  /** How long each connection waits after an answer. */
  pauseMs?: number;
}

export interface LoadResult {
  calls: number;
  seconds: number;
  /** Milliseconds, per group. */
  latencies: { p50: number; p99: number }[];
  /** The first answer that was not 2xx. */
  refused?: string;
}

interface Prepared {
  bytes: Buffer;
  group: number;
}

/** Everything is made before the clock starts, so that the client takes as little of the processor as it can. */
function prepare({ requests }: Job): Prepared[] {
  if (requests.kind === 'reads') {
    return requests.list.map(({ path, key, group }) => ({ bytes: Buffer.from(head('GET', path, key, '\r\n')), group }));
  }
  const { path, key, from, calls, perCall } = requests;
  return Array.from({ length: calls }, (_, call) => {
    const items = Array.from({ length: perCall }, (_unused, item) => leadAt(from + call * perCall + item));
    const body = JSON.stringify(perCall === 1 ? items[0] : { items });
    const more = `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
    return { bytes: Buffer.from(head('POST', path, key, more)), group: 0 };
  });
}

function head(method: string, path: string, key: string, more: string): string {
  return `${method} ${path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer ${key}\r\n${more}`;
}

/** Calls `answered` after each complete answer; `refused` has its text when the status is not 2xx. */
function readAnswers(socket: Socket, answered: (refused: string | undefined) => void): void {
  let missing = -1;
  let start: Buffer | undefined;
  let refused: string | undefined;
  socket.on('data', (chunk: Buffer) => {
    let size = chunk.length;
    if (missing < 0) {
      const bytes: Buffer = start ? Buffer.concat([start, chunk]) : chunk;
      const end = bytes.indexOf('\r\n\r\n');
      start = end < 0 ? bytes : undefined;
      if (end < 0) return;
      const text = bytes.toString('latin1', 0, end);
      refused = text.startsWith('HTTP/1.1 2') ? undefined : bytes.toString('latin1', 0, 2_000);
      missing = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? Number.NaN);
      size = bytes.length - end - 4;
      if (!(missing >= 0)) refused = `no content-length in: ${text}`;
    }
    missing -= size;
    if (missing > 0 && refused === undefined) return;
    missing = -1;
    answered(refused);
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
  const took: number[][] = [];
  const start = performance.now();
  const end = job.seconds === undefined ? Number.POSITIVE_INFINITY : start + job.seconds * 1_000;
  let next = 0;
  let refusal: string | undefined;
  const drive = (socket: Socket) =>
    new Promise<void>((resolve, reject) => {
      let sentAt = 0;
      let group = 0;
      const send = () => {
        const request = prepared[next];
        if (!request || refusal !== undefined || performance.now() > end) return resolve();
        next += 1;
        group = request.group;
        sentAt = performance.now();
        socket.write(request.bytes);
      };
      readAnswers(socket, (refused) => {
        const times = took[group] ?? [];
        took[group] = times;
        times.push(performance.now() - sentAt);
        refusal ??= refused;
        if (job.pauseMs === undefined) send();
        else setTimeout(send, job.pauseMs);
      });
      socket.once('error', reject).once('close', () => reject(new Error('the server closed a connection')));
      send();
    });
  await Promise.all(sockets.map(drive));
  const seconds = (performance.now() - start) / 1_000;
  for (const socket of sockets) socket.removeAllListeners('close').destroy();
  return { calls: next, seconds, latencies: took.map(percentiles), refused: refusal };
}

function percentiles(times: number[]): { p50: number; p99: number } {
  const sorted = Float64Array.from(times).sort();
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { p50: at(0.5), p99: at(0.99) };
}

process.on('message', (job: Job) => {
  run(job).then(
    (result) => process.send?.(result),
    (error: unknown) => process.send?.({ calls: 0, seconds: 0, latencies: [], refused: String(error) }),
  );
});
process.on('disconnect', () => process.exit(0));
