import Type from 'typebox';
import { DEAL_STATUSES } from '../../core/deals/deal.js';
import { HISTORY_OUTCOMES, IGNORED_MEMBERS, PAST_REASONS, PAST_RESULTS } from '../../core/history/history.js';
import { MATCH_KEYS } from '../../core/leads/vocabulary.js';
import { activityFields } from './activities.js';
import { batchItemFields, batchMode, count, MAX_ITEMS } from './change-batches.js';
import { Id, PastInstant, PlannedDay, PlannedInstant } from './common.js';
import { enumOf, Ref } from './components.js';
import { CompetitorName, DealProductSchema, LossDetail, LossReason, Money } from './deals.js';
import { EngagementCreate } from './engagement.js';
import { Attributes, optionalLeadFields, SourceReferenceSchema } from './lead-fields.js';
import { NormalizationNoteSchema } from './leads.js';
import { variant } from './rules.js';

const Email = (description: string) => Type.Optional(Type.String({ minLength: 3, maxLength: 320, description }));

const HistoricStage = variant(
  'HistoricStage',
  {
    stage: Type.String({
      minLength: 1,
      maxLength: 64,
      description: 'Key of a stage of the funnel in which a lead is open.',
    }),
    at: PastInstant('When the lead entered it; not before the stage before.'),
  },
  'A stage that a lead passed through.',
);

const HistoricOutcome = variant(
  'HistoricOutcome',
  {
    result: enumOf(PAST_RESULTS, { description: 'How it ended. A won lead needs a won deal.' }),
    at: PastInstant('When; not before its last stage.'),
    reason: Type.Optional(
      enumOf(PAST_REASONS, {
        description: 'Why; `other` when absent. One of the reasons of a loss, a disqualification or a parking.',
      }),
    ),
    detail: Type.Optional(
      Type.String({ minLength: 1, maxLength: 500, description: 'Details as free text; 1 to 500 characters.' }),
    ),
    competitor: Type.Optional(CompetitorName('The competitor that won it, or whose product it uses.')),
    until: Type.Optional(PlannedInstant('When a parked lead wakes; in the future.')),
  },
  'How the past of a lead ended.',
);

const HistoricTouch = variant(
  'HistoricTouch',
  { source: Ref(SourceReferenceSchema), occurredAt: PastInstant('When it happened.') },
  'A further touch of a lead.',
);

const { type, externalId, source, properties } = EngagementCreate.properties;
const HistoricEngagement = variant(
  'HistoricEngagement',
  { type, occurredAt: PastInstant('When it happened.'), externalId, source, properties },
  'Something a lead did.',
);

const { occurredAt: _optional, ...activity } = activityFields;
const HistoricActivity = variant(
  'HistoricActivity',
  {
    ...activity,
    repEmail: Email('The same rep by its e-mail address, in place of `repId`.'),
    occurredAt: PastInstant('When it was done.'),
  },
  'A note, call, meeting or e-mail about a lead.',
);

const HistoricDeal = variant(
  'HistoricDeal',
  {
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 200, pattern: '\\S', description: 'The name.' })),
    status: enumOf(DEAL_STATUSES, { description: 'Open, won or lost. Only a won lead has won deals.' }),
    products: Type.Optional(
      Type.Array(Ref(DealProductSchema), { maxItems: 100, description: 'The products of the deal.' }),
    ),
    amount: Type.Optional(Money('The amount; the sum of the products when absent.')),
    currency: Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217 currency.', examples: ['EUR'] }),
    openedAt: Type.Optional(PastInstant('When it was opened; `createdAt` of the lead when absent.')),
    closedAt: Type.Optional(PastInstant('When it was won or lost; not before it was opened.')),
    expectedCloseOn: Type.Optional(PlannedDay('The day on which an open deal is expected to close,')),
    competitor: Type.Optional(CompetitorName('The competitor that lost, won or also bids.')),
    lossReason: Type.Optional(LossReason()),
    lossDetail: Type.Optional(LossDetail()),
  },
  'A deal about a lead, as it stands now.',
);

const HistoricLead = variant(
  'HistoricLead',
  {
    ...optionalLeadFields,
    attributes: Type.Optional(Ref(Attributes)),
    source: Type.Optional(Ref(SourceReferenceSchema)),
    createdAt: PastInstant('When the lead became known: the instant of its first touch.'),
    ownerId: Type.Optional(Id('The rep who owns it, or did last.')),
    ownerEmail: Email('The same rep by its e-mail address, in place of `ownerId`.'),
    stages: Type.Optional(
      Type.Array(Ref(HistoricStage), { maxItems: 50, description: 'The stages it passed through, oldest first.' }),
    ),
    outcome: Type.Optional(Ref(HistoricOutcome)),
    touches: Type.Optional(Type.Array(Ref(HistoricTouch), { maxItems: 100, description: 'Touches after the first.' })),
    engagement: Type.Optional(Type.Array(Ref(HistoricEngagement), { maxItems: 200, description: 'What it did.' })),
    activities: Type.Optional(
      Type.Array(Ref(HistoricActivity), { maxItems: 200, description: 'What reps did about it.' }),
    ),
    deals: Type.Optional(Type.Array(Ref(HistoricDeal), { maxItems: 50, description: 'Its deals.' })),
  },
  'A lead with what happened to it before it was known here. Needs at least one of name, email, phone, organizationName and externalId.',
);

export const HistoricLeadBatch = variant(
  'HistoricLeadBatch',
  {
    mode: batchMode,
    items: Type.Array(Ref(HistoricLead), { minItems: 1, maxItems: MAX_ITEMS, description: 'Leads, 1 to 1,000.' }),
  },
  'Several leads with their past in one call.',
);

const AddedRecords = variant(
  'AddedRecords',
  {
    touches: count('Touches.'),
    engagement: count('Engagement events.'),
    activities: count('Activities.'),
    deals: count('Deals.'),
  },
  'How many records were added.',
);

const HistoricLeadBatchItem = variant(
  'HistoricLeadBatchItem',
  {
    ...batchItemFields,
    id: Type.Optional(Id('The lead.')),
    version: Type.Optional(
      Type.Integer({ minimum: 1, description: 'The version of the lead after it; present when accepted.' }),
    ),
    outcome: Type.Optional(
      enumOf(HISTORY_OUTCOMES, {
        description:
          '`created`: a new lead. `completed`: a known lead got what it lacked. `unchanged`: it lacked nothing.',
      }),
    ),
    matchedBy: Type.Optional(enumOf(MATCH_KEYS, { description: 'The key that matched the known lead.' })),
    added: Type.Optional(Ref(AddedRecords)),
    ignored: Type.Optional(
      Type.Array(enumOf(IGNORED_MEMBERS, { description: 'A member of the item.' }), {
        maxItems: IGNORED_MEMBERS.length,
        description: 'Members that a known lead does not take. It keeps its own.',
      }),
    ),
    notes: Type.Optional(
      Type.Array(Ref(NormalizationNoteSchema), {
        maxItems: 100,
        description: 'Notes about values that could not be used as sent.',
      }),
    ),
  },
  'The result of one lead; `problem` when refused.',
);

export const HistoricLeadBatchResult = variant(
  'HistoricLeadBatchResult',
  {
    results: Type.Array(Ref(HistoricLeadBatchItem), {
      maxItems: MAX_ITEMS,
      description: 'One per item, in request order.',
    }),
    created: count('Number of new leads.'),
    completed: count('Number of known leads that got what they lacked.'),
    unchanged: count('Number of known leads that lacked nothing.'),
    refused: count('Number of refused items.'),
  },
  'The result of a batch of leads with their past, item by item.',
);
