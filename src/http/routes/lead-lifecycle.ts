import { iso } from '../../core/time.js';
import { isoOrNull } from '../instants.js';
import { operation } from '../operations.js';
import { AT, EXAMPLE_ID, LEAD } from '../schemas/examples.js';
import { LeadDisqualify, LeadPark, LeadRecycle, LeadStageMove, StageHistory } from '../schemas/lead-lifecycle.js';
import { parseInstant } from './instants.js';
import { leadParams, leads } from './lead-resource.js';

const tag = 'Lifecycle';
const BY_HAND = { ...LEAD, version: 3, categoryDecidedBy: 'person' };

export const moveLeadToStage = leads.verb('stage', {
  id: 'moveLeadToStage',
  tag,
  summary: 'Move a lead to a stage by hand',
  description:
    'Puts the lead into a stage of the funnel and into the category of that stage, as a decision of a person. 422 when the lead lacks a field that the stage requires, with one error for each field, or when the funnel does not allow this move. A lost, disqualified or parked lead moves only between stages of its category: `/recycle` opens it again. A converted lead is refused: undo the conversion first.',
  body: LeadStageMove,
  bodyExample: { stage: 'prospect', reason: 'Wants to see a demo' },
  example: { ...BY_HAND, category: 'prospect', stage: 'prospect', moveReason: 'Wants to see a demo' },
  refusals: ['conflict', 'rule_refused'],
  run: (services, { write, params, ifMatch, body }) =>
    services.leadLifecycle.moveStage(write, params.leadId, ifMatch, body),
});

const LAST_STAYS = 1_000;

export const getLeadStageHistory = operation({
  id: 'getLeadStageHistory',
  method: 'GET',
  path: '/v1/leads/:leadId/stage-history',
  tag,
  summary: 'Where a lead has been in the funnel',
  description: 'Every stay in a stage with its duration, its cause and its actor, from the event log.',
  scopes: ['leads:read'],
  params: leadParams,
  success: {
    status: 200,
    schema: StageHistory,
    description: 'The stays.',
    example: {
      leadId: EXAMPLE_ID,
      stays: [
        {
          ...{ stage: 'mql', category: 'mql', enteredAt: AT, leftAt: null, seconds: 3600 },
          ...{ cause: 'api', actorId: EXAMPLE_ID },
        },
      ],
    },
  },
  run: async (services, { principal, params: { leadId } }) => ({
    leadId,
    stays: (await services.leadLifecycle.stageHistory(principal.workspaceId, leadId)).slice(-LAST_STAYS),
  }),
  present: ({ leadId, stays }) => ({
    body: {
      leadId,
      stays: stays.map(({ enteredAt, leftAt, duration, ...stay }) => ({
        ...stay,
        enteredAt: iso(enteredAt),
        leftAt: isoOrNull(leftAt),
        seconds: duration / 1000,
      })),
    },
  }),
});

export const disqualifyLead = leads.verb('disqualify', {
  id: 'disqualifyLead',
  tag,
  summary: 'Disqualify a lead',
  description:
    'Marks the lead as not worth working, with the reason. Its category stays `disqualified` until a person changes it; the lead can be recycled. Its open tasks are skipped. A converted lead is refused: undo the conversion first.',
  body: LeadDisqualify,
  bodyExample: { reason: 'only_asked', detail: 'A student writing a paper' },
  example: {
    ...{ ...BY_HAND, category: 'disqualified', stage: 'disqualified', moveReason: 'A student writing a paper' },
    disqualification: { at: AT, reason: 'only_asked', detail: 'A student writing a paper' },
  },
  refusals: ['conflict', 'rule_refused'],
  run: (services, { write, params, ifMatch, body }) =>
    services.leadLifecycle.disqualify(write, params.leadId, ifMatch, body),
});

export const parkLead = leads.verb('park', {
  id: 'parkLead',
  tag,
  summary: 'Park a lead until something wakes it',
  description:
    'Sets the lead aside until a date, a score, an engagement event or a condition. The first that holds wakes it automatically: the rules classify it, and it goes to its owner if that rep is still active, else through the routing rules. Waking counts as a cycle. Repeating the same request changes nothing. A converted lead is refused: undo the conversion first.',
  body: LeadPark,
  bodyExample: {
    reason: 'bought_competitor',
    competitor: 'Difference Engines',
    wakeWhen: { at: '2035-01-15T08:00:00.000Z', engagementTypes: ['pricing_viewed'] },
  },
  example: {
    ...{ ...BY_HAND, category: 'parked', stage: 'parked', moveReason: 'bought_competitor' },
    parked: {
      ...{ since: AT, reason: 'bought_competitor', competitor: 'Difference Engines' },
      ...{ wakeAt: '2035-01-15T08:00:00.000Z', wakeOnEngagement: ['pricing_viewed'] },
    },
  },
  refusals: ['conflict', 'rule_refused'],
  run: (services, { write, params, ifMatch, body }) => {
    const { wakeWhen, ...rest } = body;
    const at = parseInstant(wakeWhen.at);
    return services.leadLifecycle.park(write, params.leadId, ifMatch, { ...rest, wakeWhen: { ...wakeWhen, at } });
  },
});

export const recycleLead = leads.verb('recycle', {
  id: 'recycleLead',
  tag,
  summary: 'Reopen a closed lead',
  description:
    'Opens a lost, parked or disqualified lead again. The rules classify it, or it becomes a `lead` where they would close it at once, and it keeps its owner if that rep is active. With `product` it is a win-back: it gets a touch of the channel `win_back` and an interest in that product. 422 beyond the number of cycles that the funnel allows, or before its cooldown is over. A converted lead is refused: undo the conversion first.',
  body: LeadRecycle,
  bodyExample: { reason: 'Their contract ends soon', product: 'Looms' },
  example: {
    ...{ ...LEAD, version: 6, score: { fit: 13, engagement: 0, total: 13 } },
    ...{ temperature: 'cold', category: 'lead', stage: 'lead' },
    ...{ cycles: 1, recycledAt: AT, touchCount: 2, products: ['Looms'] },
    lastLoss: {
      ...{ lostAt: AT, reason: 'competitor', detail: 'Delivered within a week' },
      competitor: 'Tabulating Machines',
    },
  },
  refusals: ['conflict', 'rule_refused'],
  run: (services, { write, params, ifMatch, body }) =>
    services.leadLifecycle.recycle(write, params.leadId, ifMatch, body),
});
