import Type from 'typebox';
import { CONSENT_STATUSES, CONTACT_CHANNELS, MARKETING, STATED_STATUSES } from '../../core/consents/consent.js';
import { SUPPRESSION_KINDS } from '../../core/consents/suppression.js';
import { bounds, Id, listOf, PastInstant, strict, Timestamp } from './common.js';
import { component, enumOf, Ref } from './components.js';

/** The vocabularies of consents and suppressions, which get new words. */
export const LEDGER_WORDS = {
  LedgerChannel: CONTACT_CHANNELS,
  LedgerStatus: CONSENT_STATUSES,
  LedgerStatement: STATED_STATUSES,
  SuppressedKind: SUPPRESSION_KINDS,
};

const Text = (maxLength: number, description: string) => Type.String({ minLength: 1, maxLength, description });

const PURPOSE = '^[a-z][a-z0-9_]{0,63}$';

export const ProofOfConsent = component(
  'ProofOfConsent',
  Type.Object(
    {
      text: Type.Optional(Text(2000, 'The text that the person agreed to.')),
      textVersion: Type.Optional(Text(200, 'The version of that text.')),
      form: Type.Optional(Text(200, 'The form or page on which it was given.')),
      address: Type.Optional(
        Text(100, 'The network address from which it was given; a keyed hash of it where a form took the consent.'),
      ),
      reference: Type.Optional(Text(500, 'Where the original is: the id of the touch, a document, a call.')),
      submittedAt: Type.Optional(Timestamp('When a form with confirmation was submitted.')),
      confirmedAt: Type.Optional(Timestamp('When that was confirmed by the link of an e-mail.')),
    },
    strict('How a consent was given. An erasure removes it.'),
  ),
);

/** The person of a request: a lead, or addresses. */
export const personFields = {
  leadId: Type.Optional(Id('The lead of the person.')),
  email: Type.Optional(Text(320, 'An e-mail of the person; there may be no lead with it yet.')),
  phone: Type.Optional(Text(100, 'A phone number of the person, with + or read by the default country.')),
};

const stated = {
  channel: enumOf(CONTACT_CHANNELS, {
    description: 'The way of contact. Those to `email` and `phone` count for leads.',
  }),
  basis: Type.Optional(Text(200, 'The legal basis, such as `consent`, `contract` or `legitimate_interest`.')),
  proof: Type.Optional(Ref(ProofOfConsent)),
};

export const ConsentStatement = component(
  'ConsentStatement',
  Type.Object(
    {
      ...personFields,
      ...stated,
      purpose: Type.Optional(
        Type.String({
          pattern: PURPOSE,
          description: `What the person agreed to, or objected to: a word of yours. Only \`${MARKETING}\` counts for leads. Unset: that.`,
        }),
      ),
      status: enumOf(STATED_STATUSES, { description: '`withdrawn` is a denial of what was granted.' }),
      source: Type.Optional(Text(100, 'Where it came from, such as `preference_center`. Unset: `api`.')),
      occurredAt: Type.Optional(PastInstant('When the person stated it. Unset: now.')),
    },
    strict('A consent or an objection of a person, who is named by at least one of `leadId`, `email` and `phone`.'),
  ),
);

export const ConsentRecordSchema = component(
  'ConsentRecord',
  Type.Object(
    {
      id: Id('The entry.'),
      leadId: Type.Optional(Id('The lead of the person; absent where there was none, or where it is erased.')),
      ...stated,
      purpose: Type.String({ description: 'What it is about.' }),
      status: enumOf(CONSENT_STATUSES, {
        description:
          'What it states. `removed`: earlier statements were mistakes. `undeliverable` and `deliverable`: mail failed for good, or arrives again.',
      }),
      source: Type.String({
        description: 'Where it came from: `api`, `submission`, `capture`, `email_unsubscribed`, ...',
      }),
      occurredAt: Timestamp('When it was stated.'),
      recordedAt: Timestamp('When it was recorded here.'),
      actorId: Type.Optional(
        Type.String({ description: 'The API key or part of the service that recorded it, where known.' }),
      ),
    },
    strict('An entry of the ledger of consents. It never changes, but for the erasure of its person.'),
  ),
);

export const ConsentRecordList = listOf(
  'ConsentRecordList',
  ConsentRecordSchema,
  'Entries of the ledger, newest first.',
);

const word = (description: string) => Type.Optional(Type.String({ minLength: 1, maxLength: 100, description }));

export const consentFilters = {
  channel: Type.Optional(enumOf(CONTACT_CHANNELS, { description: 'About this way of contact.' })),
  status: Type.Optional(enumOf(CONSENT_STATUSES, { description: 'Of this status.' })),
  purpose: word('For this purpose.'),
  source: word('From this source.'),
  ...bounds('occurred', 'Stated'),
};
