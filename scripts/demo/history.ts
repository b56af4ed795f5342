import type { Static } from 'typebox';
import type { EngagementType } from '../../src/core/engagement.js';
import type { Channel } from '../../src/core/sources.js';
import type { EngagementCreate } from '../../src/http/schemas/engagement.js';
import type { LeadCreate } from '../../src/http/schemas/leads.js';
import { CHANNEL_STORIES, NURTURE } from './channels.js';
import { COUNTRIES } from './countries.js';
import { createPopulation, type Person } from './people.js';
import { type Chance, createChance } from './random.js';

export type Touch = Static<typeof LeadCreate> & { occurredAt: string };
export type Engagement = Static<typeof EngagementCreate> & { occurredAt: string };

/** What happened in one month, in order: first who came, then what they did. */
export interface Month {
  touches: Touch[];
  engagement: Engagement[];
}

export interface HistoryOptions {
  leads: number;
  months: number;
  seed: number;
  /** The start of today, epoch milliseconds: history ends there. */
  today: number;
}

const DAY_MS = 86_400_000;
const MONTH_DAYS = 30.44;
const NURTURE_EVERY_DAYS = 12;
/** Interest that did not lead anywhere in this time is over. */
const LONGEST_INTEREST_DAYS = 150;
const SECOND_TOUCH = 0.17;
const THIRD_TOUCH = 0.25;
const ORGANIZATIONS = 0.08;
/** Near dates of purchase are only told of late: earlier ones have come and gone. */
const NEAR_TIMEFRAME_DAYS = 70;
const PRODUCTS = ['Starter', 'Team', 'Enterprise', 'Analytics add-on', 'Onboarding'];
const COMPETITORS = ['Rival Suite', 'OldCRM', 'Spreadsheets'];
const SYSTEM = 'demo';
const CHANNEL_SHARES = (Object.keys(CHANNEL_STORIES) as Channel[]).map(
  (channel) => [channel, CHANNEL_STORIES[channel].share] as const,
);

/** A believable past: the same options give the same history, to the last minute. */
export function inventHistory(options: HistoryOptions): Month[] {
  const chance = createChance(options.seed);
  const population = createPopulation(chance);
  const touches: Touch[] = [];
  const engagement: Engagement[] = [];
  const world = { chance, population, options, touches, engagement };
  for (let index = 0; index < options.leads; index++) inventLead(world, index);
  return intoMonths(touches, engagement, options);
}

interface World {
  chance: Chance;
  population: ReturnType<typeof createPopulation>;
  options: HistoryOptions;
  touches: Touch[];
  engagement: Engagement[];
}

type Who = Omit<Touch, 'occurredAt' | 'source'>;

function inventLead(world: World, index: number): void {
  const { chance, options } = world;
  const channel = chance.weighted(CHANNEL_SHARES);
  const who = chance.holds(ORGANIZATIONS) ? organization(world, index) : person(world, index);
  const story = CHANNEL_STORIES[channel];
  const intent = Math.min(1, story.intent * (0.4 + 1.2 * chance.next()));
  let at = momentWithin(chance, options);
  let came: Channel = channel;
  for (let touch = 0; ; touch++) {
    inventTouch(world, { ...who, ...wishes(chance, intent, options.today - at) }, came, at, touch === 0);
    inventEngagement(world, who, came, at, intent);
    const again = touch === 0 ? SECOND_TOUCH + intent * 0.1 : THIRD_TOUCH;
    at += chance.between(2, 90) * DAY_MS;
    if (touch >= 3 || !chance.holds(again) || at >= options.today) return;
    came = chance.weighted(CHANNEL_SHARES);
  }
}

function person(world: World, index: number): Who {
  const { chance, population } = world;
  const made = population.person();
  const { firstName, lastName, jobTitle, company, country, city } = made;
  const who: Who = { firstName, lastName, country, city, language: COUNTRIES[country].language };
  if (chance.holds(0.75)) who.jobTitle = jobTitle;
  if (company) Object.assign(who, { organizationName: company.name, industry: company.industry });
  if (company && chance.holds(0.7)) who.employeeCount = company.employeeCount;
  if (company && chance.holds(0.4))
    Object.assign(who, { annualRevenue: company.annualRevenue, website: `https://www.${company.domain}` });
  return { ...who, ...contact(chance, made, index) };
}

/** Who has no working e-mail address is known by an id. */
function contact(chance: Chance, { email, phone }: Person, index: number): Who {
  const mistyped = email !== undefined && chance.holds(0.015);
  const address = mistyped ? email.replace('@', ' at ') : email;
  const known: Who = {};
  if (address !== undefined) known.email = address;
  if (phone !== undefined) known.phone = phone;
  if (address === undefined || mistyped)
    Object.assign(known, { externalId: String(index + 1), externalSystem: SYSTEM });
  if (chance.holds(0.3)) known.emailConsent = chance.holds(0.9) ? 'granted' : 'denied';
  return known;
}

function organization({ chance, population }: World, index: number): Who {
  const company = population.company();
  const { name, domain, country, city, industry, employeeCount } = company;
  return {
    kind: 'organization',
    organizationName: name,
    website: `https://www.${domain}`,
    country,
    city,
    industry,
    employeeCount,
    externalId: String(index + 1),
    externalSystem: SYSTEM,
    ...(chance.holds(0.6) ? { phone: population.phone(country) } : {}),
  };
}

