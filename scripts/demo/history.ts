import type { Static } from 'typebox';
import type { EngagementType } from '../../src/core/engagement.js';
import type { Channel } from '../../src/core/sources.js';
import type { EngagementCreate } from '../../src/http/schemas/engagement.js';
import type { LeadCreate } from '../../src/http/schemas/leads.js';
import { CHANNEL_PROFILES, NURTURE } from './channels.js';
import { COUNTRIES } from './countries.js';
import { createPopulation, type Person } from './people.js';
import { createRandom, type Random } from './random.js';

export type Touch = Static<typeof LeadCreate> & { occurredAt: string };
export type Engagement = Static<typeof EngagementCreate> & { occurredAt: string };

/** The touches and the engagement of one month, each in order of time. */
export interface Month {
  touches: Touch[];
  engagement: Engagement[];
}

export interface HistoryOptions {
  leads: number;
  months: number;
  seed: number;
  /** The start of today, epoch milliseconds, at which the history ends. */
  today: number;
}

const DAY_MS = 86_400_000;
const MONTH_DAYS = 30.44;
const NURTURE_EVERY_DAYS = 12;
/** Engagement of a lead with full intent ends after this time. */
const LONGEST_INTEREST_DAYS = 150;
const SECOND_TOUCH = 0.17;
const THIRD_TOUCH = 0.25;
const ORGANIZATIONS = 0.08;
/** Only touches of the last 70 days state a near purchase timeframe: those of earlier touches would have expired. */
const NEAR_TIMEFRAME_DAYS = 70;
const PRODUCTS = ['Starter', 'Team', 'Enterprise', 'Analytics add-on', 'Onboarding'];
const COMPETITORS = ['Rival Suite', 'OldCRM', 'Spreadsheets'];
const SYSTEM = 'demo';
const CHANNEL_SHARES = (Object.keys(CHANNEL_PROFILES) as Channel[]).map(
  (channel) => [channel, CHANNEL_PROFILES[channel].share] as const,
);

/** Generates a plausible history. The same options give the same history, to the minute. */
export function generateHistory(options: HistoryOptions): Month[] {
  const random = createRandom(options.seed);
  const population = createPopulation(random);
  const touches: Touch[] = [];
  const engagement: Engagement[] = [];
  const generator = { random, population, options, touches, engagement };
  for (let index = 0; index < options.leads; index++) generateLead(generator, index);
  return groupByMonth(touches, engagement, options);
}

interface Generator {
  random: Random;
  population: ReturnType<typeof createPopulation>;
  options: HistoryOptions;
  touches: Touch[];
  engagement: Engagement[];
}

type LeadFields = Omit<Touch, 'occurredAt' | 'source'>;

function generateLead(generator: Generator, index: number): void {
  const { random, options } = generator;
  const channel = random.weighted(CHANNEL_SHARES);
  const fields = random.chance(ORGANIZATIONS) ? organization(generator, index) : person(generator, index);
  const profile = CHANNEL_PROFILES[channel];
  const intent = Math.min(1, profile.intent * (0.4 + 1.2 * random.next()));
  let at = arrivalTime(random, options);
  let touchChannel: Channel = channel;
  for (let touch = 0; ; touch++) {
    generateTouch(
      generator,
      { ...fields, ...interests(random, intent, options.today - at) },
      touchChannel,
      at,
      touch === 0,
    );
    generateEngagement(generator, fields, touchChannel, at, intent);
    const probability = touch === 0 ? SECOND_TOUCH + intent * 0.1 : THIRD_TOUCH;
    at += random.between(2, 90) * DAY_MS;
    if (touch >= 3 || !random.chance(probability) || at >= options.today) return;
    touchChannel = random.weighted(CHANNEL_SHARES);
  }
}

function person(generator: Generator, index: number): LeadFields {
  const { random, population } = generator;
  const generated = population.person();
  const { firstName, lastName, jobTitle, company, country, city } = generated;
  const fields: LeadFields = { firstName, lastName, country, city, language: COUNTRIES[country].language };
  if (random.chance(0.75)) fields.jobTitle = jobTitle;
  if (company) Object.assign(fields, { organizationName: company.name, industry: company.industry });
  if (company && random.chance(0.7)) fields.employeeCount = company.employeeCount;
  if (company && random.chance(0.4))
    Object.assign(fields, {
      annualRevenue: company.annualRevenue.toFixed(2),
      website: `https://www.${company.domain}`,
    });
  return { ...fields, ...contact(random, generated, index) };
}

