import type { DeclaredAttributes } from '../attributes/declared.js';
import { UTC } from '../calendar/zone.js';
import type { Condition } from '../condition.js';
import { declaredKinds } from '../conditions/declared-fields.js';
import { validateCondition } from '../conditions/validate.js';
import { withZone } from '../conditions/zone-days.js';
import type { FieldViolation } from '../violations.js';
import {
  checkExpandedLeaves,
  expandCondition,
  expansionViolations,
  type SegmentLookup,
  segmentsNamedIn,
} from './expand.js';

/** What conditions that are stored with leads are read by. */
export interface ConditionSettings {
  segments: SegmentLookup;
  /** The same; undefined for a segment whose condition only searches can evaluate: it has no leads here. */
  find: SegmentLookup;
  /** The name of the zone whose days are counted. */
  zone: string;
}

export function conditionSettings(
  segments: SegmentLookup,
  { zone, attributes }: { zone: string; attributes: DeclaredAttributes | undefined },
): ConditionSettings {
  const isKnown = new Map<string, boolean>();
  return {
    segments,
    zone,
    find(segmentId) {
      const expanded = () => expandCondition({ type: 'segment', segmentId }, segments);
      const works = isKnown.get(segmentId) ?? worksStored(expanded(), attributes);
      isKnown.set(segmentId, works);
      return works ? segments(segmentId) : undefined;
    },
  };
}

/** Without segments, by the days of UTC. */
export const NO_SETTINGS: ConditionSettings = { segments: () => undefined, find: () => undefined, zone: UTC.name };

/** A stored condition as it is evaluated: with the conditions of segments, and the zone of days. */
export const storedCondition = (condition: Condition, { find, zone }: ConditionSettings): Condition =>
  withZone(expandCondition(condition, find), zone);

const OF_SIZE: ReadonlySet<string> = new Set(['too_deep', 'too_many_leaves']);

function worksStored(expanded: Condition, attributes: DeclaredAttributes | undefined): boolean {
  const violations = validateCondition(expanded, { purpose: 'parking', declaredKinds: declaredKinds(attributes) });
  return violations.every(({ code }) => OF_SIZE.has(code));
}

/** Everything wrong with a condition that is to be stored with a lead. */
export function storedViolations(
  condition: Condition,
  { segments }: ConditionSettings,
  attributes: DeclaredAttributes | undefined,
): FieldViolation[] {
  const ofSegments = expansionViolations(condition, segments, { isAllowed: (one) => worksStored(one, attributes) });
  const named = new Set(segmentsNamedIn(condition).map(({ pointer }) => pointer));
  const own = validateCondition(condition, { purpose: 'parking', declaredKinds: declaredKinds(attributes) });
  const excess = checkExpandedLeaves(expandCondition(condition, segments));
  return [...ofSegments, ...own.filter(({ pointer }) => !named.has(pointer)), ...excess];
}
