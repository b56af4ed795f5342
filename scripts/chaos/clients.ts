import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fleet } from './services.js';

/** Writes that the service acknowledged with a 2xx. */
export interface AcknowledgedWrites {
  /** By e-mail address: the lead's id, and the number of acknowledged submissions. */
  leads: Map<string, { id: string; touches: number }>;
  /** By lead: the number of engagement events. */
  engagement: Map<string, number>;
  /** By lead: the description that was written last. */
  descriptions: Map<string, string>;
}

export interface Clients {
  writes: AcknowledgedWrites;
  faults: string[];
  /** Writes acknowledged so far. */
  acknowledged(): number;
  /**
   * While a failure runs, 503 and broken connections are expected. Otherwise a 503 is a fault from the fifth attempt
   * on.
   */
  expectFailures(expected: boolean): void;
  summary(): { creates: number; engagement: number; patches: number; unanswered: number };
  /** Waits for the writes in flight. */
  stop(): Promise<void>;
  /** Drops the writes in flight; no check follows. */
  abandon(): void;
}

interface WriteResponse {
  status: number;
  body: { lead?: { id: string }; id?: string; code?: string };
}

const RESPONSE_TIMEOUT_MS = 40_000;

/**
 * Starts clients that each send one write after the other, and retry it at another process until it is acknowledged.
 */
export function startClients(fleet: Fleet, count: number): Clients {
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  const writes: AcknowledgedWrites = { leads: new Map(), engagement: new Map(), descriptions: new Map() };
  const counts = { creates: 0, engagement: 0, patches: 0, unanswered: 0 };
  const faults: string[] = [];
  let [stopping, abandoned, failing, next] = [false, false, false, 0];

  /** Records each text once: the same response can come a thousand times. */
  const addFault = (text: string) => {
    if (!faults.includes(text)) faults.push(text);
  };

  const send = (url: string, method: string, path: string, body: object, key: string): Promise<WriteResponse> =>
    new Promise((resolve, reject) => {
      const text = JSON.stringify(body);
      const headers = {
        authorization: `Bearer ${fleet.key}`,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(text),
        'idempotency-key': key,
      };
      const sent = request(url + path, { method, agent, headers, timeout: RESPONSE_TIMEOUT_MS });
      sent.on('timeout', () => sent.destroy(new Error('no answer')));
      sent.on('error', reject);
      sent.on('response', (response) => {
        const parts: Buffer[] = [];
        response.on('error', reject);
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => {
          try {
            resolve({ status: response.statusCode ?? 0, body: JSON.parse(Buffer.concat(parts).toString('utf8')) });
          } catch (error) {
            reject(error);
          }
        });
      });
      sent.end(text);
    });

  /** Repeats a write with the same key at any running process until it is acknowledged. */
  const sendUntilAcknowledged = async (
    method: string,
    path: string,
    body: object,
    key: string,
  ): Promise<WriteResponse> => {
    for (let tries = 0; ; tries++) {
      const up = fleet.urls.filter((url) => url !== undefined);
      const url = up[(next + tries) % Math.max(1, up.length)];
      const response = url === undefined ? undefined : await send(url, method, path, body, key).catch(() => undefined);
      if (response && response.status >= 200 && response.status < 300) return response;
      if (response === undefined) counts.unanswered += 1;
      // 409: the earlier attempt, whose connection was cut, is still running.
      const allowed = response === undefined || response.status === 409 || response.status === 503;
      if (!allowed || (!failing && tries > 3 && response?.status === 503)) {
        addFault(
          `${method} ${path.replace(/[0-9a-f]{8}-.*/, '...')} answered ${response?.status} ${response?.body.code}${failing ? '' : ' in calm'}`,
        );
        if (!allowed && response && response.status < 500)
          throw new Error(`a write was refused with ${response.status}`);
      }
      if (abandoned) throw new Error('a write was abandoned');
      await sleep(20 + Math.random() * 80);
    }
  };

  const create = async (email: string, number: number): Promise<void> => {
    const { body } = await sendUntilAcknowledged('POST', '/v1/leads', { email, firstName: 'Ada' }, `create-${number}`);
    const id = body.lead?.id ?? '';
    const known = writes.leads.get(email);
    if (known && known.id !== id) faults.push(`${email} was answered as two leads, ${known.id} and ${id}`);
    writes.leads.set(email, { id, touches: (known?.touches ?? 0) + 1 });
    counts.creates += 1;
  };

  const runClient = async (): Promise<void> => {
    while (!stopping) {
      const number = next++;
      // Every person is sent twice, mostly by two clients at the same time.
      const email = `person${number >> 1}@chaos.example`;
      await create(email, number);
      const { id = '' } = writes.leads.get(email) ?? {};
      // Only one of the two clients goes on with the lead, so that the last write is known.
      if (number % 2 === 1) continue;
      const event = { leadId: id, type: 'pricing_viewed', externalId: `event-${number}` };
      await sendUntilAcknowledged('POST', '/v1/engagement-events', event, `event-${number}`);
      writes.engagement.set(id, (writes.engagement.get(id) ?? 0) + 1);
      counts.engagement += 1;
      for (const description of [`first ${number}`, `second ${number}`]) {
        await sendUntilAcknowledged('PATCH', `/v1/leads/${id}`, { description }, description.replace(' ', '-'));
        writes.descriptions.set(id, description);
        counts.patches += 1;
      }
    }
  };

  const running = Promise.all(Array.from({ length: count }, runClient)).catch(
    (error: Error) => void faults.push(error.message),
  );
  return {
    writes,
    faults,
    acknowledged: () => counts.creates + counts.engagement + counts.patches,
    expectFailures: (expected) => {
      failing = expected;
    },
    summary: () => counts,
    abandon: () => {
      [stopping, abandoned] = [true, true];
    },
    async stop() {
      stopping = true;
      await running;
      agent.destroy();
    },
  };
}
