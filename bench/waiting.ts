import type pg from 'pg';
import type { TimerKind } from '../src/core/timers.js';

/** What a timer that fires leaves in the event log. */
export interface Told {
  type: string;
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

interface Work extends Omit<Place, 'port' | 'key'> {
  call: Call;
}

type Call = <Answer>(method: string, path: string, body?: object) => Promise<Answer>;

/** Of each kind. */
const WORKSPACES = 5;
/** In each workspace. */
const LEADS = 250;
/** Between the first due instant and the last. */
const WINDOW_MS = 30_000;
const FORTNIGHT_MS = 14 * 86_400_000;

const KINDS: Partial<Record<TimerKind, Told & { make: (work: Work) => Promise<unknown> }>> = {
  lead_review: { type: 'lead.classified', cause: 'decay', make: makeWishes },
  park_wake: { type: 'lead.woken', make: makeParked },
  sla_check: { type: 'lead.sla_warned', make: makePromised },
  handoff_timeout: { type: 'lead.handoff_timed_out', make: makeOffered },
};

/** Leads of several workspaces whose timers become due within half a minute. */
export async function waitingLeads({ port, key, sql, from }: Place): Promise<Waiting> {
  const call = caller(port, key);
  for (const [kind, { make }] of Object.entries(KINDS)) {
    for (let n = 0; n < WORKSPACES; n += 1) {
      const name = `Waiting for ${kind} ${n}`;
      const made = await call<{ apiKey: { token: string } }>('POST', '/v1/workspaces', { name });
      await make({ call: caller(port, made.apiKey.token), sql, from });
    }
  }
  return { kinds: KINDS };
}

const dueAt = (index: number, from: number) => from + Math.floor((index * WINDOW_MS) / LEADS);

async function makeLeads({ call }: Work, fields: (index: number) => object): Promise<string[]> {
  const items = Array.from({ length: LEADS }, (_, index) => ({ email: `${index}@timers.example`, ...fields(index) }));
  const { results } = await call<{ results: { id: string }[] }>('POST', '/v1/leads/batch', { items });
  return results.map(({ id }) => id);
}

/** A wish to buy that was stated a fortnight before lapses at its instant. */
function makeWishes(work: Work): Promise<string[]> {
  const statedAt = (index: number) => new Date(dueAt(index, work.from) - FORTNIGHT_MS).toISOString();
  return makeLeads(work, (index) => ({ purchaseTimeframeDays: 0, timeframeStatedAt: statedAt(index) }));
}

async function makeParked(work: Work): Promise<void> {
  const ids = await makeLeads(work, () => ({}));
  for (const [index, id] of ids.entries()) {
    const at = new Date(dueAt(index, work.from)).toISOString();
    await work.call('POST', `/v1/leads/${id}/park`, { reason: 'bad_timing', wakeWhen: { at } });
  }
}

/** Half of four minutes are gone after two. */
async function makePromised(work: Work): Promise<void> {
  const first = { id: 'first', label: 'First touch', clock: 'first_touch', withinMinutes: 4 };
  const document = { rules: [{ ...first, hours: 'always', warnAtPercent: 50 }] };
  const draft = await work.call<{ version: number }>('POST', '/v1/sla-policies', { name: 'Promise', document });
  await work.call('POST', `/v1/sla-policies/${draft.version}/publish`);
  await makeLeads(work, () => ({}));
}

/** The least that a policy allows is six minutes: their time is up earlier by a word to the database. */
async function makeOffered(work: Work): Promise<void> {
  const rep = await work.call<{ id: string }>('POST', '/v1/reps', { name: 'Grace' });
  const ids = await makeLeads(work, () => ({ purchaseTimeframeDays: 0 }));
  for (const id of ids) await work.call('POST', `/v1/leads/${id}/handoff`, { repId: rep.id });
  const due = ids.map((_, index) => dueAt(index, work.from));
  await work.sql.query(
    `update leads l set lifecycle = jsonb_set(lifecycle, '{handoff,dueAt}', to_jsonb(due.at))
       from unnest($1::uuid[], $2::bigint[]) as due(id, at) where l.id = due.id`,
    [ids, due],
  );
  await work.sql.query(
    `update timers t set due_at = to_timestamp(due.at / 1000.0)
       from unnest($1::uuid[], $2::bigint[]) as due(id, at) where t.subject_id = due.id and t.kind = 'handoff_timeout'`,
    [ids, due],
  );
}

function caller(port: number, key: string): Call {
  return async <Answer>(method: string, path: string, body?: object) => {
    const headers: Record<string, string> = { authorization: `Bearer ${key}` };
    if (body) headers['content-type'] = 'application/json';
    const sent = body && JSON.stringify(body);
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { method, headers, body: sent });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text.slice(0, 500)}`);
    return JSON.parse(text) as Answer;
  };
}
