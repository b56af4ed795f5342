import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fleet } from './services.js';

/** What the clients were promised: every entry was acknowledged by a 2xx. */
export interface Promised {
  /** By e-mail address: the lead's id, and how many submissions were acknowledged. */
  leads: Map<string, { id: string; touches: number }>;
  /** By lead: how many engagement events. */
  engagement: Map<string, number>;
  /** By lead: the description that was written last. */
  descriptions: Map<string, string>;
}

export interface Clients {
  promised: Promised;
  faults: string[];
  /** Writes acknowledged so far. */
  acknowledged(): number;
  /** While something fails, 503 and broken connections are as they should be; in calm they are faults, but for stragglers. */
  expectFailures(expected: boolean): void;
  summary(): { creates: number; engagement: number; patches: number; unanswered: number };
  /** Waits for the writes under way. */
  stop(): Promise<void>;
  /** Gives up the writes under way: nothing is checked any more. */
  abandon(): void;
}

interface Reply {
  status: number;
  body: { lead?: { id: string }; id?: string; code?: string };
}

const ANSWER_WITHIN_MS = 40_000;

/** Clients that write, one after the other, and try each write again at another process until it is acknowledged. */
export function startClients(fleet: Fleet, lanes: number): Clients {
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  const promised: Promised = { leads: new Map(), engagement: new Map(), descriptions: new Map() };
  const counts = { creates: 0, engagement: 0, patches: 0, unanswered: 0 };
  const faults: string[] = [];
  let [stopping, abandoned, failing, next] = [false, false, false, 0];

  /** Each once: the same refusal is met a thousand times. */
  const fault = (text: string) => {
    if (!faults.includes(text)) faults.push(text);
  };

  const send = (url: string, method: string, path: string, body: object, key: string): Promise<Reply> =>
    new Promise((resolve, reject) => {
      const text = JSON.stringify(body);
      const headers = {
        authorization: `Bearer ${fleet.key}`,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(text),
        'idempotency-key': key,
      };
      const sent = request(url + path, { method, agent, headers, timeout: ANSWER_WITHIN_MS });
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

  /** Until it is acknowledged, with the same key, wherever a process is up. */
  const insist = async (method: string, path: string, body: object, key: string): Promise<Reply> => {
    for (let tries = 0; ; tries++) {
      const up = fleet.urls.filter((url) => url !== undefined);
      const url = up[(next + tries) % Math.max(1, up.length)];
      const reply = url === undefined ? undefined : await send(url, method, path, body, key).catch(() => undefined);
      if (reply && reply.status >= 200 && reply.status < 300) return reply;
      if (reply === undefined) counts.unanswered += 1;
      // 409: the attempt before, cut off, is still at work.
      const allowed = reply === undefined || reply.status === 409 || reply.status === 503;
      if (!allowed || (!failing && tries > 3 && reply?.status === 503)) {
        fault(
          `${method} ${path.replace(/[0-9a-f]{8}-.*/, '...')} answered ${reply?.status} ${reply?.body.code}${failing ? '' : ' in calm'}`,
        );
        if (!allowed && reply && reply.status < 500) throw new Error(`a write was refused with ${reply.status}`);
      }
      if (abandoned) throw new Error('a write was abandoned');
      await sleep(20 + Math.random() * 80);
    }
  };

  const create = async (email: string, number: number): Promise<void> => {
    const { body } = await insist('POST', '/v1/leads', { email, firstName: 'Ada' }, `create-${number}`);
    const id = body.lead?.id ?? '';
    const known = promised.leads.get(email);
    if (known && known.id !== id) faults.push(`${email} was answered as two leads, ${known.id} and ${id}`);
    promised.leads.set(email, { id, touches: (known?.touches ?? 0) + 1 });
    counts.creates += 1;
  };

  const lane = async (): Promise<void> => {
    while (!stopping) {
      const number = next++;
      // Every person is sent twice, mostly by two lanes at once.
      const email = `person${number >> 1}@chaos.example`;
      await create(email, number);
      const { id = '' } = promised.leads.get(email) ?? {};
      // Only one of the two lanes goes on with the lead, so that it knows what was written last.
      if (number % 2 === 1) continue;
      const event = { leadId: id, type: 'pricing_viewed', externalId: `event-${number}` };
      await insist('POST', '/v1/engagement-events', event, `event-${number}`);
      promised.engagement.set(id, (promised.engagement.get(id) ?? 0) + 1);
      counts.engagement += 1;
      for (const description of [`first ${number}`, `second ${number}`]) {
        await insist('PATCH', `/v1/leads/${id}`, { description }, description.replace(' ', '-'));
        promised.descriptions.set(id, description);
        counts.patches += 1;
      }
    }
  };

  const running = Promise.all(Array.from({ length: lanes }, lane)).catch(
    (error: Error) => void faults.push(error.message),
  );
  return {
    promised,
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
