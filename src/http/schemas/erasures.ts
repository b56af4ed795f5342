import Type from 'typebox';
import { strict } from './common.js';
import { component, Ref } from './components.js';
import { personFields } from './consents.js';

const count = (description: string) => Type.Integer({ minimum: 0, description });

export const ErasureRequest = component(
  'ErasureRequest',
  Type.Object(
    {
      ...personFields,
      suppress: Type.Optional(
        Type.Boolean({ description: 'Whether submissions of the person are refused from now on. Unset: true.' }),
      ),
    },
    strict(
      'The person to erase, by at least one of `leadId`, `email` and `phone`. A lead stands for all records with its e-mails.',
    ),
  ),
);

export const ErasureDetails = component(
  'ErasureDetails',
  Type.Object(
    {
      suppress: Type.Boolean({ description: 'Whether the person is on the suppression list.' }),
      consents: count('Entries of the ledger of consents that name nobody since.'),
      suppressions: count('Addresses and ids of the person on the suppression list.'),
      leads: Type.Optional(count('Leads that are erased; present when it has succeeded.')),
      customers: Type.Optional(count('Customers that are erased; present when it has succeeded.')),
      importRows: Type.Optional(
        count(
          'Rows of lists that lost their cells, because they had an address of the person: of files that were not run, and rejected ones. Present when it has succeeded.',
        ),
      ),
    },
    strict('The erasure of a person, and its receipt.'),
  ),
);

export const AccessRequest = component(
  'AccessRequest',
  Type.Object(personFields, strict('The person who wants to know, by at least one of `leadId`, `email` and `phone`.')),
);

const PersonalRecord = component(
  'PersonalRecord',
  Type.Object(
    {
      kind: Type.String({
        description: 'What it is: `leads`, `touches`, `engagement_events`, `events`, `consents`, ...',
      }),
      content: Type.Unsafe<Record<string, unknown>>({
        type: 'object',
        additionalProperties: true,
        description: 'The record as it is stored, without keys and hashes.',
      }),
    },
    strict('One stored record about the person.'),
  ),
);

export const PersonalDataSchema = component(
  'PersonalData',
  Type.Object(
    {
      isSuppressed: Type.Boolean({ description: 'Whether the person is on the suppression list.' }),
      incompleteKinds: Type.Array(Type.String({ description: 'A kind.' }), {
        maxItems: 100,
        description:
          'Kinds of which more is stored than `records` has: more than 10,000 rows of one kind, or lists and files that take longer to search than 20 s. Empty: the answer is complete.',
      }),
      records: Type.Array(Ref(PersonalRecord), {
        maxItems: 200_000,
        description: 'Everything that is stored about the person; at most 10,000 of each kind.',
      }),
    },
    strict('All that is known about a person.'),
  ),
);
