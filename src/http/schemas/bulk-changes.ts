import Type from 'typebox';
import { BULK_CHANGES, BULK_OUTCOMES, MAX_BULK_REASONS, MAX_BULK_SAMPLES } from '../../core/leads/bulk-change.js';
import { Id, listOf, strict, Timestamp } from './common.js';
import { component, enumOf, patchFields, Ref } from './components.js';
import { When } from './conditions.js';
import { Attributes, leadFields } from './lead-fields.js';
import { LeadDisqualify, LeadPark, LeadStageMove } from './lead-lifecycle.js';
import { LeadAssign } from './lead-owners.js';
import { variant } from './rules.js';

const MAX_LEAD_IDS = 10_000;

const {
  externalId: _externalId,
  externalSystem: _externalSystem,
  name: _name,
  firstName: _firstName,
  lastName: _lastName,
  email: _email,
  phone: _phone,
  otherEmails: _otherEmails,
  otherPhones: _otherPhones,
  tags: _tags,
  ...settableFields
} = leadFields;

const LeadBulkSet = component(
  'LeadBulkSet',
  Type.Object(
    { ...patchFields(settableFields), attributes: Type.Optional(Ref(Attributes)) },
    {
      ...strict(
        'A JSON Merge Patch of facts that do not identify a person: null removes, absent keeps, lists are replaced, attributes merge by name.',
      ),
      minProperties: 1,
    },
  ),
);

const tagList = (description: string) =>
  Type.Optional(
    Type.Array(Type.String({ minLength: 1, maxLength: 100, description: 'A tag.' }), {
      maxItems: 50,
      uniqueItems: true,
      description,
    }),
  );

const LeadBulkTags = variant(
  'LeadBulkTags',
  { add: tagList('Tags to add.'), remove: tagList('Tags to remove.') },
  'Tags to add and to remove; the other tags of a lead stay.',
);

const LeadBulkRecycle = variant(
  'LeadBulkRecycle',
  {
    reason: Type.String({
      minLength: 1,
      maxLength: 500,
      description: 'Why the leads are recycled; 1 to 500 characters.',
    }),
  },
  'The recycling of leads.',
);

const LeadBulkAction = variant(
  'LeadBulkAction',
  {
    set: Type.Optional(Ref(LeadBulkSet)),
    tags: Type.Optional(Ref(LeadBulkTags)),
    assign: Type.Optional(Ref(LeadAssign)),
    stage: Type.Optional(Ref(LeadStageMove)),
    park: Type.Optional(Ref(LeadPark)),
    disqualify: Type.Optional(Ref(LeadDisqualify)),
    recycle: Type.Optional(Ref(LeadBulkRecycle)),
    delete: Type.Optional(
      Type.Boolean({ description: 'true: deletes the leads and erases their personal data. It cannot be taken back.' }),
    ),
  },
  'What to do with each lead: exactly one member. It does what the operation for a single lead does, with the same refusals.',
);

export const LeadBulkChange = variant(
  'LeadBulkChange',
  {
    where: Type.Optional(When),
    leadIds: Type.Optional(
      Type.Array(Id('A lead.'), {
        minItems: 1,
        maxItems: MAX_LEAD_IDS,
        description: `The leads, instead of a condition; at most ${MAX_LEAD_IDS.toLocaleString('en')}.`,
      }),
    ),
    change: Ref(LeadBulkAction),
    dryRun: Type.Optional(
      Type.Boolean({ description: 'Find out what would change and what would be refused, without a change.' }),
    ),
  },
  'Which leads to change, by a condition or by id, and how.',
);

const count = (description: string) => Type.Integer({ minimum: 0, description });

const BulkRefusal = variant(
  'BulkRefusal',
  {
    code: Type.String({ description: 'Stable code, from the same set as the codes of problems.' }),
    detail: Type.String({ description: 'Why.' }),
    leads: count('Leads that were left out for this reason.'),
  },
  'Why leads were left out.',
);

export const BulkChangeDetails = variant(
  'BulkChangeDetails',
  {
    change: Type.Optional(enumOf(BULK_CHANGES, { description: 'The kind of change; absent in an undo.' })),
    where: Type.Optional(When),
    undoes: Type.Optional(Id('The operation that this one takes back.')),
    dryRun: Type.Boolean({ description: 'Whether it only previewed the change.' }),
    changed: Type.Optional(
      count('Leads that were changed (or would be); present when it has succeeded, as all following fields.'),
    ),
    unchanged: Type.Optional(count('Leads that already had these values.')),
    refused: Type.Optional(count('Leads that were left out, each with its reason in the list of its leads.')),
    refusals: Type.Optional(
      Type.Array(Ref(BulkRefusal), {
        maxItems: MAX_BULK_REASONS,
        description: `The reasons, at most ${MAX_BULK_REASONS}.`,
      }),
    ),
    sampleIds: Type.Optional(
      Type.Array(Id('A lead.'), {
        maxItems: MAX_BULK_SAMPLES,
        description: `The first leads that change, at most ${MAX_BULK_SAMPLES}.`,
      }),
    ),
  },
  'One change applied to many leads.',
);

export const BulkLeadSchema = variant(
  'BulkLead',
  {
    leadId: Id('The lead.'),
    outcome: enumOf(BULK_OUTCOMES, { description: '`changed` (in a dry run: it would be), or `refused`.' }),
    code: Type.Optional(Type.String({ description: 'Code of the refusal.' })),
    detail: Type.Optional(Type.String({ description: 'Why it was refused.' })),
    at: Timestamp('When.'),
  },
  'A lead that a bulk change has changed or left out.',
);

export const BulkLeadList = listOf(
  'BulkLeadList',
  BulkLeadSchema,
  'Leads of a bulk change, in the order of their ids.',
);
