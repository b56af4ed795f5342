import type { PoolClient } from 'pg';
import { type Subject, subjectNow } from '../../src/core/conditions/subject.js';
import type { EngagementType } from '../../src/core/engagement.js';
import type { Lead } from '../../src/core/leads/lead.js';
import type { Lifecycle } from '../../src/core/leads/lifecycle.js';
import { withTouches } from '../../src/core/leads/touch.js';
import type { Channel } from '../../src/core/sources.js';
import { createClient } from '../../src/db/client.js';
import type { TestApp } from '../support/app.js';

export const DAY = 86_400_000;
export const NOW = Date.parse('2026-03-01T12:00:00.000Z');
const LEADS = 48;

/** A stored lead with what conditions read in memory. */
export interface KnownLead {
  lead: Lead;
  subject: Subject;
}

const COUNTRIES = ['DE', 'FR', undefined];
const CITIES = [
  ...['İstanbul', 'ΑΘΗΝΑΣ', 'São Paulo', 'Ｔｏｋｙｏ', 'GROẞENHAIN', 'ISPARTA'],
  ...['Iğdır', 'ПЕРМЬ', 'Łódź', 'ﾄｳｷｮｳ', 'J\u030c\u0323x'],
];
const FIRST_NAMES = ['Ada', 'ÖZGE', 'IŞIK', 'ΦΊΛΙΠΠΟΣ', 'Weiß', 'grace'];
const ATTRIBUTES = [
  undefined,
  {
    plan: 'Gold',
    seats: 12,
    active: true,
    regions: ['North', 'İZMİR'],
    renewal: '2026-03-10',
    price: '12.5',
    due: '2026-05-31',
  },
  {
    plan: 'Sa\u0303o Σοφός',
    seats: 3.5,
    active: false,
    regions: [],
    renewal: '2026-02-01T09:00:00Z',
    price: '-0.30000000000000000001',
    due: '2026-05-31T22:00:00.000Z',
  },
  { plan: '', seats: 'many', active: 'yes', regions: 'north', renewal: '2026-03-10T', price: '1e3', due: '2026-02-30' },
];
const RARE_FACTS = {
  ...{ lastName: 'Łukasz', jobTitle: 'CEO', organizationName: 'Straße AG', industry: 'Retail', annualRevenue: 1e6 / 3 },
  ...{ website: 'https://müller.de', street: 'Große Straße 1', region: 'Bayern', postalCode: '80331', language: 'de' },
  ...{ timeZone: 'Asia/Kolkata', need: 'Ersatz', budgetCurrency: 'EUR', description: 'Ελλάδα und mehr' },
  authority: 'influencer',
  purchaseIntent: 'buying',
  emailConsent: 'granted',
  phoneConsent: 'denied',
  ...{ consentBasis: 'contract', products: ['Kasse', 'ΦΙΛΟΣ'], competitorProducts: ['RIVAL'] },
  ...{ otherEmails: ['a@müller.de'], otherPhones: ['+4917733333'] },
} as const;
const PROPERTIES = [
  { post: 7, score: 6, label: 'İstanbul', list: ['North', '7', 7], seen: '2026-02-01T09:00:00Z' },
  { post: '7', score: 9.5, label: '', list: [], seen: '2026-03-10', nested: { post: 7 } },
  { post: null, score: '6', label: 'Straße', list: [null, { a: 1 }], seen: true },
];
const CHANNELS = ['event', 'linkedin', 'web_form'] as const;
const TYPES = ['demo_requested', 'page_viewed', 'email_clicked'] as const;

const nth = <T>(list: readonly T[], index: number): T => list[index % list.length] as T;
const uuid = (index: number) => `01980a3e-7c1b-7d2e-9f40-${String(index).padStart(12, 'a')}`;

/** Leads with every fact, section and gap that fields of conditions read, in the workspace of the app. */
export async function seedKnownLeads(app: TestApp): Promise<KnownLead[]> {
  const context = {
    workspaceId: app.workspaceId,
    actor: { kind: 'api_key', id: app.newId() },
    requestId: 'search',
  } as const;
  for (let index = 0; index < LEADS; index++) {
    const { lead } = await app.services.leads.create(context, submissionOf(index));
    for (let nr = 0; nr < index % 3; nr++) {
      const { email } = submissionOf(index);
      const source = { channel: nth(CHANNELS, index + nr + 1), name: 'Source 1', campaign: nr ? 'Autumn' : undefined };
      await app.services.leads.create(context, { email, source, occurredAt: NOW - (index + 3 + 6 * nr) * DAY });
    }
    for (let nr = 0; nr < index % 4; nr++) {
      await app.services.engagement.create(context, {
        leadId: lead.id,
        type: nth(TYPES, index + nr),
        occurredAt: NOW - (index % 9) * nr * DAY + (nr === 3 ? 3 * DAY : 0),
        ...(nr % 2 ? { source: { channel: 'event', name: 'Fair' } } : {}),
        ...(index % 5 ? { properties: nth(PROPERTIES, index + nr) } : {}),
      });
    }
  }
  const client = createClient(app.databaseUrl);
  await client.connect();
  await setStates(client as unknown as PoolClient, app.workspaceId);
  await client.end();
  return readKnownLeads(app);
}

