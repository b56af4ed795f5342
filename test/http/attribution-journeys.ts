/** Leads of the past for attribution, and their journeys and credits by arithmetic that is not the service's. */
import { type LeadOut, listAll, type TestWorkspace } from './ingest-fixture.js';

interface TouchOut {
  id: string;
  leadId: string;
  sourceId: string | null;
  campaignId?: string;
  occurredAt: string;
}
interface StayOut {
  category: string;
  enteredAt: string;
}
interface DealOut {
  leadId?: string;
  status: string;
  amount: string;
  currency: string;
  closedAt?: string;
}

export const DAY = 86_400_000;

export const SOURCES = [
  { channel: 'event', name: 'Fair', campaign: 'Spring' },
  { channel: 'email_marketing', name: 'Newsletter' },
  { channel: 'web_form', name: 'Ads', campaign: 'Brand' },
  { channel: 'web_form', name: 'Site' },
];

/** The same numbers in each run. */
export function randoms(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

export const iso = (at: number) => new Date(at).toISOString();

/** A lead of the past with touches, visits, steps, and maybe deals that were won. */
export function pastLead(random: (below: number) => number, index: number): object {
  const createdAt = Date.UTC(2024, 0, 1, 12) + random(600) * DAY;
  let at = createdAt;
  const stages = ['lead', 'mql', 'sql'].flatMap((stage) => {
    at += (1 + random(20)) * DAY;
    return random(10) < 7 ? [{ stage, at: iso(at) }] : [];
  });
  const wonAt = at + (1 + random(30)) * DAY;
  const isWon = random(10) < 5;
  const later = () => iso(createdAt + random(90) * DAY + random(1_000) * 1_000);
  return {
    ...{ externalId: `x${index}`, externalSystem: 'crm', name: `P ${index}`, country: ['DE', 'FR'][random(2)] },
    ...{ source: SOURCES[random(4)], createdAt: iso(createdAt), stages },
    touches: Array.from({ length: random(5) }, () => ({ source: SOURCES[random(4)], occurredAt: later() })),
    engagement: Array.from({ length: random(3) }, () => ({
      ...{ type: random(2) === 0 ? 'page_viewed' : 'email_sent', occurredAt: later() },
      ...(random(3) > 0 && { source: { channel: 'inbound_content', name: 'Blog' } }),
    })),
    ...(isWon && {
      outcome: { result: 'won', at: iso(wonAt) },
      deals: Array.from({ length: 1 + random(2) }, (_, deal) => ({
        ...{
          name: `D ${deal}`,
          status: 'won',
          amount: `${100 + random(900)}.3${deal}`,
          currency: random(3) === 0 ? 'USD' : 'EUR',
        },
        closedAt: iso(wonAt + deal * 9 * DAY),
      })),
    }),
  };
}

export interface Journey {
  lead: LeadOut;
  at: number;
  sqlAt: number | undefined;
  revenue: Record<string, number>;
  points: { at: number; source: string; campaign: string | null; id: string }[];
}

/** Every conversion to a customer, from what the API lists: the deals, the touches and engagement, and the stage history of each lead. */
export async function exported(get: TestWorkspace['get']): Promise<Journey[]> {
  const leads = await listAll<LeadOut>(get, '/v1/leads');
  const deals = await listAll<DealOut>(get, '/v1/deals');
  const engagement = await listAll<TouchOut & { type: string }>(get, '/v1/engagement-events');
  const touches = await listAll<TouchOut>(get, '/v1/touches');
  const found: Journey[] = [];
  for (const lead of leads) {
    if (lead.category !== 'customer') continue;
    const own = deals.filter(({ leadId, status }) => leadId === lead.id && status === 'won');
    const at = Math.min(...own.map(({ closedAt }) => Date.parse(closedAt ?? '')));
    const { stays } = (await get<{ stays: StayOut[] }>(`/v1/leads/${lead.id}/stage-history`)).body;
    const sales = stays.filter(({ category }) => ['sql', 'prospect'].includes(category));
    const sqlAt = Math.min(at, ...sales.map(({ enteredAt }) => Date.parse(enteredAt)));
    const acted = engagement.filter(
      ({ leadId, sourceId, type }) => leadId === lead.id && sourceId && type !== 'email_sent',
    );
    const points = [...touches.filter(({ leadId }) => leadId === lead.id), ...acted]
      .map((one) => ({
        at: Date.parse(one.occurredAt),
        source: one.sourceId ?? '',
        campaign: one.campaignId ?? null,
        id: one.id,
      }))
      .filter((one) => one.at <= at)
      .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
      .filter(
        // The actions of a visit are one.
        (one, index, all) =>
          touches.some(({ id }) => id === one.id) ||
          all[index - 1]?.source !== one.source ||
          one.at - (all[index - 1]?.at ?? 0) > 30 * 60_000,
      );
    const revenue: Record<string, number> = {};
    for (const { currency, amount } of own) revenue[currency] = (revenue[currency] ?? 0) + Number(amount);
    found.push({ lead, at, sqlAt, revenue, points });
  }
  return found;
}

/** The shares of a journey by a model, by arithmetic that is not the service's. */
export function sharesOf(model: string, { points, lead, sqlAt }: Journey): number[] {
  const n = points.length;
  const lastUntil = (until: number) => Math.max(0, points.filter(({ at }) => at <= until).length - 1);
  const one = (place: number) => points.map((_, index) => (index === place ? 1 : 0));
  const normal = (weights: number[]) => weights.map((weight) => weight / weights.reduce((a, b) => a + b, 0));
  const middle = n > 2 ? 20 / (n - 2) : 0;
  const marks = [0, lastUntil(Date.parse(lead.createdAt)), lastUntil(sqlAt ?? 0)];
  const rest = points.filter((_, index) => !marks.includes(index)).length;
  const shares: Record<string, () => number[]> = {
    first: () => one(0),
    last: () => one(n - 1),
    last_before_step: () => one(lastUntil(sqlAt ?? 0)),
    linear: () => points.map(() => 1 / n),
    position_based: () => normal(points.map((_, index) => (index === 0 || index === n - 1 ? 40 : middle))),
    time_decay: () => normal(points.map(({ at }) => Math.exp(((at - (points[n - 1]?.at ?? 0)) / DAY / 7) * Math.LN2))),
    w_shaped: () =>
      normal(
        points.map((_, index) =>
          marks.includes(index) ? 30 * marks.filter((mark) => mark === index).length : 10 / rest,
        ),
      ),
  };
  return shares[model]?.() ?? [];
}
