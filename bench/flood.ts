import { connect, type Socket } from 'node:net';
import { leadAt } from './leads.js';

/** Requests at a fixed rate, whatever the answers: an open loop, as many independent callers make it. */
export interface FloodJob {
  port: number;
  key: string;
  /** The place of the first lead in the stream. */
  from: number;
  perSecond: number;
  seconds: number;
  /** One request each at a time; what is due while all are busy is given up. */
  connections: number;
}

export interface FloodResult {
  sent: number;
  /** Due while every connection was busy. */
  unsent: number;
  accepted: number;
  shed: number;
  /** The first answer that was neither 2xx nor 503. */
  other?: string;
  /** Milliseconds. */
  acceptedP50: number;
  acceptedP99: number;
  shedP99: number;
  /** When the last request was sent, epoch milliseconds. */
  endedAt: number;
}

const TICK_MS = 2;
/** Answers of the first part are not counted: a queue that was empty answers as if there were no flood. */
const WARM_SHARE = 0.2;

interface Line {
  socket: Socket;
  sentAt: number;
}

async function flood(job: FloodJob): Promise<FloodResult> {
  const total = Math.ceil(job.perSecond * job.seconds);
  const requests = Array.from({ length: total }, (_, index) => requestOf(job, job.from + index));
  const accepted: number[] = [];
  const shed: number[] = [];
  let other: string | undefined;
  let sent = 0;
  let unsent = 0;
  let busy = 0;
  const idle: Line[] = [];
  const start = performance.now();
  const countFrom = start + job.seconds * WARM_SHARE * 1_000;
  const answered = (line: Line, head: string) => {
    const took = performance.now() - line.sentAt;
    busy -= 1;
    idle.push(line);
    if (line.sentAt < countFrom) return;
    if (head.startsWith('HTTP/1.1 2')) accepted.push(took);
    else if (head.startsWith('HTTP/1.1 503')) shed.push(took);
    else other ??= head.slice(0, 500);
  };
  const open = async () => {
    const socket = connect({ port: job.port, host: '127.0.0.1', noDelay: true });
    await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    const line: Line = { socket, sentAt: 0 };
    readAnswers(socket, (head) => answered(line, head));
    socket.on('error', () => undefined);
    idle.push(line);
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
        const line = idle.pop();
        const bytes = requests[sent + unsent];
        if (line === undefined || bytes === undefined) {
          unsent += 1;
          continue;
        }
        line.sentAt = performance.now();
        line.socket.write(bytes);
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
    ...(other === undefined ? {} : { other }),
    acceptedP50: percentile(accepted, 0.5),
    acceptedP99: percentile(accepted, 0.99),
    shedP99: percentile(shed, 0.99),
    endedAt,
  };
}

function requestOf({ key }: FloodJob, place: number): Buffer {
  const body = JSON.stringify(leadAt(place));
  const head = `POST /v1/leads HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer ${key}\r\nContent-Type: application/json\r\n`;
  return Buffer.from(`${head}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}

function readAnswers(socket: Socket, answered: (head: string) => void): void {
  let received: Buffer<ArrayBufferLike> = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    const end = received.indexOf('\r\n\r\n');
    if (end < 0) return;
    const head = received.toString('latin1', 0, end);
    if (received.length < end + 4 + Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0)) return;
    received = Buffer.alloc(0);
    answered(head);
  });
}

function percentile(times: number[], share: number): number {
  const sorted = Float64Array.from(times).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

process.on('message', (job: FloodJob) => {
  flood(job).then(
    (result) => process.send?.(result),
    (error: unknown) => process.send?.({ other: String(error) }),
  );
});
process.on('disconnect', () => process.exit(0));
