import Type from 'typebox';
import { PROPOSAL_FIELDS } from '../../core/leads/proposals.js';
import { CONSENTS, MATCH_KEYS } from '../../core/leads/vocabulary.js';
import { Id, listOf, NameOf, strict, Timestamp } from './common.js';
import { component, enumOf, nullable, Ref } from './components.js';
import { gatheredFields, optionalLeadFields } from './lead-fields.js';

const { kind, externalId, externalSystem, ...factFields } = optionalLeadFields;

export const ProposedFacts = component(
  'ProposedFacts',
  Type.Object({ ...factFields, ...gatheredFields }, strict('Proposed values, by the field names of a lead.')),
);

export const SubmissionProposal = component(
  'SubmissionProposal',
  Type.Object(
    {
      current: Ref(ProposedFacts),
      proposed: Ref(ProposedFacts),
    },
    strict(
      'How a submission differs from the current fields of its lead: for each field the current value and the proposed value. Lists in `proposed` contain the current entries; `attributes` has the differing names only. `proposed` is a valid body for PATCH.',
    ),
  ),
);

export const ConsentEntrySchema = component(
  'ConsentEntry',
  Type.Object(
    {
      channel: enumOf(['email', 'phone'] as const, { description: 'The channel.' }),
      consent: enumOf(CONSENTS, { description: '`granted` or `denied`.' }),
      text: Type.Optional(
        Type.String({ maxLength: 2000, description: 'The consent text of the form; always present with `granted`.' }),
      ),
    },
    strict('A consent that the submission changed or confirmed. Its instant is `receivedAt` of the touch.'),
  ),
);

export const TouchSchema = component(
  'Touch',
  Type.Object(
    {
      id: Id('The touch.'),
      leadId: Id('The lead.'),
      sourceId: Id('Where it came from.'),
      sourceName: NameOf('that source'),
      campaignId: Type.Optional(Id('The campaign.')),
      campaignName: NameOf('that campaign'),
      matchedBy: nullable(
        enumOf(MATCH_KEYS, { description: 'The key that matched the lead; null when the submission created it.' }),
      ),
      occurredAt: Timestamp('When it happened.'),
      receivedAt: Timestamp('When it arrived here.'),
      submission: Type.Unsafe<Record<string, unknown>>({
        type: 'object',
        additionalProperties: true,
        description: 'What was sent, as it was sent.',
      }),
      publicKeyId: Type.Optional(
        Type.String({ description: 'The API key that sent it from a public page; absent for trusted submissions.' }),
      ),
      consents: Type.Optional(
        Type.Array(Ref(ConsentEntrySchema), { maxItems: 2, description: 'Consents that it changed or confirmed.' }),
      ),
      proposal: Type.Optional(Ref(SubmissionProposal)),
    },
    strict(
      'One submission that created or joined a lead. `proposal` is present while a proposed value waits for a decision.',
    ),
  ),
);
export const TouchList = listOf('TouchList', TouchSchema, 'Touches of a lead, newest first.');

export const ProposalDecision = component(
  'ProposalDecision',
  Type.Object(
    {
      fields: Type.Optional(
        Type.Array(enumOf(PROPOSAL_FIELDS, { description: 'A field.' }), {
          minItems: 1,
          maxItems: PROPOSAL_FIELDS.length,
          uniqueItems: true,
          description:
            'Fields of `proposed`; all of them when absent. The parts of a name belong together, and a budget with its currency.',
        }),
      ),
    },
    strict('The fields of a proposal to decide.'),
  ),
);
