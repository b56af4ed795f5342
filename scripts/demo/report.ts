import type { Static } from 'typebox';
import { type Category, TEMPERATURES, type Temperature } from '../../src/core/leads/vocabulary.js';
import { CHANNELS, type Channel } from '../../src/core/sources.js';
import type { RotationSchema } from '../../src/http/schemas/assignment.js';
import type { LeadClassification, LeadScoreSchema } from '../../src/http/schemas/lead-explanations.js';
import type { LeadSchema } from '../../src/http/schemas/leads.js';
import type { HttpClient } from '../client/http-client.js';
import { table } from '../client/progress.js';
import type { SendResult } from './send-history.js';
import { expectBody, type Rep, type Team } from './setup.js';
import { startPage } from './start-page.js';

type Lead = Static<typeof LeadSchema>;

const FUNNEL: readonly Category[] = ['suspect', 'lead', 'mql', 'sql', 'disqualified'];
const BEST = 10;
const REASONS = 4;

/** The funnel, the fairness of the assignments and the best leads, all read through the API. */
export async function report(
  client: HttpClient,
  result: SendResult,
  reps: readonly Rep[],
  teams: readonly Team[],
): Promise<string> {
  const leads = await readLeads(client);
  return [
    `Funnel by source channel (${leads.length} leads)`,
    await funnel(client, leads, result),
    '',
    'Leads per rep',
    await distribution(client, leads, reps, teams),
    '',
    `The ${BEST} best leads, and why`,
    await best(client, reps),
    '',
    await startPage(client),
  ].join('\n');
}

async function get<T>(client: HttpClient, path: string): Promise<T> {
  return expectBody(await client.get(path), 200, `read ${path}`) as T;
}

interface PageOf<T> {
  data: T[];
  nextCursor: string | null;
}

async function readAll<T>(client: HttpClient, path: string): Promise<T[]> {
  const all: T[] = [];
  let cursor: string | null = null;
  do {
    const query: string = cursor === null ? '?limit=200' : `?limit=200&cursor=${encodeURIComponent(cursor)}`;
    const page: PageOf<T> = await get(client, path + query);
    all.push(...page.data);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return all;
}

/** Reads all leads and keeps the fields that the report counts. */
async function readLeads(
  client: HttpClient,
): Promise<Pick<Lead, 'sourceId' | 'category' | 'temperature' | 'ownerId'>[]> {
  const leads = await readAll<Lead>(client, '/v1/leads');
  return leads.map(({ sourceId, category, temperature, ownerId }) => ({ sourceId, category, temperature, ownerId }));
}

async function funnel(
  client: HttpClient,
  leads: readonly { sourceId: string; category: Category; temperature: Temperature }[],
  { touches }: SendResult,
): Promise<string> {
  const sources = await readAll<{ id: string; channel: Channel }>(client, '/v1/sources');
  const channelOf = new Map(sources.map(({ id, channel }) => [id, channel]));
  const row = (name: string, own: typeof leads, touched: number) => [
    name,
    touched,
    own.length,
    ...FUNNEL.map((category) => own.filter((lead) => lead.category === category).length),
    ...TEMPERATURES.map((temperature) => own.filter((lead) => lead.temperature === temperature).length),
  ];
  const rows = CHANNELS.map((channel) =>
    row(
      channel,
      leads.filter((lead) => channelOf.get(lead.sourceId) === channel),
      touches.get(channel) ?? 0,
    ),
  );
  rows.sort((a, b) => Number(b[1]) - Number(a[1]));
  const all = [...touches.values()].reduce((sum, count) => sum + count, 0);
  return table([['channel', 'touches', 'leads', ...FUNNEL, ...TEMPERATURES], ...rows, row('all', leads, all)]);
}

async function distribution(
  client: HttpClient,
  leads: readonly { ownerId?: string | undefined }[],
  reps: readonly Rep[],
  teams: readonly Team[],
): Promise<string> {
  const rows: (string | number)[][] = [
    ['team', 'rep', 'weight', 'capacity', 'given', 'entitled', 'deviation', 'owns now'],
  ];
  for (const team of teams) {
    const { entries } = await get<Static<typeof RotationSchema>>(client, `/v1/teams/${team.id}/rotation`);
    for (const { repId, weight, given, entitled, deviation } of entries) {
      const rep = reps.find(({ id }) => id === repId);
      const owned = leads.filter(({ ownerId }) => ownerId === repId).length;
      rows.push([
        team.name,
        rep?.name ?? repId,
        weight,
        rep?.capacity ?? '-',
        given,
        entitled.toFixed(2),
        deviation.toFixed(2),
        owned,
      ]);
    }
  }
  const queued = leads.filter(({ ownerId }) => ownerId === undefined).length;
  return `${table(rows)}\n  without an owner: ${queued}`;
}

async function best(client: HttpClient, reps: readonly Rep[]): Promise<string> {
  const { data } = await get<PageOf<Lead>>(client, `/v1/leads?sortBy=score&order=desc&limit=${BEST}`);
  const lines: string[] = [];
  for (const [index, lead] of data.entries()) {
    const { contributions } = await get<Static<typeof LeadScoreSchema>>(client, `/v1/leads/${lead.id}/score`);
    const reasons = await get<Static<typeof LeadClassification>>(client, `/v1/leads/${lead.id}/classification`);
    const top = [...contributions].sort((a, b) => b.points - a.points).slice(0, REASONS);
    const owner = reps.find(({ id }) => id === lead.ownerId)?.name ?? `nobody (${lead.queue?.reason ?? 'unknown'})`;
    const what = [lead.jobTitle, lead.organizationName, lead.country].filter(Boolean).join(', ');
    lines.push(
      `  ${String(index + 1).padStart(2)}. ${lead.name ?? lead.email ?? lead.id} (${what})`,
      `      ${lead.score.total} points (fit ${lead.score.fit}, engagement ${lead.score.engagement}), ${lead.grade}, ${lead.temperature}, ${lead.category}, owned by ${owner}`,
      `      ${top.map(({ points, label }) => `${points > 0 ? '+' : ''}${points} ${label}`).join('; ')}`,
      `      ${lead.temperature}: ${reasons.temperatureReason.text}`,
    );
  }
  return lines.join('\n');
}
