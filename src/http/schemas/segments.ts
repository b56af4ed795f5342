import Type from 'typebox';
import { MAX_BULK_SAMPLES } from '../../core/leads/bulk-change.js';
import {
  SEGMENT_ACTIONS,
  SEGMENT_KINDS,
  SEGMENT_LIMITS,
  SEGMENT_STATUSES,
  SEGMENT_UPDATES,
} from '../../core/segments/segment.js';
import { Id, listOf, Name, NameOf, strict, Timestamp, versioned } from './common.js';
import { component, enumOf, nullable } from './components.js';
import { When } from './conditions.js';

/** The vocabularies of segments, which get new words. */
export const SEGMENT_WORDS = {
  MembershipAction: SEGMENT_ACTIONS,
  MembershipKind: SEGMENT_KINDS,
  MembershipStatus: SEGMENT_STATUSES,
  MembershipUpdates: SEGMENT_UPDATES,
};

const Kind = enumOf(SEGMENT_KINDS, {
  description:
    'The leads of a `dynamic` segment follow from its condition; those of a `static` one are added and removed.',
});
const SegmentName = Name('The name, for people. Case makes no difference: one segment for each.');
const Description = Type.String({ minLength: 1, maxLength: 2000, description: 'A description for people.' });
const Count = (description: string) => Type.Integer({ minimum: 0, description });
const CONDITION = 'As of a search. It can name other segments.';

export const SegmentSchema = component(
  'Segment',
  Type.Object(
    versioned({
      name: SegmentName,
      description: nullable(Description),
      kind: Kind,
      condition: Type.Optional(When),
      conditionVersion: Count('Counts the conditions of the segment, from 1; 0: a static segment.'),
      status: enumOf(SEGMENT_STATUSES, {
        description:
          '`filling`: after a new condition not all leads are tested yet; `current`: they are. Leads that are written meanwhile are tested at once.',
      }),
      updates: Type.Optional(
        enumOf(SEGMENT_UPDATES, {
          description:
            'Of a dynamic segment, when a change shows. `immediate`: in the transaction that changes the lead. `periodic`: the condition depends on time or on records beside the lead, and all leads are tested again within a minute.',
        }),
      ),
      count: Count('How many leads are in it.'),
    }),
    strict('A saved condition or a list of leads. A dynamic segment has a condition.'),
  ),
);

export const SegmentList = listOf('SegmentList', SegmentSchema, 'Segments, newest first.');

export const SegmentCreate = component(
  'SegmentCreate',
  Type.Object(
    {
      name: SegmentName,
      description: Type.Optional(nullable(Description)),
      kind: Kind,
      condition: Type.Optional(When),
    },
    strict(`A new segment. A dynamic one has a condition: ${CONDITION}`),
  ),
);

export const SegmentPatchSchema = component(
  'SegmentPatch',
  Type.Object(
    {
      name: Type.Optional(SegmentName),
      description: Type.Optional(nullable(Description)),
      condition: Type.Optional(When),
    },
    {
      ...strict('A JSON Merge Patch (RFC 7396): absent keeps. `condition` is replaced as a whole.'),
      minProperties: 1,
    },
  ),
);

export const SegmentPastConditionSchema = component(
  'SegmentPastCondition',
  Type.Object(
    {
      version: Type.Integer({ minimum: 1, description: 'Counts the conditions of the segment, from 1.' }),
      condition: When,
      createdAt: Timestamp('When the segment got this condition.'),
    },
    strict('A condition that a segment has or had.'),
  ),
);
export const SegmentPastConditionList = listOf(
  'SegmentPastConditionList',
  SegmentPastConditionSchema,
  'Conditions, newest first.',
);

export const SegmentLeadSchema = component(
  'SegmentLead',
  Type.Object(
    { leadId: Id('The lead.'), enteredAt: Timestamp('When it entered the segment.') },
    strict('A lead of a segment.'),
  ),
);
export const SegmentLeadList = listOf(
  'SegmentLeadList',
  SegmentLeadSchema,
  'Leads of a segment, the newest lead first.',
);

export const SegmentDaySchema = component(
  'SegmentDay',
  Type.Object(
    {
      day: Type.String({ format: 'date', description: 'The day (UTC).' }),
      entered: Count('How many leads entered on that day.'),
      left: Count('How many leads left on that day, with deleted ones.'),
      count: Count('How many leads were in it at the end of the day; now, of the present day.'),
    },
    strict('A day on which the leads of a segment changed.'),
  ),
);
export const SegmentDayList = listOf('SegmentDayList', SegmentDaySchema, 'Days, the latest first.');

export const LeadSegmentSchema = component(
  'LeadSegment',
  Type.Object(
    {
      segmentId: Id('The segment.'),
      name: SegmentName,
      kind: Kind,
      enteredAt: Timestamp('When the lead entered it.'),
    },
    strict('A segment that a lead is in.'),
  ),
);
export const LeadSegments = component(
  'LeadSegments',
  Type.Object(
    {
      segments: Type.Array(Type.Unsafe<Type.Static<typeof LeadSegmentSchema>>({ $ref: 'LeadSegment' }), {
        maxItems: SEGMENT_LIMITS.segments,
        description: 'By name.',
      }),
    },
    strict('The segments that a lead is in.'),
  ),
);

const LeadIds = (description: string) => Type.Array(Id('A lead.'), { maxItems: SEGMENT_LIMITS.leads, description });

export const SegmentLeadChange = component(
  'SegmentLeadChange',
  Type.Object(
    {
      add: Type.Optional(LeadIds('Leads to add. Those in the segment stay.')),
      remove: Type.Optional(LeadIds('Leads to remove.')),
    },
    strict('Leads that enter a static segment and leave it.'),
  ),
);
export const SegmentLeadsChanged = component(
  'SegmentLeadsChanged',
  Type.Object(
    {
      added: Count('How many leads were added; the others of `add` were in it already or do not exist.'),
      removed: Count('How many leads were removed.'),
      unknownLeadIds: Type.Array(Id('An id of the request.'), {
        maxItems: 2 * SEGMENT_LIMITS.leads,
        description: 'Ids of the request of which there is no lead.',
      }),
    },
    strict('What changed.'),
  ),
);

const Action = enumOf(SEGMENT_ACTIONS, { description: '`add`: the leads enter the segment; `remove`: they leave it.' });

export const SegmentBulkChange = component(
  'SegmentBulkChange',
  Type.Object(
    {
      action: Action,
      where: When,
      dryRun: Type.Optional(
        Type.Boolean({ description: 'Count the leads that would enter or leave, without a change.' }),
      ),
    },
    strict('Which leads enter a static segment or leave it, by a condition.'),
  ),
);

export const SegmentChangeDetails = component(
  'SegmentChangeDetails',
  Type.Object(
    {
      segmentId: Id('The segment.'),
      segmentName: NameOf('that segment; absent when it was deleted'),
      action: Action,
      where: When,
      dryRun: Type.Boolean({ description: 'Whether it only counted.' }),
      changed: Type.Optional(
        Count('Leads that entered or left (or would have); present when it has succeeded, as all following fields.'),
      ),
      unchanged: Type.Optional(Count('Leads that were in the segment already, or were not in it.')),
      sampleIds: Type.Optional(
        Type.Array(Id('A lead.'), {
          maxItems: MAX_BULK_SAMPLES,
          description: `The first leads that entered or left, at most ${MAX_BULK_SAMPLES}.`,
        }),
      ),
    },
    strict('A change of a static segment by a condition.'),
  ),
);
