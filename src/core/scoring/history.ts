import { countSince, type EngagementIndex } from '../engagement-index.js';
import { type CompiledEngagementRule, type CompiledScoreModel, isCountedBy } from './compile.js';
import { decayedHundredths } from './decay.js';
import { countNext, newTally } from './frequency.js';

/**
 * For each rule of a model, the instants of the events that it counts, as ascending lists. When no event lies in the future,
 * the events that count do not depend on `now`: the periods of limits are fixed, and age only drops the oldest events.
 */
export interface CountedHistory {
  readonly timesByRule: readonly (readonly Float64Array[])[];
  /** Number of instants: an upper bound of the steps of a sum. */
  readonly size: number;
}

const known = new WeakMap<EngagementIndex, WeakMap<CompiledScoreModel, CountedHistory>>();

/** Computed once per list of events and model. */
export function countedHistory(model: CompiledScoreModel, index: EngagementIndex): CountedHistory {
  const ofIndex = known.get(index) ?? new WeakMap<CompiledScoreModel, CountedHistory>();
  known.set(index, ofIndex);
  const before = ofIndex.get(model);
  if (before !== undefined) return before;
  const timesByRule = model.engagementRules.map((rule) =>
    rule.unlimited ? groupsOf(rule, index) : [limitedTimes(rule, index)],
  );
  const size = timesByRule.reduce((sum, lists) => sum + lists.reduce((of, { length }) => of + length, 0), 0);
  const history = { timesByRule, size };
  ofIndex.set(model, history);
  return history;
}

/** For unlimited rules, where the order of the events does not matter. */
function groupsOf(rule: CompiledEngagementRule, { groups }: EngagementIndex): Float64Array[] {
  return groups.filter((group) => isCountedBy(rule, group)).map(({ times }) => times);
}

/** For limited rules, which count from the latest event to the oldest. */
function limitedTimes(rule: CompiledEngagementRule, { events }: EngagementIndex): Float64Array {
  const tally = newTally();
  const endless = rule.period === Number.POSITIVE_INFINITY;
  const times: number[] = [];
  for (let place = events.length - 1; place >= 0; place -= 1) {
    const event = events[place];
    if (event === undefined || !isCountedBy(rule, event)) continue;
    if (countNext(rule, tally, event.occurredAt)) times.push(event.occurredAt);
    else if (endless && tally.counted >= rule.limit) break;
  }
  return Float64Array.from(times.reverse());
}

/**
 * The sum of a rule in hundredths at `now`, which is not before the last event; NaN when no event counts. A sum beyond the
 * rule's cap may be incomplete: all events give points of one sign, so the remaining ones change nothing.
 */
export function sumOf(rule: CompiledEngagementRule, lists: readonly Float64Array[], now: number): number {
  const from = now - Math.floor(rule.window);
  const { points, bounds } = rule;
  const { decay } = rule.rule;
  let sum = Number.NaN;
  for (const times of lists) {
    if (decay.type === 'none') {
      const count = countSince(times, from);
      if (count > 0) sum = (Number.isNaN(sum) ? 0 : sum) + points * count;
      continue;
    }
    for (let place = times.length - 1; place >= 0; place -= 1) {
      const at = times[place] as number;
      if (at < from) break;
      const given = decayedHundredths(decay, points, now - at);
      sum = Number.isNaN(sum) ? given : sum + given;
      // Older events give 0 as well.
      if (given === 0) break;
      if (points > 0 ? sum >= bounds.maximum : sum <= bounds.minimum) return sum;
    }
  }
  return sum;
}
