/** Sends webhooks as plainly as possible, as a process of the bench: what no sender of the same requests can undercut. */
import { connect, type Socket } from 'node:net';

export interface ClientJob {
  port: number;
  bodies: readonly string[];
  perSecond: number;
  seconds: number;
}

export interface ClientResult {
  sent: number;
  /** Processor seconds of this process. */
  cpu: number;
}

const CONNECTIONS = 16;
const PAUSE_MS = 5;
/** As long as those of the product. */
const HEADERS = [
  'Host: 127.0.0.1',
  'Content-Type: application/json',
  'User-Agent: Headwater/0.0.0',
  'webhook-id: 01980a3e-7c1b-7d2e-9f40-3b5a6c7d8ea1',
  'webhook-timestamp: 1700000000',
  'webhook-signature: v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=',
].join('\r\n');

async function run({ port, bodies, perSecond, seconds }: ClientJob): Promise<ClientResult> {
  const requests = bodies.map((body) =>
    Buffer.from(`POST / HTTP/1.1\r\n${HEADERS}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`),
  );
  const sockets = await Promise.all(Array.from({ length: CONNECTIONS }, () => open(port)));
  const began = performance.now();
  const before = process.cpuUsage();
  let sent = 0;
  const drive = async (socket: Socket) => {
    for (;;) {
      const elapsed = (performance.now() - began) / 1_000;
      if (elapsed >= seconds) return;
      const request = requests[sent % requests.length];
      if (request === undefined || sent >= elapsed * perSecond) {
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
        continue;
      }
      sent += 1;
      // The answers have no body and come in one piece.
      const answered = new Promise((resolve) => socket.once('data', resolve));
      socket.write(request);
      await answered;
    }
  };
  await Promise.all(sockets.map(drive));
  const { user, system } = process.cpuUsage(before);
  for (const socket of sockets) socket.destroy();
  return { sent, cpu: (user + system) / 1e6 };
}

async function open(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  return socket;
}

process.on('message', (job: ClientJob) => {
  run(job).then(
    (result) => process.send?.(result),
    () => process.exit(1),
  );
});
process.on('disconnect', () => process.exit(0));
