import { connect } from 'node:net';

export interface HttpResponse {
  status: number;
  text: string;
}

/** A client with one keep-alive connection and one request at a time; it takes almost no processor time. */
export interface HttpClient {
  request(method: string, path: string, key: string, body?: object): Promise<HttpResponse>;
  close(): void;
}

export async function openHttpClient(port: number): Promise<HttpClient> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  let pending: { resolve: (response: HttpResponse) => void; reject: (error: Error) => void } | undefined;
  let received: Buffer<ArrayBufferLike> = Buffer.alloc(0);
  const fail = (error: Error) => pending?.reject(error);
  socket.on('error', fail).on('close', () => fail(new Error('the server closed a connection')));
  socket.on('data', (chunk: Buffer) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    const end = received.indexOf('\r\n\r\n');
    if (end < 0) return;
    const head = received.toString('latin1', 0, end);
    const size = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
    if (received.length < end + 4 + size) return;
    const text = received.toString('utf8', end + 4, end + 4 + size);
    received = Buffer.alloc(0);
    pending?.resolve({ status: Number(head.slice(9, 12)), text });
  });
  return {
    request: (method, path, key, body) =>
      new Promise((resolve, reject) => {
        pending = { resolve, reject };
        const content = body === undefined ? '' : JSON.stringify(body);
        const type = body === undefined ? '' : 'Content-Type: application/json\r\n';
        socket.write(
          `${method} ${path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer ${key}\r\n${type}Content-Length: ${Buffer.byteLength(content)}\r\n\r\n${content}`,
        );
      }),
    close: () => void socket.removeAllListeners('close').destroy(),
  };
}
