import { Worker } from 'node:worker_threads';

export interface Sent {
  method: string;
  path: string;
  headers: Record<string, string>;
  payload: string | undefined;
}

interface Received {
  status: number;
  /** The beginning of the body. */
  text: string;
}

/** What runs in the other thread: the requests of one keep-alive connection, answered one after the other. */
const CLIENT = `
const { parentPort, workerData } = require('node:worker_threads');
const { Agent, request } = require('node:http');
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
parentPort.on('message', ({ payload, ...sent }) => {
  const fail = (error) => parentPort.postMessage({ status: 599, text: String(error) });
  const length = payload === undefined ? {} : { 'content-length': Buffer.byteLength(payload) };
  const sending = request({ ...sent, headers: { ...sent.headers, ...length }, host: workerData.hostname, port: workerData.port, agent }, (answer) => {
    const parts = [];
    answer.on('data', (part) => parts.length < 2 && parts.push(part));
    answer.on('end', () => parentPort.postMessage({ status: answer.statusCode, text: Buffer.concat(parts).toString('utf8', 0, 500) }));
    answer.on('error', fail);
  });
  sending.on('error', fail);
  sending.end(payload);
});`;

export interface Sender {
  send(sent: Sent): Promise<Received>;
  close(): Promise<unknown>;
}

/** A client in a thread of its own: the thread that is measured does the work of the server and nothing else. */
export function openSender(address: string): Sender {
  const { hostname, port } = new URL(address);
  const worker = new Worker(CLIENT, { eval: true, workerData: { hostname, port } });
  return {
    send: (sent) =>
      new Promise((resolve, reject) => {
        worker.once('error', reject);
        worker.once('message', (received: Received) => {
          worker.off('error', reject);
          resolve(received);
        });
        worker.postMessage(sent);
      }),
    close: () => worker.terminate(),
  };
}
