import Type from 'typebox';
import { TIMELINE_KINDS, type TimelineKind } from '../../core/timeline/timeline.js';
import type { NameLookup } from '../../services/names.js';
import type { TimelineEntry } from '../../services/timeline.js';
import { operation } from '../operations.js';
import { listOperation, pageRequest } from '../resource.js';
import { AT, EXAMPLE_ID, OTHER_ID, REP_NAME } from '../schemas/examples.js';
import { NextActionSchema, Timeline } from '../schemas/timeline.js';
import { channelsOut } from './handoff-presenters.js';
import { formatInstant } from './instants.js';
import { leadParams } from './lead-resource.js';
import { detailsOut } from './timeline-details.js';

const tag = 'Work';
const word = `(?:${TIMELINE_KINDS.join('|')})`;

function entryOut(entry: TimelineEntry, names: NameLookup) {
  const { id, kind, eventType, occurredAt, recordedAt, actor, cause, summary } = entry;
  return {
    id,
    kind,
    eventType,
    occurredAt: new Date(occurredAt).toISOString(),
    recordedAt: new Date(recordedAt).toISOString(),
    actor,
    cause,
    summary,
    details: detailsOut(entry, names),
  };
}

export const listLeadTimeline = listOperation({
  id: 'listLeadTimeline',
  path: '/v1/leads/:leadId/timeline',
  tag,
  summary: 'Read the timeline of a lead',
  description:
    'Everything that happened to the lead in one list, the last recorded first: touches, engagement, activities, tasks, referrals, and changes of its fields, class, stage and owner. It comes from the event log, with the texts of activities. Scores are left out: they follow from the rest.',
  scopes: ['leads:read', 'engagement:read'],
  params: leadParams,
  filters: {
    kinds: Type.Optional(
      Type.String({
        pattern: `^${word}(?:,${word})*$`,
        maxLength: 200,
        description: `Only entries of these kinds, separated by commas: ${TIMELINE_KINDS.join(', ')}.`,
        examples: ['activity,task'],
      }),
    ),
  },
  plural: 'the timeline',
  list: Timeline,
  example: {
    id: OTHER_ID,
    kind: 'activity',
    eventType: 'lead.activity_recorded',
    occurredAt: AT,
    recordedAt: AT,
    actor: { kind: 'api_key', id: OTHER_ID },
    cause: 'api',
    summary: 'Outgoing call: connected',
    details: {
      ...{ activityId: OTHER_ID, activityKind: 'call', direction: 'outgoing', outcome: 'connected' },
      ...{ subject: 'First call', body: 'Wants a demo with two colleagues next week.', durationSeconds: 420 },
      ...{ repId: OTHER_ID, repName: REP_NAME },
    },
  },
  out: entryOut,
  run: (services, { principal, params, query }) => {
    const kinds = query.kinds?.split(',') as TimelineKind[] | undefined;
    return services.timeline.list(principal.workspaceId, params.leadId, kinds, pageRequest(query));
  },
});

export const getLeadNextAction = operation({
  id: 'getLeadNextAction',
  method: 'GET',
  path: '/v1/leads/:leadId/next-action',
  tag,
  summary: 'Recommend the next action for a lead',
  description:
    'The next best action, with its reason and the guidance of the published playbook. An overdue task comes first, then open offers, SLA warnings and parked leads whose time has come, then the first applicable template of the matching playbook entry that was neither done nor skipped since the lead entered its stage. For a disqualified or lost lead only the playbook entries for such leads count, and tasks created since. A channel that was denied, or an e-mail address that bounced for good, is never proposed: the task takes the other channel, or `no_channel` is returned; `reason` and `channels` explain it. Reading it changes nothing: create a task from it with its `templateKey`.',
  scopes: ['leads:read'],
  params: leadParams,
  success: {
    status: 200,
    schema: NextActionSchema,
    description: 'The next best action.',
    example: {
      leadId: EXAMPLE_ID,
      kind: 'playbook_task',
      reason: 'It is the next task of the playbook entry "Marketing qualified: answer what is open".',
      title: 'Send what helps to decide',
      taskKind: 'email',
      guidance:
        'Interest is clear, the purchase is not near. Answer questions, send what helps to decide, agree on a next date.',
      dueAt: AT,
      taskId: OTHER_ID,
      templateKey: 'send_material',
      entryId: 'mql',
      playbookVersion: 1,
      channels: [
        { channel: 'email', status: 'allowed' },
        { channel: 'phone', status: 'missing' },
      ],
    },
  },
  run: (services, { principal, params }) => services.nextActions.get(principal.workspaceId, params.leadId),
  present: ({ dueAt, channels, ...action }, { params }) => ({
    body: {
      leadId: params.leadId,
      ...action,
      dueAt: formatInstant(dueAt),
      channels: channelsOut(channels),
    },
  }),
});
