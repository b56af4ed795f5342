import { connect, createServer, type Socket } from 'node:net';

export interface Proxy {
  /** Of the same database, through the proxy. */
  url: string;
  /** From now on no connection is answered, as when the server has gone. */
  cut(): Promise<void>;
  /** Connections stay open and nothing comes through: those there are, or also those to come. */
  hang(which: 'open' | 'all'): void;
  /** Connections to come work again; those that hang go on hanging. */
  heal(): void;
}

/** A way to a PostgreSQL that can be cut, or swallow what is sent. */
export async function openProxy(databaseUrl: string): Promise<Proxy> {
  const target = new URL(databaseUrl);
  const folder = target.searchParams.get('host');
  const port = Number(target.port || 5432);
  const sockets = new Set<Socket>();
  let swallowing = false;
  const keep = (socket: Socket, end: () => void) => {
    sockets.add(socket);
    socket.on('error', end).on('close', () => {
      sockets.delete(socket);
      end();
    });
  };
  const server = createServer((near) => {
    if (swallowing) {
      keep(near.resume(), () => undefined);
      return;
    }
    const far = folder?.startsWith('/')
      ? connect(`${folder}/.s.PGSQL.${port}`)
      : connect(port, folder ?? target.hostname);
    keep(near, () => far.destroy());
    keep(far, () => near.destroy());
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = new URL(databaseUrl);
  url.searchParams.delete('host');
  url.hostname = '127.0.0.1';
  url.port = String(typeof address === 'object' && address !== null ? address.port : 0);
  return {
    url: url.href,
    cut: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
    hang(which) {
      swallowing = which === 'all';
      for (const socket of sockets) socket.unpipe().resume();
    },
    heal() {
      swallowing = false;
    },
  };
}
