import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export interface Arrival {
  path: string;
  eventId: string;
  /** By `performance.now()`. */
  at: number;
  /** The process that sent it; undefined where that cannot be found out. */
  pid: number | undefined;
}

/** A receiver that notes each request and which of the processes sent it. */
export async function openReceiver(pids: () => readonly number[], cleanup: (() => Promise<unknown> | unknown)[]) {
  const arrivals: Arrival[] = [];
  const senders = new WeakMap<Socket, number>();
  const server = createServer((request, response) => {
    const { url: path = '', headers, socket } = request;
    request.resume();
    request.on('end', () => {
      arrivals.push({ path, eventId: String(headers['webhook-id']), at: performance.now(), pid: senders.get(socket) });
      response.writeHead(204).end();
    });
  });
  server.on('connection', (socket) => {
    const pid = senderOf(socket, pids());
    if (pid !== undefined) senders.set(socket, pid);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanup.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, arrivals };
}

/** Linux lists the inode of each TCP connection, and each process has a link to the inodes of its own. */
function senderOf({ remotePort = 0 }: Socket, pids: readonly number[]): number | undefined {
  try {
    const local = `:${remotePort.toString(16).toUpperCase().padStart(4, '0')}`;
    const lines = readFileSync('/proc/net/tcp', 'utf8').split('\n');
    const fields = lines.map((line) => line.trim().split(/\s+/)).find(([, address]) => address?.endsWith(local));
    const link = `socket:[${fields?.[9]}]`;
    return pids.find((pid) => linksOf(pid).includes(link));
  } catch {
    return undefined;
  }
}

function linksOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).map((name) => linkOf(`/proc/${pid}/fd/${name}`));
  } catch {
    // The process has ended.
    return [];
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}
