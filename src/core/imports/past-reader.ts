/** What a row says about the past of its lead, in the kinds of lists that have one. */
import { offsetAt, type ZoneOffsets } from '../calendar/zone.js';
import {
  type LeadPast,
  type PastDeal,
  type PastEngagement,
  type PastOutcome,
  type PastResult,
  REASONS_OF,
} from '../history/history.js';
import { normalizeCurrency } from '../identity/currencies.js';
import { foldedKey } from '../identity/texts.js';
import type { LossReason } from '../leads/lifecycle-reasons.js';
import { parseDate } from './dates.js';
import { eventTypeOf } from './event-types.js';
import type { RowRefusal, StageMapping } from './mapping.js';
import { parseAmount } from './numbers.js';
import type { Plan } from './plan.js';
import { columnsOf, cutText, keepAsAttribute, type RowContext, textOf } from './row-context.js';
import { type KnownStage, stagesOf } from './stages.js';

/** What rows with a past refer to in the workspace. */
export interface PastReferences {
  stages: readonly KnownStage[];
  /** The rep with an e-mail address or a name. */
  repOf(text: string): { id: string; active: boolean } | undefined;
  isActive(repId: string): boolean;
}

type PastResultOfRow = { past: LeadPast } | { refused: RowRefusal };

const DAY_MS = 86_400_000;
const LONGEST_DETAIL = 500;
const LONGEST_NAME = 200;
const MOST_PROPERTIES = 50;
const AMOUNT_LIMIT = 1e13;

/** Returns a function that reads the past of a row whose facts have been read. `now` is in epoch milliseconds. */
export function createPastReader(plan: Plan, references: PastReferences, now: number) {
  const meanings = new Map<string, StageMapping | undefined>();
  const meaningOf = (value: string): StageMapping | undefined => {
    if (!meanings.has(value))
      meanings.set(value, plan.stages.get(value) ?? stagesOf([value], references.stages).find(() => true));
    return meanings.get(value);
  };
  return (context: RowContext): PastResultOfRow => {
    if (plan.list === 'engagement_history') return readEvent(context, now);
    const value = textOf(context, 'stage');
    const meaning = value === '' ? undefined : meaningOf(value);
    if (meaning === undefined) keepAsAttribute(context, 'stage', value);
    return { past: readCourse(context, meaning, references, now) };
  };
}

const NOTHING: Omit<LeadPast, 'createdAt'> = { stages: [], touches: [], engagement: [], activities: [], deals: [] };

/** Stage or outcome, owner and deal of a lead. */
function readCourse(
  context: RowContext,
  meaning: StageMapping | undefined,
  references: PastReferences,
  now: number,
): LeadPast {
  const { lead, plan } = context;
  const result = meaning?.result;
  const closeDate = dateOf(context, 'closedAt');
  const ended = result === undefined || closeDate === undefined ? undefined : notAhead(closeDate, now);
  const createdAt = notAhead(lead.occurredAt ?? ended ?? now, now);
  // A date without a time of day is midnight, which may be before the creation on the same day.
  const isSameDay = ended !== undefined && ended < createdAt && createdAt - ended < DAY_MS;
  const closedAt = ended === undefined || isSameDay ? createdAt : ended;
  const outcome = result && outcomeOf(context, result, { at: closedAt, reason: meaning?.reason });
  const deal = dealOf(context, result, { createdAt, closedAt, expected: result ? undefined : closeDate, outcome });
  const { stage } = meaning ?? {};
  const isDealsList = plan.list === 'deals';
  return {
    ...NOTHING,
    createdAt,
    ownerId: readOwner(context, references, outcome === undefined),
    stages: stage === undefined || isDealsList ? [] : [{ stage, at: createdAt }],
    outcome: isDealsList && result !== 'won' && result !== 'lost' ? undefined : outcome,
    deals: deal ? [deal] : [],
  };
}

/** A local time without an offset may seem to lie hours ahead. */
const notAhead = (at: number, now: number): number => (at > now && at <= now + DAY_MS ? now : at);

function dateOf(context: RowContext, field: 'closedAt'): number | undefined {
  const text = textOf(context, field);
  const at = parseDate(text, context.plan.dateOrder, context.plan.zone);
  if (at === undefined) keepAsAttribute(context, field, text);
  return at;
}

function outcomeOf(
  context: RowContext,
  result: PastResult,
  { at, reason: ofStage }: { at: number; reason: string | undefined },
): PastOutcome {
  const text = textOf(context, 'lossReason');
  if (result === 'won') {
    keepAsAttribute(context, 'lossReason', text);
    return { result, at };
  }
  const competitor = result === 'disqualified' ? undefined : context.lead.competitorProducts?.[0];
  const stated = REASONS_OF[result].find((reason) => foldedKey(reason) === foldedKey(text));
  const bought = result === 'parked' ? 'bought_competitor' : 'competitor';
  const byCompetitor = text === '' && competitor !== undefined ? bought : undefined;
  return {
    ...{ result, at, reason: stated ?? byCompetitor ?? ofStage ?? 'other', competitor },
    detail: stated !== undefined || text === '' ? undefined : cutText(text, LONGEST_DETAIL),
  };
}

