import Type from 'typebox';
import { ENGAGEMENT_TYPES } from '../../core/engagement.js';
import { GRADES } from '../../core/leads/score.js';
import { CATEGORIES, TEMPERATURES } from '../../core/leads/vocabulary.js';
import { Id, listOf, NameOf, PastInstant, strict, Timestamp, Version } from './common.js';
import { component, enumOf, Ref } from './components.js';
import { ScoreSchema } from './lead-class.js';
import { SourceReferenceSchema } from './lead-fields.js';
import { Problem } from './problems.js';
import { returningInterestField } from './returning.js';

const text = (maxLength: number, description: string) => Type.String({ minLength: 1, maxLength, description });
export const EventProperties = Type.Unsafe<Record<string, unknown>>({
  type: 'object',
  additionalProperties: true,
  maxProperties: 50,
  description: 'Further data, such as page, asset or message. At most 50 entries.',
});

export const EngagementCreate = component(
  'EngagementEventCreate',
  Type.Object(
    {
      leadId: Type.Optional(Id('The lead that did it.')),
      leadExternalId: Type.Optional(text(200, 'The lead by its external id.')),
      leadExternalSystem: Type.Optional(text(100, 'System of `leadExternalId`.')),
      email: Type.Optional(text(320, 'The lead by its e-mail address, in any spelling.')),
      type: enumOf(ENGAGEMENT_TYPES, {
        description:
          'What it did. `email_unsubscribed` and `spam_reported` withdraw `emailConsent` as of `occurredAt`; `email_bounced` with a property such as `bounceType: "hard"` marks the main address.',
      }),
      occurredAt: Type.Optional(PastInstant('When it happened; now when absent. May be in the past.')),
      externalId: Type.Optional(
        text(200, 'Your id of this event. Repeated submissions with the same id are recorded once.'),
      ),
      source: Type.Optional(Ref(SourceReferenceSchema)),
      properties: Type.Optional(EventProperties),
    },
    strict('Something a lead did. Name the lead by exactly one of leadId, leadExternalId and email.'),
  ),
);

export const EngagementLead = component(
  'EngagementLead',
  Type.Object(
    {
      id: Id('The lead.'),
      version: Version(),
      score: Ref(ScoreSchema),
      grade: enumOf(GRADES, { description: 'Its grade now.' }),
      temperature: enumOf(TEMPERATURES, { description: 'Its temperature now.' }),
      category: enumOf(CATEGORIES, { description: 'Its category now.' }),
      ...returningInterestField,
    },
    strict('The lead after the event.'),
  ),
);

export const EngagementResult = component(
  'EngagementEventResult',
  Type.Object(
    {
      id: Id('The event.'),
      duplicate: Type.Boolean({ description: 'True when the external id is already recorded; nothing changed.' }),
      lead: Ref(EngagementLead),
    },
    strict('The event is recorded and the lead is scored with it.'),
  ),
);

const {
  leadId: _lead,
  leadExternalId: _id,
  leadExternalSystem: _system,
  email: _email,
  ...did
} = EngagementCreate.properties;

export const VisitorEventCreate = component(
  'VisitorEventCreate',
  Type.Object(
    { visitorId: text(200, 'Your id of the visitor, such as that of a cookie.'), ...did },
    strict('An event of a visitor who may not be linked to a lead yet.'),
  ),
);

export const VisitorEventResult = component(
  'VisitorEventResult',
  Type.Object(
    {
      id: Id('The event.'),
      visitorId: text(200, 'The visitor.'),
      duplicate: Type.Boolean({ description: 'True when the external id is already recorded; nothing changed.' }),
      leadId: Type.Optional(Id('The lead of the visitor; absent until it is known.')),
    },
    strict('The event is recorded.'),
  ),
);

export const EngagementBatch = component(
  'EngagementEventBatch',
  Type.Object(
    {
      mode: Type.Optional(
        enumOf(['partial', 'atomic'] as const, {
          description:
            '`partial` (default): valid items are accepted, invalid ones are reported. `atomic`: one invalid item refuses all.',
        }),
      ),
      items: Type.Array(Ref(EngagementCreate), { minItems: 1, maxItems: 1000, description: 'Events, 1 to 1,000.' }),
    },
    strict('Several events in one call.'),
  ),
);

const EngagementBatchItem = component(
  'EngagementEventBatchItem',
  Type.Object(
    {
      index: Type.Integer({ minimum: 0, maximum: 999, description: 'Index of the item in the request, from 0.' }),
      status: Type.Integer({
        minimum: 200,
        maximum: 599,
        description: 'The HTTP status that a single call would have had.',
      }),
      id: Type.Optional(Id('The event.')),
      result: Type.Optional(Ref(EngagementResult)),
      problem: Type.Optional(Ref(Problem)),
    },
    strict('The result of one item: `result` when accepted, `problem` when refused.'),
  ),
);

export const EngagementBatchResult = component(
  'EngagementEventBatchResult',
  Type.Object(
    {
      results: Type.Array(Ref(EngagementBatchItem), { maxItems: 1000, description: 'One per item, in request order.' }),
      recorded: Type.Integer({ minimum: 0, description: 'Number of new events.' }),
      duplicates: Type.Integer({ minimum: 0, description: 'Number of events that were already recorded.' }),
      refused: Type.Integer({ minimum: 0, description: 'Number of refused items.' }),
    },
    strict('The result of a batch, item by item.'),
  ),
);

export const EngagementSchema = component(
  'EngagementEvent',
  Type.Object(
    {
      id: Id('The event.'),
      leadId: Id('The lead that did it.'),
      type: enumOf(ENGAGEMENT_TYPES, { description: 'What it did.' }),
      occurredAt: Timestamp('When.'),
      receivedAt: Timestamp('When it arrived here.'),
      sourceId: Type.Optional(Id('Where it came from.')),
      sourceName: NameOf('that source'),
      campaignId: Type.Optional(Id('The campaign of that source.')),
      campaignName: NameOf('that campaign'),
      externalId: Type.Optional(Type.String({ description: 'Your id of the event.' })),
      properties: Type.Optional(EventProperties),
    },
    strict('Something a lead did.'),
  ),
);
export const EngagementList = listOf('EngagementEventList', EngagementSchema, 'What a lead did, newest first.');
