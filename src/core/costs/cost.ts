import { parseMoney } from '../money.js';
import type { Refusal } from '../refusals.js';
import { MILLISECONDS_PER_DAY } from '../time.js';

/** What money was spent on. `list`: bought addresses. `people`: work of own people or agencies. */
export const COST_KINDS = ['media', 'list', 'event', 'tool', 'people', 'other'] as const;
export type CostKind = (typeof COST_KINDS)[number];

/** Longest period of an entry: ten years. */
export const MOST_COST_DAYS = 3_653;

/** What an entry of costs states. Days are `yyyy-mm-dd`; `from` is the first one, `before` the one after the last. */
export interface CostContent {
  sourceId: string;
  campaignId: string | null;
  /** The lead that was bought; also null when that lead has been deleted. */
  leadId: string | null;
  from: string;
  before: string;
  /** Money (`core/money.ts`), 0 or more. */
  amount: string;
  /** ISO 4217. */
  currency: string;
  kind: CostKind;
  note: string | null;
  /** The entry that this one replaces. An amount of 0 cancels it. */
  correctsId: string | null;
}

export interface CostInput extends Pick<CostContent, 'from' | 'before' | 'amount' | 'currency' | 'kind'> {
  sourceId?: string | undefined;
  campaignId?: string | undefined;
  leadId?: string | undefined;
  note?: string | undefined;
  correctsId?: string | undefined;
}

type Place = Pick<CostContent, 'sourceId' | 'campaignId' | 'leadId'>;

/** What entries refer to, by id. */
export interface CostReferences {
  isSource(id: string): boolean;
  sourceOfCampaign(id: string): string | undefined;
  placeOfLead(id: string): { sourceId: string; campaignId: string | null } | undefined;
  /** An entry, and the one that has corrected it. */
  entry(id: string): (Place & { correctedById: string | null }) | undefined;
}

const PLACES = ['sourceId', 'campaignId', 'leadId'] as const;

/**
 * The content of a new entry, or why there is none. It names one source, campaign or lead; a correction that names none stays where the
 * corrected entry is. An entry is corrected once: the next correction names the last one, so that each has one current amount.
 */
export function costContent(
  input: CostInput,
  references: CostReferences,
): { content: CostContent } | { refusal: Refusal } {
  const { from, before, amount, currency, kind, note = null, correctsId = null } = input;
  const days = daysBetween(from, before);
  if (days < 1) return refused('/before', 'must be after `from`: it is the day after the last one.');
  if (days > MOST_COST_DAYS) return refused('/before', `is more than ${MOST_COST_DAYS} days after \`from\`.`);
  if (parseMoney(amount) === undefined) return refused('/amount', 'is no amount of money.');
  const corrected = correctsId === null ? undefined : references.entry(correctsId);
  if (correctsId !== null && corrected === undefined) return unknown('entry of costs', '/correctsId');
  if (corrected && corrected.correctedById !== null) {
    const detail = `The entry has been corrected by ${corrected.correctedById}: correct that one.`;
    return { refusal: { code: 'conflict', detail } };
  }
  const place = placeOf(input, references, corrected);
  if ('refusal' in place) return place;
  const { sourceId, campaignId, leadId } = place;
  return {
    content: { sourceId, campaignId, leadId, from, before, amount, currency, kind, note, correctsId },
  };
}

function placeOf(
  input: CostInput,
  references: CostReferences,
  corrected: Place | undefined,
): Place | { refusal: Refusal } {
  const named = PLACES.filter((name) => input[name] !== undefined);
  if (named.length === 0 && corrected) return corrected;
  const { sourceId, campaignId, leadId } = input;
  if (named.length !== 1)
    return refused(`/${named[1] ?? 'sourceId'}`, 'name one of `sourceId`, `campaignId` and `leadId`.');
  if (sourceId !== undefined)
    return references.isSource(sourceId)
      ? { sourceId, campaignId: null, leadId: null }
      : unknown('source', '/sourceId');
  if (campaignId !== undefined) {
    const source = references.sourceOfCampaign(campaignId);
    return source === undefined ? unknown('campaign', '/campaignId') : { sourceId: source, campaignId, leadId: null };
  }
  const lead = references.placeOfLead(leadId ?? '');
  return lead === undefined ? unknown('lead', '/leadId') : { ...lead, leadId: leadId ?? null };
}

const refused = (pointer: string, detail: string): { refusal: Refusal } => ({
  refusal: { code: 'rule_refused', detail: `\`${pointer.slice(1)}\` ${detail}`, pointer },
});

const unknown = (noun: string, pointer: string): { refusal: Refusal } => ({
  refusal: { code: 'reference_not_found', detail: `There is no such ${noun} in this workspace.`, pointer },
});

/** Whole days from one day to another, each `yyyy-mm-dd`. */
export const daysBetween = (from: string, before: string): number =>
  Math.round((Date.parse(before) - Date.parse(from)) / MILLISECONDS_PER_DAY);

/**
 * An amount in ten-thousandths, spread evenly over days: what falls on each. The first k days together have k/n of the amount, rounded half
 * up, so that the parts add up to it exactly. `src/db/repositories/report-costs.ts` computes the same in SQL.
 */
export function spreadByDay(units: bigint, days: number): bigint[] {
  const upTo = (day: number): bigint => (2n * units * BigInt(day) + BigInt(days)) / (2n * BigInt(days));
  return Array.from({ length: days }, (_, day) => upTo(day + 1) - upTo(day));
}
