import Type from 'typebox';
import { SUPPRESSION_KINDS } from '../../core/consents/suppression.js';
import { batchItemFields, batchMode, count, MAX_ITEMS } from './change-batches.js';
import { Id, listOf, strict, Timestamp } from './common.js';
import { component, enumOf, Ref } from './components.js';

const KIND = enumOf(SUPPRESSION_KINDS, {
  description:
    'What the value is. A domain covers its subdomains, and the e-mails and websites in them. `email_sha256` is an e-mail as other systems export it: the SHA-256 of the address in lower case, in hexadecimal digits.',
});

const value = {
  kind: KIND,
  value: Type.String({
    minLength: 1,
    maxLength: 500,
    pattern: '\\S',
    description: 'The value; it is stored as a keyed hash only.',
  }),
  externalSystem: Type.Optional(
    Type.String({ minLength: 1, maxLength: 100, description: 'The system of an external id. Unset: of every system.' }),
  ),
};

const Reason = Type.Optional(
  Type.String({ minLength: 1, maxLength: 200, description: 'Why. Write nothing that names the person.' }),
);

export const SuppressionCreate = component(
  'SuppressionCreate',
  Type.Object(
    {
      ...value,
      reason: Reason,
      source: Type.Optional(
        Type.String({
          minLength: 1,
          maxLength: 100,
          description: 'Where it came from, such as `robinson_list`. Unset: `api`.',
        }),
      ),
    },
    strict('A value whose submissions are not stored.'),
  ),
);

export const SuppressionCheck = component(
  'SuppressionCheck',
  Type.Object(value, strict('A value to look for. An e-mail is also suppressed by its domain.')),
);

export const SuppressionSchema = component(
  'Suppression',
  Type.Object(
    {
      id: Id('The entry.'),
      kind: KIND,
      reason: Reason,
      source: Type.String({ description: 'Where it came from; `erasure` for people who were erased.' }),
      actorId: Type.String({ description: 'The API key or part of the service that added it.' }),
      createdAt: Timestamp('When it was added.'),
    },
    strict('An entry of the suppression list. The value cannot be read from it.'),
  ),
);

export const SuppressionList = listOf(
  'SuppressionList',
  SuppressionSchema,
  'Entries of the suppression list, newest first.',
);

export const SuppressionMatch = component(
  'SuppressionMatch',
  Type.Object(
    {
      suppressed: Type.Boolean({ description: 'Whether a submission with the value is refused.' }),
      entry: Type.Optional(Ref(SuppressionSchema)),
    },
    strict('Whether a value is on the suppression list, and by which entry.'),
  ),
);

export const SuppressionBatch = component(
  'SuppressionBatch',
  Type.Object(
    {
      mode: batchMode,
      items: Type.Array(Ref(SuppressionCreate), {
        minItems: 1,
        maxItems: MAX_ITEMS,
        description: 'Values, 1 to 1,000.',
      }),
    },
    strict('Values to suppress in one call.'),
  ),
);

const SuppressionBatchItem = component(
  'SuppressionBatchItem',
  Type.Object(
    { ...batchItemFields, id: Type.Optional(Id('The entry; present when accepted.')) },
    strict('The result of one value: 201 for a new entry, 200 for one that was on the list.'),
  ),
);

export const SuppressionBatchResult = component(
  'SuppressionBatchResult',
  Type.Object(
    {
      results: Type.Array(Ref(SuppressionBatchItem), {
        maxItems: MAX_ITEMS,
        description: 'One per item, in request order.',
      }),
      created: count('Number of new entries.'),
      known: count('Number of values that were on the list.'),
      refused: count('Number of refused items.'),
    },
    strict('The result of a batch of suppressions, item by item.'),
  ),
);

const Source = Type.String({ minLength: 1, maxLength: 100, description: 'From this source.' });
export const suppressionFilters = {
  kind: Type.Optional(enumOf(SUPPRESSION_KINDS, { description: 'Of this kind.' })),
  source: Type.Optional(Source),
};