function submissionOf(index: number) {
  return {
    email: `person${index}@${index % 2 ? 'gmail.com' : 'analytical-engines.com'}`,
    ...(index % 3 ? { firstName: nth(FIRST_NAMES, index) } : {}),
    country: nth(COUNTRIES, index),
    city: nth(CITIES, index),
    ...(index % 4 ? { employeeCount: index * 50, budgetAmount: index / 8 } : {}),
    ...(index % 5 ? {} : { tags: index % 2 ? ['VIP', 'fair', 'ΦΙΛΟΣ'] : ['fair', 'straße'] }),
    attributes: nth(ATTRIBUTES, index),
    ...(index % 7
      ? { competitorContractEndsOn: new Date(NOW + (3 * index - 70) * DAY).toISOString().slice(0, 10) }
      : {}),
    occurredAt: NOW - index * DAY,
    ...(index % 6 ? {} : { purchaseTimeframeDays: 30, timeframeStatedAt: NOW - (index - 3) * DAY }),
    ...(index % 4 === 1 ? RARE_FACTS : {}),
    ...(index % 4 === 1
      ? { externalSystem: 'CRM', externalId: `Nr ${index}`, phone: `+49 177 33333${index + 10}` }
      : {}),
    source: {
      channel: nth(CHANNELS, index) as Channel,
      name: `Source ${index % 4}`,
      campaign: index % 2 ? 'Spring' : undefined,
    },
  };
}

/** States that take weeks to reach by commands. */
async function setStates(client: PoolClient, workspaceId: string): Promise<void> {
  const { rows } = await client.query<{ id: string }>('select id from leads where workspace_id = $1 order by id', [
    workspaceId,
  ]);
  const states = rows.map(({ id }, index) => ({ id, ...stateOf(index) }));
  await client.query(
    `update leads l set category = coalesce(s.category, l.category), lifecycle = s.lifecycle, owner_id = s.owner_id,
       team_id = s.team_id, assigned_at = s.at, owner_actor_id = s.actor, owner_reason = s.reason, effort = s.effort,
       queue_reason = s.queue_reason, next_eligible_at = s.later, lease_rep_id = s.lease_rep_id, lease_until = s.later,
       category_since = s.since, temperature_since = s.at, category_decided_by = s.decider, move_reason = s.reason,
       competitor = s.competitor, conversion_probability = s.probability, email_bounced_at = s.since,
       created_at = l.first_touch_at - interval '40 days', updated_at = coalesce(s.at, l.updated_at)
      from jsonb_to_recordset($2) as s(id uuid, category text, lifecycle jsonb, owner_id uuid, team_id uuid,
        at timestamptz, actor text, reason text, effort int, queue_reason text, later timestamptz, lease_rep_id uuid,
        since timestamptz, decider text, competitor text, probability float8)
     where l.workspace_id = $1 and l.id = s.id`,
    [workspaceId, JSON.stringify(states)],
  );
}

function stateOf(index: number) {
  const at = NOW - index * DAY - 1;
  const some = <T>(value: T, remainder: number): T | undefined => (index % 3 === remainder ? value : undefined);
  const instant = (ms: number) => new Date(ms).toISOString();
  const since = some(instant(NOW - 20 * DAY), 1);
  const lifecycle = index % 8 === 7 ? undefined : lifecycleOf(index, at);
  const category = (['parked', 'lost', 'lost', 'disqualified', 'customer', undefined] as const)[index % 6];
  return {
    category,
    lifecycle: category === 'parked' ? lifecycle : lifecycle && { ...lifecycle, parked: undefined },
    owner_id: some(uuid(index % 4), 0),
    team_id: some(uuid(10 + (index % 2)), 1),
    at: some(instant(at), 0),
    actor: some(uuid(20), 0),
    reason: some('Müller weiß ES', 2),
    effort: some(index, 1),
    queue_reason: some(nth(['no_rep', 'closed'], index), 1),
    later: some(instant(NOW + (index - 20) * DAY), 1),
    lease_rep_id: some(uuid(index % 3), 1),
    since,
    decider: some('person', 2),
    competitor: some(nth(['RIVAL', 'Straße AG'], index), 0),
    probability: some(index / 50, 2),
  };
}

