import type { Condition } from '../condition.js';
import type { Window } from '../metrics/question.js';
import type { FieldViolation } from '../violations.js';
import type { AttributionModel, PositionWeights } from './models.js';

/** Steps of a lead in the order of the funnel, then `won_deal`: each deal that was won is a conversion. */
const LEAD_STEPS = ['lead', 'mql', 'sql', 'prospect', 'customer'] as const;
export const CONVERSION_STEPS = [...LEAD_STEPS, 'won_deal'] as const;
export type ConversionStep = (typeof CONVERSION_STEPS)[number];

/** Steps that `last_before_step` can look at; `created`: the creation of the lead. */
export const EARLIER_STEPS = ['created', 'lead', 'mql', 'sql', 'prospect'] as const;
export type EarlierStep = (typeof EARLIER_STEPS)[number];

/** What credits are grouped by. `month`: of the conversion, in a cohort of the creation of the lead. */
export const ATTRIBUTION_DIMENSIONS = ['sourceId', 'campaignId', 'channel', 'month'] as const;
export type AttributionDimension = (typeof ATTRIBUTION_DIMENSIONS)[number];

/** What the data-driven model takes as one state of a journey. */
export const JOURNEY_STATES = ['channel', 'source'] as const;
export type JourneyState = (typeof JOURNEY_STATES)[number];

export const ATTRIBUTION_LIMITS = {
  groupBy: 2,
  groups: 10_000,
  /** Conversions of one answer. */
  conversions: 200_000,
  /** States of the data-driven model. */
  states: 200,
  /** Journeys with touch points that the data-driven model needs, of those that converted and of those that did not. */
  leastJourneys: 100,
} as const;

/** A question about the credits of conversions. Instants are epoch milliseconds. */
export interface AttributionQuestion {
  models: readonly AttributionModel[];
  conversion: ConversionStep;
  groupBy: readonly AttributionDimension[];
  where?: Condition | undefined;
  window: Window;
  from: number;
  before: number;
  positionWeights: PositionWeights;
  halfLifeDays: number;
  lastBefore: EarlierStep;
  states: JourneyState;
}

const FUNNEL: readonly string[] = ['created', ...CONVERSION_STEPS];

/** The step of `last_before_step` where none is named: the SQL, or the step before an earlier conversion. */
export function defaultEarlierStep(conversion: ConversionStep): EarlierStep {
  const place = Math.min(FUNNEL.indexOf('sql'), FUNNEL.indexOf(conversion) - 1);
  return EARLIER_STEPS[place] ?? 'created';
}

/** All violations of a question. Code: `value_invalid`. */
export function validateAttribution(
  question: Pick<AttributionQuestion, 'conversion' | 'lastBefore' | 'positionWeights'>,
): FieldViolation[] {
  const { conversion, lastBefore, positionWeights } = question;
  const { first, middle, last } = positionWeights;
  const violations: FieldViolation[] = [];
  const invalid = (pointer: string, detail: string) => violations.push({ pointer, code: 'value_invalid', detail });
  if (FUNNEL.indexOf(lastBefore) >= FUNNEL.indexOf(conversion))
    invalid('/lastBefore', `is not before the conversion, ${conversion}`);
  if (Math.abs(first + middle + last - 100) > 1e-9) invalid('/positionWeights', 'must sum to 100');
  return violations;
}
