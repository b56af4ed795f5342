import type { Static } from 'typebox';
import type { TimelineEntry } from '../../services/timeline.js';
import type { TimelineDetailsSchema } from '../schemas/timeline.js';

type Details = Static<typeof TimelineDetailsSchema>;

/** Named alike in events and in details. */
const PLAIN = [
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

/** Told with what they were before. */
const CHANGING = [
  ['category', 'previousCategory'],
  ['temperature', 'previousTemperature'],
  ['grade', 'previousGrade'],
  ['stage', 'previousStage'],
  ['ownerId', 'previousOwnerId'],
] as const satisfies readonly (readonly [keyof Details, keyof Details])[];

/** What an entry knows, under names that say what they are wherever they stand. */
export function detailsOut({ kind, eventType, subjectId, before, after, activity }: TimelineEntry): Details {
  const details: Record<string, unknown> = {};
  for (const name of PLAIN) details[name] = after[name] ?? undefined;
  for (const [name, previous] of CHANGING) {
    details[name] = after[name] ?? undefined;
    if (before[name] !== after[name]) details[previous] = before[name] ?? undefined;
  }
  details.reason ??= after.moveReason ?? after.ownerReason;
  details.dueAt = instant(after.dueAt);
  if (kind === 'engagement') details.engagementType = after.type;
  if (kind === 'task') Object.assign(details, { taskId: subjectId, taskKind: after.kind });
  if (kind === 'activity') {
    details.taskId = after.taskId;
    details.activityKind = after.kind;
    details.subject = activity?.subject ?? undefined;
    details.body = activity?.body ?? undefined;
  }
  if (eventType === 'lead.updated') details.changedFields = Object.keys(after);
  return details as Details;
}

/** Events tell instants as text or as epoch milliseconds. */
function instant(value: unknown): string | undefined {
  return typeof value === 'number' ? new Date(value).toISOString() : (value as string | undefined);
}
