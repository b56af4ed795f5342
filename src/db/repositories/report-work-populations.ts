import { type SQL, sql } from 'drizzle-orm';
import type { ActivityKind } from '../../core/activities/activities.js';
import type { WORK_POPULATIONS } from '../../core/metrics/work-populations.js';
import { activities } from '../schema/activities.js';
import { handoffs } from '../schema/handoffs.js';
import { leadOutcomes } from '../schema/lead-outcomes.js';
import { sequenceRuns, sequenceSteps } from '../schema/sequences.js';
import { laterContacts, slaClocks } from '../schema/sla.js';
import { tasks } from '../schema/tasks.js';
import { instantSql, joined, type MakePopulation, minutes, none } from './report-population-sql.js';

const BAND_POINTS = 10;

/** The band of a score: 40 is 40 up to and without 50. */
export const scoreBandSql = (score: SQL): SQL =>
  sql`(floor(${score} / ${sql.raw(String(BAND_POINTS))}) * ${sql.raw(String(BAND_POINTS))})::int`;

export const OWN_OF_ACTIVITIES = {
  ownerId: sql`${activities.repId}`,
  type: sql`${activities.kind}`,
  status: sql`${activities.outcome}`,
};

const activitiesOf =
  (kind: ActivityKind): MakePopulation =>
  (workspaceId) => ({
    ...none,
    from: sql`${activities} ${joined(workspaceId, sql`${activities.leadId}`)}`,
    at: sql`${activities.occurredAt}`,
    where: sql`${activities.workspaceId} = ${workspaceId} and ${activities.kind} = ${kind}`,
    own: OWN_OF_ACTIVITIES,
  });

const ofTasks = (workspaceId: string) => ({
  ...none,
  from: sql`${tasks} ${joined(workspaceId, sql`${tasks.leadId}`)}`,
  at: sql`${tasks.dueAt}`,
  own: { ownerId: sql`${tasks.repId}`, type: sql`${tasks.kind}`, status: sql`${tasks.status}` },
});

/** As the lead was when it was offered. */
export const OWN_OF_HANDOFFS = {
  sourceId: sql`${handoffs.sourceId}`,
  campaignId: sql`${handoffs.campaignId}`,
  ownerId: sql`${handoffs.repId}`,
  teamId: sql`${handoffs.teamId}`,
  category: sql`${handoffs.category}`,
  temperature: sql`${handoffs.temperature}`,
  grade: sql`${handoffs.grade}`,
  scoreBand: scoreBandSql(sql`${handoffs.score}`),
  modelVersion: sql`${handoffs.scoreModelVersion}`,
  status: sql`${handoffs.status}`,
  reason: sql`${handoffs.reason}`,
};

const ofHandoffs = (workspaceId: string) => ({
  ...none,
  from: sql`${handoffs} ${joined(workspaceId, sql`${handoffs.leadId}`)}`,
  at: sql`${handoffs.offeredAt}`,
  own: OWN_OF_HANDOFFS,
});

export const OWN_OF_CLOCKS = {
  sourceId: sql`${slaClocks.sourceId}`,
  ownerId: sql`${slaClocks.ownerId}`,
  status: sql`${slaClocks.status}`,
  type: sql`${slaClocks.clock}`,
  rule: sql`${slaClocks.clock} || '/' || ${slaClocks.ruleId}`,
  reason: sql`${slaClocks.cancelReason}`,
};

const ofClocks = (workspaceId: string) => ({
  ...none,
  from: sql`${slaClocks} ${joined(workspaceId, sql`${slaClocks.leadId}`)}`,
  at: sql`${slaClocks.endedAt}`,
  own: OWN_OF_CLOCKS,
});