/** What a lead says it wants: the more it means it, the more it says. */
function wishes(chance: Chance, intent: number, ageMs: number): Who {
  const said: Who = {};
  if (chance.holds(intent * 0.7)) said.products = [chance.pick(PRODUCTS)];
  if (chance.holds(intent * 0.35))
    said.need = chance.pick([
      'Replace spreadsheets',
      'One place for all inquiries',
      'Faster answers to customers',
      'Reports for the board',
    ]);
  if (chance.holds(intent * 0.3))
    Object.assign(said, {
      budgetAmount: chance.between(2, 80) * 1_000,
      budgetCurrency: chance.pick(['USD', 'EUR', 'GBP']),
    });
  if (chance.holds(intent * 0.35)) said.authority = chance.pick(['decision_maker', 'influencer', 'user']);
  if (chance.holds(0.1)) said.competitorProducts = [chance.pick(COMPETITORS)];
  const near = ageMs < NEAR_TIMEFRAME_DAYS * DAY_MS;
  if (near && chance.holds(intent * 0.12)) said.purchaseTimeframeDays = 0;
  else if (near && chance.holds(intent * 0.3)) said.purchaseTimeframeDays = chance.pick([14, 30, 60]);
  else if (chance.holds(intent * 0.2)) said.purchaseTimeframeDays = chance.pick([90, 180, 365]);
  return said;
}

function inventTouch({ chance, touches }: World, who: Who, channel: Channel, at: number, isFirst: boolean): void {
  const story = CHANNEL_STORIES[channel];
  const source: Touch['source'] = { channel, name: chance.pick(story.sources) };
  if (story.campaigns.length > 0 && chance.holds(0.6)) source.campaign = chance.pick(story.campaigns);
  // Whoever comes back writes a little differently.
  const email = who.email !== undefined && !isFirst && chance.holds(0.3) ? who.email.toUpperCase() : who.email;
  const touch: Touch = { ...who, source, occurredAt: new Date(at).toISOString() };
  if (email !== undefined) touch.email = email;
  touches.push(touch);
}

function inventEngagement(
  { chance, engagement, options }: World,
  who: Who,
  channel: Channel,
  at: number,
  intent: number,
): void {
  const lead =
    who.externalId === undefined
      ? { email: who.email }
      : { leadExternalId: who.externalId, leadExternalSystem: SYSTEM };
  const record = (type: EngagementType, when: number) => {
    const externalId = `demo-${engagement.length + 1}`;
    if (when < options.today) engagement.push({ ...lead, type, externalId, occurredAt: new Date(when).toISOString() });
  };
  for (const [type, probability] of CHANNEL_STORIES[channel].arrival) {
    if (chance.holds(probability)) record(type, at + chance.between(1, 2_880) * 60_000);
  }
  const until = Math.min(options.today, at + intent * LONGEST_INTEREST_DAYS * DAY_MS);
  for (
    let day = at + chance.between(3, 14) * DAY_MS;
    day < until;
    day += chance.between(5, 2 * NURTURE_EVERY_DAYS) * DAY_MS
  ) {
    for (const [type, probability] of NURTURE) {
      if (chance.holds(probability * intent * 0.5)) record(type, day + chance.between(1, 600) * 60_000);
    }
  }
}

/** Business grows by half over the time; it rests at weekends, in August and at the turn of the year. */
function momentWithin(chance: Chance, { today, months }: HistoryOptions): number {
  const span = months * MONTH_DAYS * DAY_MS;
  for (;;) {
    const past = chance.next();
    const at = today - span + past * span;
    const date = new Date(at);
    const weekend = date.getUTCDay() === 0 || date.getUTCDay() === 6;
    const slow = date.getUTCMonth() === 7 || (date.getUTCMonth() === 11 && date.getUTCDate() > 15);
    const likely = ((1 + past / 2) / 1.5) * (weekend ? 0.25 : 1) * (slow ? 0.6 : 1);
    if (!chance.holds(likely)) continue;
    const day = Math.floor(at / DAY_MS) * DAY_MS;
    return Math.min(today - 60_000, day + chance.between(7 * 60, 21 * 60) * 60_000);
  }
}

function intoMonths(touches: Touch[], engagement: Engagement[], { today, months }: HistoryOptions): Month[] {
  const result = Array.from({ length: months }, (): Month => ({ touches: [], engagement: [] }));
  const start = today - months * MONTH_DAYS * DAY_MS;
  const monthOf = (at: string) =>
    result[Math.max(0, Math.min(months - 1, Math.floor((Date.parse(at) - start) / (MONTH_DAYS * DAY_MS))))];
  for (const touch of touches) monthOf(touch.occurredAt)?.touches.push(touch);
  for (const event of engagement) monthOf(event.occurredAt)?.engagement.push(event);
  const byTime = (a: { occurredAt: string }, b: { occurredAt: string }) =>
    a.occurredAt < b.occurredAt ? -1 : Number(a.occurredAt > b.occurredAt);
  for (const month of result) {
    month.touches.sort(byTime);
    month.engagement.sort(byTime);
  }
  return result;
}
