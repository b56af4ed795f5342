import type { Conversion } from '../../core/attribution/credits.js';
import type { TouchPoint } from '../../core/attribution/journey.js';
import { removalEffectsOf, type Transition } from '../../core/attribution/markov.js';
import type { ModelSettings } from '../../core/attribution/models.js';
import { ATTRIBUTION_LIMITS, type AttributionQuestion } from '../../core/attribution/question.js';
import { parseMoney } from '../../core/money.js';
import type { Origins, StoredConversion } from '../../db/repositories/attribution.js';
import type { QuestionContext } from '../../db/repositories/report-queries.js';
import type { Repositories } from '../../db/repositories/repositories.js';
import { AppError } from '../errors.js';

export type AttributionRead = Repositories['attribution'];

/** What the data-driven model learnt. */
export interface LearntChain {
  /** Journeys with touch points. */
  convertedJourneys: number;
  otherJourneys: number;
  conversionProbability: number;
  removalEffects: ReadonlyMap<string, number>;
}

/** Conversions whose touch points one statement reads. The service answers other requests between them. */
const AT_ONCE = 2_000;

export interface JourneyReader {
  settings: ModelSettings;
  learnt: LearntChain | undefined;
  /** Reads the touch points and the revenue of stored conversions, some at a time. */
  inSlices(stored: readonly StoredConversion[], detailed: boolean): AsyncGenerator<Conversion[]>;
}

/** Reads journeys of a question; with the removal effects, where the data-driven model is asked for. */
export async function journeyReader(
  read: AttributionRead,
  question: AttributionQuestion,
  context: QuestionContext,
): Promise<JourneyReader> {
  const isLearning = question.models.includes('data_driven');
  const [origins, transitions] = await Promise.all([
    read.origins(),
    isLearning ? read.transitions(question, context) : undefined,
  ]);
  const learnt = transitions && learn(transitions, question);
  return {
    learnt,
    settings: {
      positionWeights: question.positionWeights,
      halfLifeDays: question.halfLifeDays,
      removalEffects: learnt?.removalEffects ?? new Map(),
      stateOf: ({ channel, sourceId }) => (question.states === 'source' ? sourceId : (channel ?? '')),
    },
    async *inSlices(stored, detailed) {
      for (let from = 0; from < stored.length; from += AT_ONCE) {
        const slice = stored.slice(from, from + AT_ONCE);
        const leadIds = [...new Set(slice.flatMap(({ leadId }) => leadId ?? []))];
        const [points, revenue] = await Promise.all([
          read.points(leadIds, { origins, detailed }),
          question.conversion === 'won_deal' ? undefined : read.revenue(leadIds),
        ]);
        yield slice.map((one) => ({
          ...conversionOf(one),
          points: one.leadId === null ? keptPoints(one, origins) : (points.get(one.leadId) ?? []),
          revenue: revenue === undefined ? ownRevenue(one) : (revenue.get(one.leadId ?? '') ?? new Map()),
        }));
      }
    },
  };
}

const conversionOf = ({ id, leadId, isDeleted, at, month, createdAt, sqlAt, stepAt }: StoredConversion) => ({
  ...{ id, leadId: isDeleted ? null : leadId, month, convertedAt: at },
  milestones: { createdAt, sqlAt: sqlAt !== null && sqlAt <= at ? sqlAt : null, stepAt },
});

const ownRevenue = ({ currency, amount }: StoredConversion): ReadonlyMap<string, bigint> =>
  currency === null || amount === null ? new Map() : new Map([[currency, parseMoney(amount) ?? 0n]]);

/** Of a deal without a lead its own source is kept, which is one touch point. */
function keptPoints(stored: StoredConversion, { channels, survivors }: Origins): TouchPoint[] {
  const { sourceId, campaignId, cycleStartedAt, at } = stored;
  if (sourceId === null) return [];
  const occurredAt = Math.min(at, cycleStartedAt ?? at);
  const channel = channels.get(sourceId) ?? null;
  const place = {
    sourceId: survivors.get(sourceId) ?? sourceId,
    campaignId: campaignId && (survivors.get(campaignId) ?? campaignId),
  };
  return [{ kind: 'touch', id: '', occurredAt, receivedAt: occurredAt, ...place, channel }];
}

/** The removal effects of the states. Refuses too few journeys, which show nothing, and too many states. */
function learn(transitions: readonly Transition[], { models }: AttributionQuestion): LearntChain {
  const began = (converted: boolean) =>
    transitions.reduce((sum, one) => sum + (one.from === null && one.converted === converted ? one.count : 0), 0);
  const [convertedJourneys, otherJourneys] = [began(true), began(false)];
  const { leastJourneys, states: mostStates } = ATTRIBUTION_LIMITS;
  if (convertedJourneys < leastJourneys || otherJourneys < leastJourneys) {
    const detail = `needs ${leastJourneys} journeys that converted and ${leastJourneys} that did not; there are ${convertedJourneys} and ${otherJourneys}: ask for a longer period, an earlier conversion or fewer conditions`;
    throw refusedAt(`/models/${models.indexOf('data_driven')}`, 'too_few_journeys', detail);
  }
  if (new Set(transitions.map(({ to }) => to)).size > mostStates)
    throw refusedAt('/states', 'too_many_states', `has more than ${mostStates} values in these journeys: use channel`);
  const { conversionProbability, effects } = removalEffectsOf(transitions);
  return { convertedJourneys, otherJourneys, conversionProbability, removalEffects: effects };
}

export const refusedAt = (pointer: string, code: string, detail: string, cause?: unknown): AppError =>
  new AppError('rule_refused', 'The question cannot be answered: see `errors`.', {
    errors: [{ pointer, code, detail }],
    cause,
  });
