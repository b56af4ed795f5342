import Type from 'typebox';
import { ActivityResult, activityFields } from './activities.js';
import { Id, strict } from './common.js';
import { component, enumOf, patchFields, Ref } from './components.js';
import { Attributes, leadFields } from './lead-fields.js';
import { Problem } from './problems.js';
import { variant } from './rules.js';

export const MAX_ITEMS = 1_000;

export const batchMode = Type.Optional(
  enumOf(['partial', 'atomic'] as const, {
    description:
      '`partial` (default): valid items are accepted, invalid ones are reported. `atomic`: one invalid item refuses all.',
  }),
);

export const batchItemFields = {
  index: Type.Integer({
    minimum: 0,
    maximum: MAX_ITEMS - 1,
    description: 'Index of the item in the request, from 0.',
  }),
  status: Type.Integer({
    minimum: 200,
    maximum: 599,
    description: 'The HTTP status that a single call would have had.',
  }),
  problem: Type.Optional(Ref(Problem)),
};

export const count = (description: string) => Type.Integer({ minimum: 0, description });

const LeadPatchItem = component(
  'LeadPatchItem',
  Type.Object(
    {
      leadId: Id('The lead.'),
      ifVersion: Type.Optional(
        Type.Integer({
          minimum: 1,
          maximum: 2_147_483_647,
          description: 'The version that the lead must have, like If-Match.',
        }),
      ),
      ...patchFields(leadFields),
      attributes: Type.Optional(Ref(Attributes)),
    },
    {
      ...strict(
        'A correction of one lead, as a JSON Merge Patch (RFC 7396): null removes, absent keeps, lists are replaced, attributes merge by name.',
      ),
      minProperties: 2,
    },
  ),
);

export const LeadPatchBatch = variant(
  'LeadPatchBatch',
  {
    mode: batchMode,
    items: Type.Array(Ref(LeadPatchItem), {
      minItems: 1,
      maxItems: MAX_ITEMS,
      description: 'Corrections, 1 to 1,000; several of one lead apply in their order.',
    }),
  },
  'Corrections of several leads in one call; equal to sending them one after the other.',
);

const LeadPatchBatchItem = variant(
  'LeadPatchBatchItem',
  {
    ...batchItemFields,
    id: Type.Optional(Id('The lead.')),
    version: Type.Optional(
      Type.Integer({ minimum: 1, description: 'The version of the lead after it; present when accepted.' }),
    ),
    changed: Type.Optional(Type.Boolean({ description: 'Whether the lead has a new version; present when accepted.' })),
  },
  'The result of one correction: `id`, `version` and `changed` when accepted, `problem` when refused.',
);

export const LeadPatchBatchResult = variant(
  'LeadPatchBatchResult',
  {
    results: Type.Array(Ref(LeadPatchBatchItem), {
      maxItems: MAX_ITEMS,
      description: 'One per item, in request order.',
    }),
    changed: count('Number of corrections that changed their lead.'),
    unchanged: count('Number of corrections that changed nothing.'),
    refused: count('Number of refused items.'),
  },
  'The result of a batch of corrections, item by item.',
);

const ActivityItem = variant(
  'ActivityItem',
  { leadId: Id('The lead.'), ...activityFields },
  'A note, call, meeting or e-mail about a lead.',
);

export const ActivityBatch = variant(
  'ActivityBatch',
  {
    mode: batchMode,
    items: Type.Array(Ref(ActivityItem), { minItems: 1, maxItems: MAX_ITEMS, description: 'Activities, 1 to 1,000.' }),
  },
  'Activities about several leads in one call; equal to sending them one after the other.',
);

const ActivityBatchItem = variant(
  'ActivityBatchItem',
  { ...batchItemFields, id: Type.Optional(Id('The activity.')), result: Type.Optional(Ref(ActivityResult)) },
  'The result of one activity: `result` when accepted, `problem` when refused.',
);

export const ActivityBatchResult = variant(
  'ActivityBatchResult',
  {
    results: Type.Array(Ref(ActivityBatchItem), {
      maxItems: MAX_ITEMS,
      description: 'One per item, in request order.',
    }),
    recorded: count('Number of new activities.'),
    duplicates: count('Number of activities whose external id was recorded already.'),
    refused: count('Number of refused items.'),
  },
  'The result of a batch of activities, item by item.',
);
