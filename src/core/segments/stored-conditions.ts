import type { DeclaredAttributes } from '../attributes/declared.js';
import { UTC } from '../calendar/zone.js';
import type { Condition } from '../condition.js';
import { type DeclaredKinds, declaredKinds } from '../conditions/declared-fields.js';
import { type MergedOrigins, namesOrigins, withMerged } from '../conditions/merged-sources.js';
import { comparesAttributes, withPresentForms } from '../conditions/operand-forms.js';
import { validateCondition } from '../conditions/validate.js';
import { comparesDates, withZoneDates } from '../conditions/zone-dates.js';
import { countsDays, withZone } from '../conditions/zone-days.js';
import type { FieldViolation } from '../violations.js';
import {
  checkExpandedLeaves,
  expandCondition,
  expandDocument,
  expansionViolations,
  type SegmentLookup,
  segmentIdsIn,
  segmentsNamedIn,
} from './expand.js';

/** What stored conditions are read by. */
export interface ConditionSettings {
  segments: SegmentLookup;
  /** The same; undefined for a segment whose condition only searches can evaluate: it has no leads here. */
  find: SegmentLookup;
  /** The name of the zone whose days are counted. */
  zone: string;
  kinds: DeclaredKinds | undefined;
  /** Undefined: no source and no campaign was merged. */
  merged?: MergedOrigins | undefined;
}

export function conditionSettings(
  segments: SegmentLookup,
  {
    zone,
    attributes,
    merged,
  }: { zone: string; attributes: DeclaredAttributes | undefined; merged?: MergedOrigins | undefined },
): ConditionSettings {
  const isKnown = new Map<string, boolean>();
  return {
    segments,
    zone,
    merged,
    kinds: declaredKinds(attributes),
    find(segmentId) {
      const expanded = () => expandCondition({ type: 'segment', segmentId }, segments);
      const works = isKnown.get(segmentId) ?? worksStored(expanded());
      isKnown.set(segmentId, works);
      return works ? segments(segmentId) : undefined;
    },
  };
}

/** Without segments, by the days of UTC. */
export const NO_SETTINGS: ConditionSettings = {
  segments: () => undefined,
  find: () => undefined,
  zone: UTC.name,
  kinds: undefined,
};

/**
 * A condition, or a document with conditions, as decisions evaluate it: with the conditions of segments that it names, all that was merged
 * with the sources that it names, the zone whose days it counts and at whose midnight its dates begin, and operands of attributes whose type
 * has changed.
 */
export const asDecided = <T>(document: T, { find, zone, kinds, merged }: Omit<ConditionSettings, 'segments'>): T =>
  withZone(
    withZoneDates(withPresentForms(withMerged(expandDocument(document, find), merged), kinds), zone, kinds),
    zone,
  );

/** Whether `asDecided` may change the document. */
export const dependsOnSettings = (document: unknown): boolean =>
  segmentIdsIn(document).length > 0 ||
  countsDays(document) ||
  comparesDates(document) ||
  comparesAttributes(document) ||
  namesOrigins(document);

const OF_SIZE: ReadonlySet<string> = new Set(['too_deep', 'too_many_leaves']);

/** Segments keep the operands that they had before the type of an attribute changed, so its present type decides nothing. */
const worksStored = (expanded: Condition): boolean =>
  validateCondition(expanded, { purpose: 'parking' }).every(({ code }) => OF_SIZE.has(code));

/** Everything wrong with a condition that is to be stored with a lead. */
export function storedViolations(
  condition: Condition,
  { segments }: ConditionSettings,
  attributes: DeclaredAttributes | undefined,
): FieldViolation[] {
  const ofSegments = expansionViolations(condition, segments, { isAllowed: worksStored });
  const named = new Set(segmentsNamedIn(condition).map(({ pointer }) => pointer));
  const own = validateCondition(condition, { purpose: 'parking', declaredKinds: declaredKinds(attributes) });
  const excess = checkExpandedLeaves(expandCondition(condition, segments));
  return [...ofSegments, ...own.filter(({ pointer }) => !named.has(pointer)), ...excess];
}
