import type { Static } from 'typebox';
import type { NameLookup } from '../../services/names.js';
import type { TimelineEntry } from '../../services/timeline.js';
import type { TimelineDetailsSchema } from '../schemas/timeline.js';

type Details = Static<typeof TimelineDetailsSchema>;

/** Fields with the same name in events and in details. */
const COPIED = [
  'touchId',
  'sourceId',
  'matchedBy',
  'engagementId',
  'activityId',
  'direction',
  'durationSeconds',
  'title',
  'templateKey',
  'outcome',
  'reason',
  'competitor',
  'repId',
  'teamId',
  'ruleId',
  'dealId',
] as const satisfies readonly (keyof Details)[];

/** Fields that are shown with their previous values. */
const CHANGING = [
  ['category', 'previousCategory'],
  ['temperature', 'previousTemperature'],
  ['grade', 'previousGrade'],
  ['stage', 'previousStage'],
  ['ownerId', 'previousOwnerId'],
] as const satisfies readonly (readonly [keyof Details, keyof Details])[];

/** Ids beside which a name is shown. */
const NAMED = [
  ['sourceId', 'sourceName'],
  ['ownerId', 'ownerName'],
  ['previousOwnerId', 'previousOwnerName'],
  ['repId', 'repName'],
  ['teamId', 'teamName'],
] as const satisfies readonly (readonly [keyof Details, keyof Details])[];

/** The details of an entry, under names that do not depend on its kind. */
export function detailsOut(
  { kind, eventType, subjectId, before, after, activity }: TimelineEntry,
  names: NameLookup,
): Details {
  const details: Record<string, unknown> = {};
  for (const name of COPIED) details[name] = after[name] ?? undefined;
  for (const [name, previous] of CHANGING) {
    details[name] = after[name] ?? undefined;
    if (before[name] !== after[name]) details[previous] = before[name] ?? undefined;
  }
  details.reason ??= after.moveReason ?? after.ownerReason;
  details.dueAt = instantOut(after.dueAt);
  if (kind === 'engagement') details.engagementType = after.type;
  if (kind === 'task') Object.assign(details, { taskId: subjectId, taskKind: after.kind });
  if (kind === 'activity') {
    details.taskId = after.taskId;
    details.activityKind = after.kind;
    details.subject = activity?.subject ?? undefined;
    details.body = activity?.body ?? undefined;
  }
  if (eventType === 'lead.updated') details.changedFields = Object.keys(after);
  for (const [id, name] of NAMED) details[name] = names(details[id] as string | undefined);
  return details as Details;
}

/** Events have instants as text or as epoch milliseconds. */
function instantOut(value: unknown): string | undefined {
  return typeof value === 'number' ? new Date(value).toISOString() : (value as string | undefined);
}
