import type pg from 'pg';
import type { EventType } from '../src/core/events.js';
import type { TimerKind } from '../src/core/timers.js';

/** What a timer that fires leaves in the event log. */
export interface Told {
  type: EventType;
  cause?: string;
}

export interface Waiting {
  kinds: Partial<Record<TimerKind, Told>>;
}

interface Place {
  port: number;
  key: string;
  sql: pg.Client;
  /** When the first is due, epoch milliseconds. */
  from: number;
}

type Call = <Answer>(method: string, path: string, body: object | undefined, key: string) => Promise<Answer>;

const WORKSPACES = 10;
/** Of each kind in each workspace. */
const LEADS = 250;
/** Between the first due instant and the last. */
const WINDOW_MS = 30_000;
const FORTNIGHT_MS = 14 * 86_400_000;

/** Leads of several workspaces whose timers become due within half a minute, made through the API. */
export async function waitingLeads({ port, key, from }: Place): Promise<Waiting> {
  const call = caller(port);
  for (let n = 0; n < WORKSPACES; n += 1) {
    const made = await call<{ apiKey: { token: string } }>('POST', '/v1/workspaces', { name: `Timers ${n}` }, key);
    await makeWaiting(call, made.apiKey.token, from);
  }
  return { kinds: { lead_review: { type: 'lead.classified', cause: 'decay' } } };
}

const dueAt = (index: number, from: number) => from + Math.floor((index * WINDOW_MS) / LEADS);

/** A wish to buy that was stated a fortnight before lapses at its instant. */
async function makeWaiting(call: Call, key: string, from: number): Promise<void> {
  const items = Array.from({ length: LEADS }, (_, index) => ({
    email: `review-${index}@timers.example`,
    purchaseTimeframeDays: 0,
    timeframeStatedAt: new Date(dueAt(index, from) - FORTNIGHT_MS).toISOString(),
  }));
  await call('POST', '/v1/leads/batch', { items }, key);
}

function caller(port: number): Call {
  return async <Answer>(method: string, path: string, body: object | undefined, key: string) => {
    const headers: Record<string, string> = { authorization: `Bearer ${key}` };
    if (body) headers['content-type'] = 'application/json';
    const sent = body && JSON.stringify(body);
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { method, headers, body: sent });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text.slice(0, 500)}`);
    return JSON.parse(text) as Answer;
  };
}
