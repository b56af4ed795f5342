import type { Static } from 'typebox';
import type { Activity, ActivityContent } from '../../core/activities/activities.js';
import type { NameLookup } from '../../services/names.js';
import type { ActivityCreate } from '../schemas/activities.js';
import { AT, EXAMPLE_ID, OTHER_ID, REP_NAME } from '../schemas/examples.js';

export const ACTIVITY_INPUT = {
  kind: 'call',
  direction: 'outgoing',
  subject: 'First call',
  body: 'Wants a demo with two colleagues next week.',
  outcome: 'connected',
  durationSeconds: 420,
  repId: EXAMPLE_ID,
};

/** The answer about a recorded activity, for examples. */
export const ACTIVITY = {
  id: OTHER_ID,
  leadId: EXAMPLE_ID,
  ...ACTIVITY_INPUT,
  repName: REP_NAME,
  occurredAt: AT,
  recordedAt: AT,
};

export const RECORDED_ACTIVITY = {
  id: OTHER_ID,
  duplicate: false,
  lead: {
    ...{ id: EXAMPLE_ID, version: 2, score: { fit: 14, engagement: 0, total: 14 }, grade: 'C3' },
    ...{ temperature: 'warm', category: 'mql' },
  },
};

/** Instants are text on the wire and epoch milliseconds inside. */
export function activityInput({ occurredAt, ...rest }: Static<typeof ActivityCreate>): ActivityContent {
  return occurredAt === undefined ? rest : { ...rest, occurredAt: Date.parse(occurredAt) };
}

export function activityOut(row: Activity, names: NameLookup) {
  return {
    id: row.id,
    leadId: row.leadId,
    kind: row.kind,
    direction: row.direction ?? undefined,
    subject: row.subject ?? undefined,
    body: row.body ?? undefined,
    outcome: row.outcome ?? undefined,
    automatic: row.automatic ?? undefined,
    durationSeconds: row.durationSeconds ?? undefined,
    repId: row.repId ?? undefined,
    repName: names(row.repId),
    taskId: row.taskId ?? undefined,
    externalId: row.externalId ?? undefined,
    metadata: row.metadata ?? undefined,
    occurredAt: row.occurredAt.toISOString(),
    recordedAt: row.recordedAt.toISOString(),
  };
}