interface DealDates {
  createdAt: number;
  closedAt: number;
  /** When an open deal is expected to close. */
  expected: number | undefined;
  outcome: PastOutcome | undefined;
}

/** A won lead has a deal in any case; one that was disqualified or waits has none. */
function dealOf(context: RowContext, result: PastResult | undefined, dates: DealDates): PastDeal | undefined {
  const { plan } = context;
  const texts = { name: textOf(context, 'dealName'), amount: textOf(context, 'dealAmount') };
  const isStated = texts.name !== '' || texts.amount !== '';
  const mayHave = plan.list === 'deals' || result === undefined || result === 'lost';
  if (result !== 'won' && !(mayHave && (isStated || plan.list === 'deals'))) {
    keepAsAttribute(context, 'dealName', texts.name);
    keepAsAttribute(context, 'dealAmount', texts.amount);
    return undefined;
  }
  const { createdAt, closedAt, expected, outcome } = dates;
  const status = result === 'won' ? 'won' : result === undefined || result === 'parked' ? 'open' : 'lost';
  const { reason, detail, competitor } = outcome ?? {};
  const isLost = status === 'lost';
  return {
    ...termsOf(context, texts.amount, status === 'won'),
    ...{ status, openedAt: createdAt },
    name: texts.name === '' ? undefined : cutText(texts.name, LONGEST_NAME),
    closedAt: status === 'open' ? undefined : closedAt,
    expectedCloseOn: status !== 'open' || expected === undefined ? undefined : dayOf(expected, plan.zone),
    ...(isLost && { competitor, lossDetail: detail, lossReason: lossReasonOf(reason) }),
  };
}

const lossReasonOf = (reason: string | undefined) => REASONS_OF.lost.find((known) => known === reason) as LossReason;

const dayOf = (at: number, zone: ZoneOffsets): string => new Date(at + offsetAt(zone, at)).toISOString().slice(0, 10);

/** Amount and currency; a won deal without an amount has the amount 0. */
function termsOf(context: RowContext, text: string, isWon: boolean): Pick<PastDeal, 'amount' | 'currency'> {
  const [column] = columnsOf(context, 'dealAmount');
  const amount = column && text !== '' ? parseAmount(text, column.style) : undefined;
  const isAmount = amount !== undefined && amount.value >= 0 && amount.value < AMOUNT_LIMIT;
  if (!isAmount) keepAsAttribute(context, 'dealAmount', text);
  const currency = normalizeCurrency(textOf(context, 'dealCurrency')) ?? amount?.currency ?? context.plan.currency;
  return { amount: isAmount ? amount.value.toFixed(2) : isWon ? '0.00' : undefined, currency };
}

/** The rep; one who is not known, or who is inactive where the lead is open, stays an attribute. */
function readOwner(context: RowContext, references: PastReferences, isOpen: boolean): string | undefined {
  const value = textOf(context, 'owner');
  if (value === '') return undefined;
  const mapped = context.plan.owners.get(value);
  const rep = mapped === undefined ? references.repOf(value) : { id: mapped, active: references.isActive(mapped) };
  if (rep !== undefined && (rep.active || !isOpen)) return rep.id;
  keepAsAttribute(context, 'owner', value);
  return undefined;
}

/** One event of a lead. The columns without a field are its properties. */
function readEvent(context: RowContext, now: number): PastResultOfRow {
  const { lead, attributes } = context;
  const name = textOf(context, 'eventType');
  const [typeColumn] = columnsOf(context, 'eventType');
  if (typeColumn === undefined) return { refused: { reason: 'No column is mapped to eventType.' } };
  if (name === '') return { refused: { reason: 'The row has no type of event.', column: typeColumn.header } };
  if (lead.occurredAt === undefined)
    return {
      refused: { reason: 'The row has no date of the event.', column: columnsOf(context, 'occurredAt')[0]?.header },
    };
  const occurredAt = notAhead(lead.occurredAt, now);
  const type = eventTypeOf(name);
  const entries = Object.entries(attributes).slice(0, MOST_PROPERTIES - 1);
  for (const key of Object.keys(attributes)) delete attributes[key];
  const properties = { ...Object.fromEntries(entries), ...(type === 'other' && { name: cutText(name, LONGEST_NAME) }) };
  const id = textOf(context, 'eventId');
  const event: PastEngagement = {
    ...{ type, occurredAt },
    externalId: id === '' ? undefined : cutText(id, LONGEST_NAME),
    properties: Object.keys(properties).length > 0 ? properties : undefined,
  };
  return { past: { ...NOTHING, createdAt: occurredAt, engagement: [event] } };
}
