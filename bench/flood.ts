import { connect, type Socket } from 'node:net';
import { percentile } from './figures.js';
import { leadAt } from './leads.js';

/** An open loop: requests at a fixed rate, independent of the responses, as many independent callers send them. */
export interface FloodJob {
  port: number;
  key: string;
  /** The index of the first lead in the stream. */
  from: number;
  perSecond: number;
  seconds: number;
  /** Each carries one request at a time; a request that is due while all are busy is dropped. */
  connections: number;
}

export interface FloodResult {
  sent: number;
  /** Requests that were due while every connection was busy. */
  unsent: number;
  /** Responses per second with status 2xx. */
  accepted: number;
  /** Responses per second with status 503. */
  shed: number;
  /** The first response that was neither 2xx nor 503, or the error that ended the run. */
  failure?: string;
  /** Milliseconds. */
  acceptedP50: number;
  acceptedP99: number;
  shedP99: number;
  /** When the last request was sent, epoch milliseconds. */
  endedAt: number;
}

const TICK_MS = 2;
/** Share of the duration that is not counted: while the queue fills, response times are those without a flood. */
const WARM_SHARE = 0.2;

interface Connection {
  socket: Socket;
  sentAt: number;
}

async function flood(job: FloodJob): Promise<FloodResult> {
  const total = Math.ceil(job.perSecond * job.seconds);
  const requests = Array.from({ length: total }, (_, index) => requestOf(job, job.from + index));
  const accepted: number[] = [];
  const shed: number[] = [];
  let failure: string | undefined;
  let sent = 0;
  let unsent = 0;
  let busy = 0;
  const idle: Connection[] = [];
  const start = performance.now();
  const countFrom = start + job.seconds * WARM_SHARE * 1_000;
  const onResponse = (connection: Connection, head: string) => {
    const duration = performance.now() - connection.sentAt;
    busy -= 1;
    idle.push(connection);
    if (connection.sentAt < countFrom) return;
    if (head.startsWith('HTTP/1.1 2')) accepted.push(duration);
    else if (head.startsWith('HTTP/1.1 503')) shed.push(duration);
    else failure ??= head.slice(0, 500);
  };
  const open = async () => {
    const socket = connect({ port: job.port, host: '127.0.0.1', noDelay: true });
    await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    const connection: Connection = { socket, sentAt: 0 };
    readResponses(socket, (head) => onResponse(connection, head));
    socket.on('error', () => undefined);
    idle.push(connection);
  };
  for (let opened = 0; opened < job.connections; opened += 50)
    await Promise.all(Array.from({ length: Math.min(50, job.connections - opened) }, open));
  const began = performance.now();
  await new Promise<void>((resolve) => {
    const tick = () => {
      const elapsed = performance.now() - began;
      if (elapsed >= job.seconds * 1_000) return resolve();
      const due = Math.min(total, Math.floor((elapsed / 1_000) * job.perSecond));
      while (sent + unsent < due) {
        const connection = idle.pop();
        const bytes = requests[sent + unsent];
        if (connection === undefined || bytes === undefined) {
          unsent += 1;
          continue;
        }
        connection.sentAt = performance.now();
        connection.socket.write(bytes);
        sent += 1;
        busy += 1;
      }
      setTimeout(tick, TICK_MS);
    };
    tick();
  });
  const endedAt = Date.now();
  const ended = performance.now();
  while (busy > 0 && performance.now() - ended < 30_000) await new Promise((resolve) => setTimeout(resolve, 1));
  for (const { socket } of idle) socket.destroy();
  return {
    sent,
    unsent,
    accepted: accepted.length / (job.seconds * (1 - WARM_SHARE)),
    shed: shed.length / (job.seconds * (1 - WARM_SHARE)),
    ...(failure === undefined ? {} : { failure }),
    acceptedP50: percentile(accepted, 0.5),
    acceptedP99: percentile(accepted, 0.99),
    shedP99: percentile(shed, 0.99),
    endedAt,
  };
}

function requestOf({ key }: FloodJob, index: number): Buffer {
  const body = JSON.stringify(leadAt(index));
  const head = `POST /v1/leads HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer ${key}\r\nContent-Type: application/json\r\n`;
  return Buffer.from(`${head}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}

function readResponses(socket: Socket, onResponse: (head: string) => void): void {
  let received: Buffer<ArrayBufferLike> = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    const end = received.indexOf('\r\n\r\n');
    if (end < 0) return;
    const head = received.toString('latin1', 0, end);
    if (received.length < end + 4 + Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0)) return;
    received = Buffer.alloc(0);
    onResponse(head);
  });
}

process.on('message', (job: FloodJob) => {
  flood(job).then(
    (result) => process.send?.(result),
    (error: unknown) => process.send?.({ failure: String(error) }),
  );
});
process.on('disconnect', () => process.exit(0));
