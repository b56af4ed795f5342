import type pg from 'pg';
import type { TimerKind } from '../src/core/timers.js';
import { type Call, createCall } from './harness.js';

/** The event that a timer emits when it fires. */
export interface ExpectedEvent {
  type: string;
  cause?: string;
}

export interface SeededTimers {
  kinds: Partial<Record<TimerKind, ExpectedEvent>>;
}

interface Target {
  port: number;
  key: string;
  sql: pg.Client;
  /** The first due instant, epoch milliseconds. */
  from: number;
}

interface WorkspaceTarget extends Omit<Target, 'port' | 'key'> {
  call: Call;
}

/** Workspaces per kind of timer. */
const WORKSPACES = 5;
/** Leads per workspace. */
const LEADS = 250;
/** Time from the first due instant to the last. */
const WINDOW_MS = 30_000;
const FORTNIGHT_MS = 14 * 86_400_000;

const KINDS: Partial<Record<TimerKind, ExpectedEvent & { seed: (target: WorkspaceTarget) => Promise<unknown> }>> = {
  lead_review: { type: 'lead.classified', cause: 'decay', seed: seedTimeframes },
  park_wake: { type: 'lead.woken', seed: seedParked },
  sla_check: { type: 'lead.sla_warned', seed: seedServiceLevels },
  handoff_timeout: { type: 'lead.handoff_timed_out', seed: seedHandoffs },
  sequence_step: { type: 'sequence.step_due', seed: seedSequences },
};

/** Creates leads in several workspaces whose timers become due within half a minute. */
export async function seedTimers({ port, key, sql, from }: Target): Promise<SeededTimers> {
  const call = createCall(port, key);
  for (const [kind, { seed }] of Object.entries(KINDS)) {
    for (let n = 0; n < WORKSPACES; n += 1) {
      const name = `Waiting for ${kind} ${n}`;
      const created = await call<{ apiKey: { token: string } }>('POST', '/v1/workspaces', { name });
      await seed({ call: createCall(port, created.apiKey.token), sql, from });
    }
  }
  return { kinds: KINDS };
}

const dueAt = (index: number, from: number) => from + Math.floor((index * WINDOW_MS) / LEADS);

async function createLeads({ call }: WorkspaceTarget, fields: (index: number) => object): Promise<string[]> {
  const items = Array.from({ length: LEADS }, (_, index) => ({ email: `${index}@timers.example`, ...fields(index) }));
  const { results } = await call<{ results: { id: string }[] }>('POST', '/v1/leads/batch', { items });
  return results.map(({ id }) => id);
}

/** A purchase timeframe of 0 days expires a fortnight after it was stated. */
function seedTimeframes(target: WorkspaceTarget): Promise<string[]> {
  const statedAt = (index: number) => new Date(dueAt(index, target.from) - FORTNIGHT_MS).toISOString();
  return createLeads(target, (index) => ({ purchaseTimeframeDays: 0, timeframeStatedAt: statedAt(index) }));
}

async function seedParked(target: WorkspaceTarget): Promise<void> {
  const ids = await createLeads(target, () => ({}));
  for (const [index, id] of ids.entries()) {
    const at = new Date(dueAt(index, target.from)).toISOString();
    await target.call('POST', `/v1/leads/${id}/park`, { reason: 'bad_timing', wakeWhen: { at } });
  }
}

/** Of four minutes, half have passed after two. */
async function seedServiceLevels(target: WorkspaceTarget): Promise<void> {
  const first = { id: 'first', label: 'First touch', clock: 'first_touch', withinMinutes: 4 };
  const document = { rules: [{ ...first, hours: 'always', warnAtPercent: 50 }] };
  const draft = await target.call<{ version: number }>('POST', '/v1/sla-policies', { name: 'Promise', document });
  await target.call('POST', `/v1/sla-policies/${draft.version}/publish`);
  await createLeads(target, () => ({}));
}

/** The shortest time limit of a policy is six minutes, so SQL sets earlier due instants. */
async function seedHandoffs(target: WorkspaceTarget): Promise<void> {
  const rep = await target.call<{ id: string }>('POST', '/v1/reps', { name: 'Grace' });
  const ids = await createLeads(target, () => ({ purchaseTimeframeDays: 0 }));
  for (const id of ids) {
    const { handoff } = await target.call<{ handoff?: { status: string } }>('GET', `/v1/leads/${id}`);
    // The policy of a new workspace has offered some by itself.
    if (handoff?.status !== 'offered') await target.call('POST', `/v1/leads/${id}/handoff`, { repId: rep.id });
  }
  const due = ids.map((_, index) => dueAt(index, target.from));
  await target.sql.query(
    `update leads l set lifecycle = jsonb_set(lifecycle, '{handoff,dueAt}', to_jsonb(due.at))
       from unnest($1::uuid[], $2::bigint[]) as due(id, at) where l.id = due.id`,
    [ids, due],
  );
  await target.sql.query(
    `insert into timers (workspace_id, kind, subject_id, due_at)
     select l.workspace_id, 'handoff_timeout', l.id, to_timestamp(due.at / 1000.0)
       from unnest($1::uuid[], $2::bigint[]) as due(id, at) join leads l using (id)
         on conflict (workspace_id, kind, subject_id) do update set due_at = excluded.due_at`,
    [ids, due],
  );
}

/** A sequence without quiet hours. Its first step comes after days, so SQL sets earlier due instants. */
async function seedSequences(target: WorkspaceTarget): Promise<void> {
  const suspects = { type: 'field', field: 'category', operator: 'eq', value: 'suspect' };
  const wait = { type: 'wait', key: 'wait', after: 5, unit: 'days' };
  const steps = [wait, { type: 'send', key: 'hello', channel: 'email', template: 'hello' }, { ...wait, key: 'end' }];
  const document = { key: 'education', purpose: 'education', enterWhen: suspects, steps };
  const draft = await target.call<{ version: number }>('POST', '/v1/sequences', { name: 'Hello', document });
  await target.call('POST', `/v1/sequences/${draft.version}/publish`);
  const ids = await createLeads(target, () => ({}));
  const due = ids.map((_, index) => dueAt(index, target.from));
  await target.sql.query(
    `update leads l set lifecycle = jsonb_set(jsonb_set(lifecycle, '{sequences,dueAt}', to_jsonb(due.at)),
                                              '{sequences,runs,0,dueAt}', to_jsonb(due.at))
       from unnest($1::uuid[], $2::bigint[]) as due(id, at) where l.id = due.id`,
    [ids, due],
  );
  await target.sql.query(
    `update timers t set due_at = to_timestamp(due.at / 1000.0)
       from unnest($1::uuid[], $2::bigint[]) as due(id, at) where t.subject_id = due.id and t.kind = 'sequence_step'`,
    [ids, due],
  );
}