function lifecycleOf(index: number, at: number): Lifecycle {
  const maybe = <T>(value: T, share: number): T | undefined => (index % share === 0 ? value : undefined);
  const clock = (kind: 'first_touch' | 'acceptance' | 'next_touch', nr: number) => ({
    ...{ clock: kind, ruleId: 'r', policyVersion: 1, hours: 'always', onBreach: [], startedAt: at },
    ...{ allowedMs: 1, leftMs: 1, countedAt: at, dueAt: maybe(at + nr * 10 * DAY, 2) },
    status: nth(['running', 'paused', 'met', 'breached'], index + nr),
  });
  return {
    stage: maybe(nth(['meeting', 'proposal'], index), 3),
    stageSince: maybe(at + DAY / 2, 4),
    rotting: maybe({ since: at, stage: 'lead' }, 5),
    rotsAt: maybe(at + 30 * DAY, 2),
    handoff: maybe(
      {
        ...{ id: uuid(index), offers: 1, repId: maybe(uuid(index % 4), 2), teamId: maybe(uuid(11), 4) },
        ...{ offeredAt: at, dueAt: maybe(at + DAY, 2), policyVersion: 1 },
        status: nth(['offered', 'accepted', 'rejected'] as const, index),
        reason: maybe('wrong_fit' as const, 4),
      },
      2,
    ),
    sla: maybe(
      {
        clocks: [clock('acceptance', 1), clock('first_touch', 2), clock('next_touch', 3)].slice(index % 3),
        paused: maybe({ at, cause: 'request' as const }, 3),
      } as Lifecycle['sla'],
      3,
    ),
    firstContactAt: maybe(at, 2),
    lastActivityAt: maybe(at + DAY, 2),
    parked: {
      ...{ since: at, reason: nth(['no_budget', 'bought_competitor'] as const, Math.floor(index / 6)) },
      ...{ detail: maybe('später', 4), competitor: maybe(nth(['Rival', 'rıval'], Math.floor(index / 6)), 2) },
      wakeWhen: { at: maybe(NOW + (index - 20) * DAY, 2), minimumScore: maybe(index, 3) },
    },
    disqualification: maybe({ at, reason: 'spam' }, 9),
    lastDisqualification: maybe({ at: at - DAY, reason: 'no_interest' }, 5),
    cycles: maybe(index % 4, 2),
    conversion: maybe(
      { at, conversionId: uuid(1), dealId: uuid(index % 4), customerId: maybe(uuid(2), 8) },
      4,
    ) as Lifecycle['conversion'],
    loss: maybe(
      { reason: 'price', competitor: maybe(nth(['Rival', 'rIVAL Ltd'], index), 4), at: at - (index % 5) * DAY },
      2,
    ),
    recycledAt: maybe(at, 3),
    customerId: maybe(uuid(3), 6),
    contactId: maybe(uuid(4), 10),
    customerOrganizationId: maybe(uuid(5), 3),
  };
}

/** The leads of the workspace with what conditions read in memory, as the database has them now. */
async function readKnownLeads(app: TestApp): Promise<KnownLead[]> {
  const repositories = app.store.read(app.workspaceId);
  const search = { where: undefined, sort: [{ field: 'createdAt', direction: 'asc' }], now: NOW } as const;
  const { rows } = await repositories.leads.search(search, { limit: 200 });
  const [sources, campaigns] = await Promise.all([repositories.sources.all(), repositories.campaigns.all()]);
  const histories = await Promise.all(
    rows.map(async ({ id }) => (await repositories.engagement.list(id, {}, { limit: 200 })).rows),
  );
  const channelOf = (sourceId: string | null) =>
    sources.find(({ id }) => id === sourceId)?.channel as Channel | undefined;
  const touches = await Promise.all(
    rows.map(async ({ id }) => (await repositories.touches.list(id, {}, { limit: 200 })).rows),
  );
  return rows.map((row, index) => {
    const lead = withTouches(
      row,
      touches[index]?.map(({ occurredAt, sourceId, campaignId }) => ({
        ...{ occurredAt, sourceId, campaignId, channel: channelOf(sourceId) },
      })),
    );
    const source = sources.find(({ id }) => id === lead.sourceId);
    const campaign = campaigns.find(({ id }) => id === lead.campaignId)?.name;
    const engagement = (histories[index] ?? []).map((event) => ({
      ...{ id: event.id, type: event.type as EngagementType, occurredAt: event.occurredAt.getTime() },
      ...{ channel: channelOf(event.sourceId), sourceId: event.sourceId ?? undefined, properties: event.properties },
    }));
    const context = {
      source: source && { channel: source.channel, name: source.name, campaign },
      engagement,
      now: NOW,
    };
    return { lead, subject: subjectNow(lead, context) };
  });
}