export const WORK_POPULATION_SQL: Readonly<Record<keyof typeof WORK_POPULATIONS, MakePopulation>> = {
  calls: activitiesOf('call'),
  meetings: activitiesOf('meeting'),
  emails: activitiesOf('email'),
  done_tasks: (workspaceId) => ({
    ...ofTasks(workspaceId),
    at: sql`${tasks.closedAt}`,
    where: sql`${tasks.workspaceId} = ${workspaceId} and ${tasks.status} = 'done'`,
  }),
  due_tasks: (workspaceId, { now }) => ({
    ...ofTasks(workspaceId),
    where: sql`${tasks.workspaceId} = ${workspaceId} and ${tasks.status} <> 'skipped' and ${tasks.dueAt} <= ${instantSql(now)}`,
    parts: { on_time: sql`${tasks.status} = 'done' and ${tasks.closedAt} <= ${tasks.dueAt}` },
  }),
  overdue_tasks: (workspaceId, { now }) => ({
    ...ofTasks(workspaceId),
    where: sql`${tasks.workspaceId} = ${workspaceId} and ${tasks.status} = 'open' and ${tasks.dueAt} <= ${instantSql(now)}`,
  }),
  offers: (workspaceId) => ({
    ...ofHandoffs(workspaceId),
    where: sql`${handoffs.workspaceId} = ${workspaceId} and ${handoffs.reason} is distinct from 'change_undone'`,
  }),
  accepted_handoffs: (workspaceId) => ({
    ...ofHandoffs(workspaceId),
    where: sql`${handoffs.workspaceId} = ${workspaceId} and ${handoffs.status} = 'accepted'`,
    values: { minutes_to_accept: minutes(sql`${handoffs.offeredAt}`, sql`${handoffs.endedAt}`) },
  }),
  ended_clocks: (workspaceId) => ({
    ...ofClocks(workspaceId),
    where: sql`${slaClocks.workspaceId} = ${workspaceId}`,
  }),
  met_clocks: (workspaceId) => ({
    ...ofClocks(workspaceId),
    where: sql`${slaClocks.workspaceId} = ${workspaceId} and ${slaClocks.status} = 'met'`,
    values: { minutes_used: sql`${slaClocks.usedMs} / 60000.0` },
  }),
  later_contacts: (workspaceId) => ({
    ...none,
    from: sql`${laterContacts} ${joined(workspaceId, sql`${laterContacts.leadId}`)}`,
    at: sql`${laterContacts.contactedAt}`,
    where: sql`${laterContacts.workspaceId} = ${workspaceId}`,
    values: { minutes_to_contact_again: sql`${laterContacts.elapsedMs} / 60000.0` },
    own: { sourceId: sql`${laterContacts.sourceId}`, ownerId: sql`${laterContacts.repId}` },
  }),
  sequence_stays: (workspaceId) => ({
    ...none,
    from: sql`${sequenceRuns} ${joined(workspaceId, sql`${sequenceRuns.leadId}`)}`,
    at: sql`${sequenceRuns.enteredAt}`,
    where: sql`${sequenceRuns.workspaceId} = ${workspaceId}`,
    parts: {
      completed: sql`${sequenceRuns.leaveReason} = 'completed'`,
      customer_since: sql`exists (select from ${leadOutcomes} where ${leadOutcomes.workspaceId} = ${workspaceId}
        and ${leadOutcomes.leadId} = ${sequenceRuns.leadId} and ${leadOutcomes.category} = 'customer' and ${leadOutcomes.endedAt} >= ${sequenceRuns.enteredAt})`,
    },
    own: { sequence: sql`${sequenceRuns.sequence}`, reason: sql`${sequenceRuns.leaveReason}` },
  }),
  sequence_steps: (workspaceId) => ({
    ...none,
    from: sql`${sequenceSteps} ${joined(workspaceId, sql`${sequenceSteps.leadId}`)}`,
    at: sql`${sequenceSteps.at}`,
    where: sql`${sequenceSteps.workspaceId} = ${workspaceId}`,
    own: {
      sequence: sql`${sequenceSteps.sequence}`,
      step: sql`${sequenceSteps.sequence} || '/' || ${sequenceSteps.step}`,
      status: sql`${sequenceSteps.outcome}`,
      reason: sql`${sequenceSteps.reason}`,
      type: sql`${sequenceSteps.type}`,
    },
  }),
};
