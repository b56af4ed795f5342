import type { Condition } from '../condition.js';
import { leavesOf } from '../conditions/validate.js';
import type { FieldViolation } from '../violations.js';
import { SEGMENT_LIMITS, type Segment } from './segment.js';

export type SegmentLookup = (segmentId: string) => Pick<Segment, 'kind' | 'condition'> | undefined;

/** For the conditions of one workspace. */
export function lookupOf(segments: readonly Segment[]): SegmentLookup {
  const byId = new Map(segments.map((segment) => [segment.id, segment]));
  return (segmentId) => byId.get(segmentId);
}

/** No lead is in a segment that does not exist. */
const NEVER: Condition = { type: 'any', conditions: [] };

/**
 * The condition with the conditions of dynamic segments in place of their names. Static segments stay: the database has their members.
 * Segments never name each other in a circle, which `expansionViolations` refuses.
 */
export function expandCondition(condition: Condition, find: SegmentLookup): Condition {
  switch (condition.type) {
    case 'all':
    case 'any':
      return { ...condition, conditions: condition.conditions.map((part) => expandCondition(part, find)) };
    case 'not':
      return { type: 'not', condition: expandCondition(condition.condition, find) };
    case 'segment': {
      const segment = find(condition.segmentId);
      if (segment?.kind === 'static') return condition;
      return segment?.condition ? expandCondition(segment.condition, find) : NEVER;
    }
    default:
      return condition;
  }
}

/** The same for all conditions anywhere in a document. */
export function expandDocument<T>(document: T, find: SegmentLookup): T {
  return segmentIdsIn(document).length === 0 ? document : (expandedPart(document, find) as T);
}

function expandedPart(part: unknown, find: SegmentLookup): unknown {
  if (Array.isArray(part)) return part.map((member) => expandedPart(member, find));
  if (typeof part !== 'object' || part === null) return part;
  if (isSegmentCondition(part)) return expandCondition(part, find);
  return Object.fromEntries(Object.entries(part).map(([name, value]) => [name, expandedPart(value, find)]));
}

const isSegmentCondition = (part: object): part is Extract<Condition, { type: 'segment' }> =>
  'type' in part && part.type === 'segment' && 'segmentId' in part && typeof part.segmentId === 'string';

interface Named {
  /** JSON pointer of the condition that names the segment, from the top of the document. */
  pointer: string;
  segmentId: string;
}

/** The segments that conditions anywhere in a document name. */
export function segmentsNamedIn(document: unknown, pointer = ''): Named[] {
  if (Array.isArray(document))
    return document.flatMap((member, index) => segmentsNamedIn(member, `${pointer}/${index}`));
  if (typeof document !== 'object' || document === null) return [];
  if (isSegmentCondition(document)) return [{ pointer, segmentId: document.segmentId }];
  return Object.entries(document).flatMap(([name, value]) => segmentsNamedIn(value, `${pointer}/${name}`));
}

export const segmentIdsIn = (document: unknown): string[] =>
  segmentsNamedIn(document).map(({ segmentId }) => segmentId);

/**
 * Violations of the segments that a document names. `own`: the segment that the document is the condition of. `isAllowed`: whether an
 * expanded condition can stand in the document; rules have no conditions that only searches know. Codes: `segment_unknown`,
 * `segment_circle`, `field_unavailable`.
 */
export function expansionViolations(
  document: unknown,
  find: SegmentLookup,
  { own, isAllowed = () => true }: { own?: string | undefined; isAllowed?: (condition: Condition) => boolean } = {},
): FieldViolation[] {
  return segmentsNamedIn(document).flatMap(({ pointer, segmentId }) => {
    const at = `${pointer}/segmentId`;
    const segment = find(segmentId);
    if (segmentId === own || (own !== undefined && segment && namesSegment(segment.condition, own, find)))
      return [{ pointer: at, code: 'segment_circle', detail: 'leads back to the segment itself' }];
    if (segment === undefined)
      return [{ pointer: at, code: 'segment_unknown', detail: 'there is no such segment in this workspace' }];
    if (isAllowed(expandCondition({ type: 'segment', segmentId }, find))) return [];
    const detail =
      segment.kind === 'static'
        ? 'a static segment works in searches, not in rules'
        : 'the condition of the segment has parts that work in searches, not in rules';
    return [{ pointer: at, code: 'field_unavailable', detail }];
  });
}

/** Whether the condition names the segment, itself or by another segment. */
export function namesSegment(condition: Condition | null, segmentId: string, find: SegmentLookup): boolean {
  return segmentIdsIn(condition).some(
    (id) => id === segmentId || namesSegment(find(id)?.condition ?? null, segmentId, find),
  );
}

/** Code: `too_many_leaves`. */
export function checkExpandedLeaves(expanded: Condition): FieldViolation[] {
  const leaves = leavesOf(expanded);
  if (leaves <= SEGMENT_LIMITS.leaves) return [];
  const detail = `has ${leaves} leaves with those of the segments that it names, at most ${SEGMENT_LIMITS.leaves} are allowed`;
  return [{ pointer: '', code: 'too_many_leaves', detail }];
}

/** The same for all segments of a workspace. */
export function checkAllLeaves(conditions: readonly (Condition | null)[], find: SegmentLookup): FieldViolation[] {
  const leaves = conditions.reduce((sum, one) => sum + (one === null ? 0 : leavesOf(expandCondition(one, find))), 0);
  if (leaves <= SEGMENT_LIMITS.allLeaves) return [];
  const detail = `would bring the segments of the workspace to ${leaves} leaves together, each with those of the segments that it names; at most ${SEGMENT_LIMITS.allLeaves} are allowed`;
  return [{ pointer: '', code: 'too_many_leaves', detail }];
}