/** A person without a working e-mail address gets an external id. */
function contact(random: Random, { email, phone }: Person, index: number): LeadFields {
  const mistyped = email !== undefined && random.chance(0.015);
  const address = mistyped ? email.replace('@', ' at ') : email;
  const fields: LeadFields = {};
  if (address !== undefined) fields.email = address;
  if (phone !== undefined) fields.phone = phone;
  if (address === undefined || mistyped)
    Object.assign(fields, { externalId: String(index + 1), externalSystem: SYSTEM });
  if (random.chance(0.3)) fields.emailConsent = random.chance(0.9) ? 'granted' : 'denied';
  return fields;
}

function organization({ random, population }: Generator, index: number): LeadFields {
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
    ...(random.chance(0.6) ? { phone: population.phone(country) } : {}),
  };
}

/** The interests that a lead states: the higher its intent, the more fields. */
function interests(random: Random, intent: number, ageMs: number): LeadFields {
  const stated: LeadFields = {};
  if (random.chance(intent * 0.7)) stated.products = [random.pick(PRODUCTS)];
  if (random.chance(intent * 0.35))
    stated.need = random.pick([
      'Replace spreadsheets',
      'One place for all inquiries',
      'Faster answers to customers',
      'Reports for the board',
    ]);
  if (random.chance(intent * 0.3))
    Object.assign(stated, {
      budgetAmount: (random.between(2, 80) * 1_000).toFixed(2),
      budgetCurrency: random.pick(['USD', 'EUR', 'GBP']),
    });
  if (random.chance(intent * 0.35)) stated.authority = random.pick(['decision_maker', 'influencer', 'user']);
  if (random.chance(0.1)) stated.competitorProducts = [random.pick(COMPETITORS)];
  const near = ageMs < NEAR_TIMEFRAME_DAYS * DAY_MS;
  if (near && random.chance(intent * 0.12)) stated.purchaseTimeframeDays = 0;
  else if (near && random.chance(intent * 0.3)) stated.purchaseTimeframeDays = random.pick([14, 30, 60]);
  else if (random.chance(intent * 0.2)) stated.purchaseTimeframeDays = random.pick([90, 180, 365]);
  return stated;
}

function generateTouch(
  { random, touches }: Generator,
  who: LeadFields,
  channel: Channel,
  at: number,
  isFirst: boolean,
): void {
  const profile = CHANNEL_PROFILES[channel];
  const source: Touch['source'] = { channel, name: random.pick(profile.sources) };
  if (profile.campaigns.length > 0 && random.chance(0.6)) source.campaign = random.pick(profile.campaigns);
  // Some returning leads write their address in another case.
  const email = who.email !== undefined && !isFirst && random.chance(0.3) ? who.email.toUpperCase() : who.email;
  const touch: Touch = { ...who, source, occurredAt: new Date(at).toISOString() };
  if (email !== undefined) touch.email = email;
  touches.push(touch);
}

function generateEngagement(
  { random, engagement, options }: Generator,
  who: LeadFields,
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
  for (const [type, probability] of CHANNEL_PROFILES[channel].arrival) {
    if (random.chance(probability)) record(type, at + random.between(1, 2_880) * 60_000);
  }
  const until = Math.min(options.today, at + intent * LONGEST_INTEREST_DAYS * DAY_MS);
  for (
    let day = at + random.between(3, 14) * DAY_MS;
    day < until;
    day += random.between(5, 2 * NURTURE_EVERY_DAYS) * DAY_MS
  ) {
    for (const [type, probability] of NURTURE) {
      if (random.chance(probability * intent * 0.5)) record(type, day + random.between(1, 600) * 60_000);
    }
  }
}

/**
 * A random instant of the history. Business grows by half over the period and is slow at weekends, in August and late
 * December.
 */
function arrivalTime(random: Random, { today, months }: HistoryOptions): number {
  const span = months * MONTH_DAYS * DAY_MS;
  for (;;) {
    const past = random.next();
    const at = today - span + past * span;
    const date = new Date(at);
    const weekend = date.getUTCDay() === 0 || date.getUTCDay() === 6;
    const slow = date.getUTCMonth() === 7 || (date.getUTCMonth() === 11 && date.getUTCDate() > 15);
    const likely = ((1 + past / 2) / 1.5) * (weekend ? 0.25 : 1) * (slow ? 0.6 : 1);
    if (!random.chance(likely)) continue;
    const day = Math.floor(at / DAY_MS) * DAY_MS;
    return Math.min(today - 60_000, day + random.between(7 * 60, 21 * 60) * 60_000);
  }
}

function groupByMonth(touches: Touch[], engagement: Engagement[], { today, months }: HistoryOptions): Month[] {
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
