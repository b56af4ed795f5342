import type { RelatedCondition } from '../condition.js';
import { countSince } from '../engagement-index.js';
import type { TouchFact } from '../leads/touch.js';
import { ageOf, MILLISECONDS_PER_DAY, millisecondsOfDays, parseInstant } from '../time.js';
import { COMPARE } from './engagement.js';
import { agesAt, endsOf, ranksOf } from './engagement-instants.js';
import { relatedComparison } from './related.js';
import type { Subject } from './subject.js';

/** A condition on the touches of a lead. Expects a valid one whose dates are instants. */
export function compileTouches(condition: RelatedCondition): (subject: Subject) => boolean {
  const { operator, value } = relatedComparison(condition);
  const [measure, compare] = [compileTouchMeasure(condition), COMPARE[operator]];
  return (subject) => compare(measure(subject), value);
}

/** The number that the condition compares: of touches, or of days since the latest, which is Infinity without any. */
export function compileTouchMeasure(condition: RelatedCondition): (subject: Subject) => number {
  const { measure } = relatedComparison(condition);
  const [timesOf, window] = [compileTimes(condition), windowOf(condition)];
  if (measure === 'count') return (subject) => countSince(timesOf(subject), subject.now - window);
  return (subject) => {
    const latest = timesOf(subject).at(-1);
    if (latest === undefined || latest < subject.now - window) return Number.POSITIVE_INFINITY;
    return ageOf(latest, subject.now) / MILLISECONDS_PER_DAY;
  };
}

/** The instants (epoch milliseconds, also past ones) at which the condition can change because touches leave its window. */
export function compileTouchInstants(condition: RelatedCondition): (subject: Subject) => number[] {
  const { measure, value } = relatedComparison(condition);
  const [timesOf, window] = [compileTimes(condition), windowOf(condition)];
  const ofWindow = window === Number.POSITIVE_INFINITY ? [] : [window];
  if (measure === 'count') {
    const ranks = ofWindow.length === 0 ? [] : ranksOf(value);
    return (subject) => ranks.flatMap((rank) => endsOf(timesOf(subject).at(-rank), window));
  }
  const spans = [...agesAt(value), ...ofWindow];
  return (subject) => spans.flatMap((span) => endsOf(timesOf(subject).at(-1), span));
}

/** Whether time alone can change the condition. */
export const touchesAge = ({ withinDays, measure = 'count' }: RelatedCondition): boolean =>
  withinDays !== undefined || measure !== 'count';

/** The greatest age that counts, whole milliseconds. */
const windowOf = ({ withinDays }: RelatedCondition): number =>
  withinDays === undefined ? Number.POSITIVE_INFINITY : millisecondsOfDays(withinDays);

const NO_TOUCHES: readonly TouchFact[] = [];

/** When the selected touches occurred, ascending; computed once for each list of touches. */
function compileTimes(condition: RelatedCondition): (subject: Subject) => Float64Array {
  const known = new WeakMap<readonly TouchFact[], Float64Array>();
  const isSelected = compileSelection(condition);
  return ({ instants }) => {
    const touches = instants?.touches ?? NO_TOUCHES;
    const times =
      known.get(touches) ?? Float64Array.from(touches.filter(isSelected), ({ occurredAt }) => occurredAt).sort();
    known.set(touches, times);
    return times;
  };
}

function compileSelection({ sourceChannels, sourceIds, campaignIds, from, before }: RelatedCondition) {
  const setOf = (words: readonly string[] | undefined) => words && new Set(words.map((word) => word.toLowerCase()));
  const [channels, sources, campaigns] = [setOf(sourceChannels), setOf(sourceIds), setOf(campaignIds)];
  const isIn = (words: ReadonlySet<string> | undefined, word: string | undefined) =>
    words === undefined || (word !== undefined && words.has(word));
  const first = from === undefined ? undefined : parseInstant(from);
  const end = before === undefined ? undefined : parseInstant(before);
  return ({ occurredAt, channel, sourceId, campaignId }: TouchFact): boolean =>
    (first === undefined || occurredAt >= first) &&
    (end === undefined || occurredAt < end) &&
    isIn(channels, channel) &&
    isIn(sources, sourceId) &&
    isIn(campaigns, campaignId);
}

/** Whether a condition anywhere in the documents compares touches. */
export function comparesTouches(documents: readonly unknown[]): boolean {
  const compares = (part: unknown): boolean => {
    if (typeof part !== 'object' || part === null) return false;
    if ('type' in part && part.type === 'related') return 'relation' in part && part.relation === 'touches';
    return Object.values(part).some(compares);
  };
  return documents.some(compares);
}
