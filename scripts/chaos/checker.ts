import pg from 'pg';
import type { Clients } from './clients.js';
import type { Environment } from './failures.js';
import { replayLedger } from './ledger-replay.js';

/** Number of random leads that are also read through the API, one by one. */
const SAMPLE = 60;
const ROUNDING = 1e-9;

/**
 * Compares what is stored with what was acknowledged: writes, event sequence, ledger, scores. Returns the differences.
 */
export async function findFaults({ cluster, fleet }: Environment, clients: Clients, teamId: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: cluster.url });
  await client.connect();
  try {
    return [
      ...(await writeFaults(client, clients)),
      ...(await sequenceFaults(client)),
      ...(await ledgerFaults(client, teamId)),
      ...(await scoreFaults(client, fleet.urls.find((url) => url !== undefined) ?? '', fleet.key)),
    ];
  } finally {
    await client.end();
  }
}

interface StoredLead {
  id: string;
  email: string;
  touch_count: number;
  touches: number;
  engagement: number;
  description: string | null;
}

async function writeFaults(client: pg.Client, { writes }: Clients): Promise<string[]> {
  const { rows } = await client.query<StoredLead>(
    `select l.id, l.email_normalized as email, l.touch_count, l.description,
            (select count(*)::int from touches t where t.workspace_id = l.workspace_id and t.lead_id = l.id) as touches,
            (select count(*)::int from engagement_events e where e.workspace_id = l.workspace_id and e.lead_id = l.id) as engagement
       from leads l`,
  );
  const stored = new Map(rows.map((lead) => [lead.id, lead]));
  const faults: string[] = [];
  if (stored.size !== writes.leads.size)
    faults.push(`${stored.size} leads are stored, ${writes.leads.size} were acknowledged`);
  for (const [email, { id, touches }] of writes.leads) {
    const lead = stored.get(id);
    if (lead === undefined) {
      faults.push(`${email} is lost`);
      continue;
    }
    const engagement = writes.engagement.get(id) ?? 0;
    if (lead.email !== email) faults.push(`${id} is ${lead.email}, not ${email}`);
    if (lead.touches !== touches || lead.touch_count !== touches) {
      faults.push(`${email} has ${lead.touches} touches and counts ${lead.touch_count}; ${touches} were acknowledged`);
    }
    if (lead.engagement !== engagement)
      faults.push(`${email} did ${lead.engagement} things; ${engagement} were acknowledged`);
    const description = writes.descriptions.get(id);
    if (description !== undefined && lead.description !== description) {
      faults.push(`${email} says "${lead.description}"; "${description}" was acknowledged last`);
    }
  }
  return faults;
}

async function sequenceFaults(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ head: string; count: string; least: string; most: string; twice: string }>(
    `select w.event_sequence as head, count(*) as count, min(e.sequence) as least, max(e.sequence) as most,
            count(*) filter (where e.type = 'lead.created') - count(distinct e.subject_id) filter (where e.type = 'lead.created') as twice
       from workspaces w join events e on e.workspace_id = w.id group by w.id`,
  );
  return rows.flatMap(({ head, count, least, most, twice }) => {
    const faults: string[] = [];
    if (least !== '1' || most !== head || count !== head) {
      faults.push(`events are numbered ${least} to ${most}, ${count} of them, and the head row says ${head}`);
    }
    if (twice !== '0') faults.push(`${twice} leads were created twice`);
    return faults;
  });
}

async function ledgerFaults(client: pg.Client, teamId: string): Promise<string[]> {
  const { decisions, worst, broken, unbalanced, stored } = await replayLedger(client, teamId);
  const faults: string[] = [];
  if (decisions === 0) faults.push('no assignment was recorded');
  if (worst >= 1) faults.push(`a rep was ${worst} leads from its entitlement`);
  if (broken > 0) faults.push(`${broken} assignments did not start from the ledger before them`);
  if (unbalanced > 0) faults.push(`the credits of ${unbalanced} assignments do not sum to 0`);
  if (stored > 0) faults.push(`${stored} lines of the stored ledger are not what the last assignment left`);
  const { rows } = await client.query<{ id: string; open_leads: number; owned: number }>(
    `select r.id, r.open_leads, (select count(*)::int from leads l where l.workspace_id = r.workspace_id and l.owner_id = r.id) as owned
       from reps r`,
  );
  for (const { id, open_leads, owned } of rows) {
    if (open_leads !== owned) faults.push(`rep ${id} counts ${open_leads} open leads and owns ${owned}`);
  }
  return faults;
}

interface LeadResponse {
  version: number;
  score: { total: number };
  category: string;
  owner: { id: string } | null;
}

interface ScoreItem {
  points: number;
}

/**
 * Checks that the score is the sum of its explanation, and that the lead rebuilt from its events equals the stored
 * lead.
 */
async function scoreFaults(client: pg.Client, url: string, key: string): Promise<string[]> {
  const get = async <Body>(path: string): Promise<Body> => {
    const response = await fetch(url + path, { headers: { authorization: `Bearer ${key}` } });
    if (!response.ok) throw new Error(`GET ${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as Body;
  };
  const { rows } = await client.query<{ id: string }>('select id from leads order by random() limit $1', [SAMPLE]);
  const faults: string[] = [];
  for (const { id } of rows) {
    const lead = await get<LeadResponse>(`/v1/leads/${id}`);
    const score = await get<{ total: number; contributions: ScoreItem[]; adjustments: ScoreItem[] }>(
      `/v1/leads/${id}/score`,
    );
    const sum = [...score.contributions, ...score.adjustments].reduce((total, { points }) => total + points, 0);
    if (Math.abs(sum - score.total) > ROUNDING)
      faults.push(`lead ${id}: contributions and adjustments sum to ${sum}, not ${score.total}`);
    const asOf = new Date().toISOString();
    const replayed = await get<LeadResponse>(`/v1/leads/${id}?asOf=${encodeURIComponent(asOf)}`);
    for (const field of ['version', 'category'] as const) {
      if (replayed[field] !== lead[field])
        faults.push(`lead ${id}: ${field} is ${lead[field]}, replayed ${replayed[field]}`);
    }
  }
  return faults;
}
