import { declaredAttributes } from '../../core/attributes/declared.js';
import type { ZoneOffsets } from '../../core/calendar/zone.js';
import { zoneOffsets } from '../../core/calendar/zone-offsets.js';
import type { Condition } from '../../core/condition.js';
import { type DeclaredKinds, declaredKinds } from '../../core/conditions/declared-fields.js';
import { type MergedOrigins, withMerged } from '../../core/conditions/merged-sources.js';
import { resolveDates } from '../../core/conditions/relative-dates.js';
import { expandCondition, lookupOf, type SegmentLookup } from '../../core/segments/expand.js';
import type { KeptSegment } from '../../core/segments/membership.js';
import type { Segment } from '../../core/segments/segment.js';
import { upkeepOf } from '../../core/segments/upkeep.js';
import type { Repositories } from '../../db/repositories/repositories.js';

/** What the conditions of segments are read by. */
export interface SegmentContext {
  find: SegmentLookup;
  zone: ZoneOffsets;
  declaredKinds: DeclaredKinds | undefined;
  merged: MergedOrigins | undefined;
}

/** The condition of a dynamic segment as the database evaluates it: without other dynamic segments and relative dates, with merged sources. */
export function conditionAt(
  condition: Condition,
  { find, zone, declaredKinds: kinds, merged }: SegmentContext,
  now: number,
): Condition {
  return resolveDates(withMerged(expandCondition(condition, find), merged), { now, zone, declaredKinds: kinds });
}

export async function readSegmentContext(
  read: Pick<Repositories, 'segments' | 'workspaces' | 'attributeDefinitions' | 'sourceMerges'>,
): Promise<SegmentContext> {
  const [segments, workspace, definitions, merged] = await Promise.all([
    read.segments.all(),
    read.workspaces.find(),
    read.attributeDefinitions.all(),
    read.sourceMerges.origins(),
  ]);
  return {
    merged,
    find: lookupOf(segments),
    zone: zoneOffsets(workspace?.timeZone ?? 'UTC'),
    declaredKinds: declaredKinds(declaredAttributes(definitions, 'accepted')),
  };
}

/** The segments whose members each write of a lead decides, in memory. */
export function keptSegments(segments: readonly Segment[], context: SegmentContext, now: number): KeptSegment[] {
  return segments.flatMap(({ id, name, conditionVersion, condition }) => {
    if (condition === null) return [];
    const expanded = expandCondition(condition, context.find);
    if (upkeepOf(expanded) === 'passes') return [];
    return [{ id, name, conditionVersion, condition: conditionAt(condition, context, now) }];
  });
}
