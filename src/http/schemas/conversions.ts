import Type from 'typebox';
import { CUSTOMER_FOUND_BY } from '../../core/conversion/customers.js';
import { MOST_KEPT_LEADS } from '../../core/conversion/undo.js';
import { CUSTOMER_MATCH_KEYS } from '../../core/customers/keys.js';
import { CATEGORIES } from '../../core/leads/vocabulary.js';
import { Id, PastInstant, strict } from './common.js';
import { component, enumOf, Ref } from './components.js';
import { CustomerDetails } from './customers.js';
import { CompetitorName, ConversionDealSchema, DealDetails, DealSchema, LossDetail, LossReason } from './deals.js';
import { LeadSchema } from './leads.js';

export const ConversionRequestSchema = component(
  'ConversionRequest',
  Type.Object(
    {
      customerId: Type.Optional(
        Id(
          'The existing customer that the lead is, or belongs to; when absent, matched by external id, e-mail, phone or company domain.',
        ),
      ),
      dealId: Type.Optional(Id('An existing open deal. Exactly one of `dealId` and `deal`.')),
      deal: Type.Optional(Ref(ConversionDealSchema)),
      won: Type.Optional(
        Type.Boolean({
          description: 'Whether the deal is won with the conversion; true when absent; false leaves it open.',
        }),
      ),
      closedAt: Type.Optional(PastInstant('When the deal was won; now when absent, never in the future.')),
      competitor: Type.Optional(CompetitorName('The competitor that lost; only for a won deal.')),
      overwrite: Type.Optional(
        Type.Boolean({
          description:
            'Whether values of the lead replace differing values of existing customers. When false, only empty fields are filled.',
        }),
      ),
    },
    strict('How a lead becomes a customer with a deal.'),
  ),
);

const action = enumOf(['created', 'linked'] as const, {
  description: 'Whether it was created, or matched and filled.',
});
const Fields = (description: string) =>
  Type.Array(Type.String({ description: 'Name of a field.' }), { maxItems: 100, description });

export const ConvertedCustomer = component(
  'ConvertedCustomer',
  Type.Object(
    {
      action,
      customerId: Type.Optional(Id('The customer; absent in a preview when it would be created.')),
      foundBy: Type.Optional(
        enumOf([...CUSTOMER_FOUND_BY, ...CUSTOMER_MATCH_KEYS] as const, {
          description:
            'How an existing customer was matched: by the `request`, as the organization of the `person`, or by a key.',
        }),
      ),
      filledFields: Fields('Fields that an existing customer takes from the lead.'),
      before: Type.Optional(Ref(CustomerDetails)),
      after: Ref(CustomerDetails),
    },
    strict('The customer for the person or the organization of a lead.'),
  ),
);

export const ConvertedDeal = component(
  'ConvertedDeal',
  Type.Object(
    {
      action,
      dealId: Type.Optional(Id('The deal; absent in a preview when it would be created.')),
      before: Type.Optional(Ref(DealDetails)),
      after: Ref(DealDetails),
    },
    strict('The deal of a conversion.'),
  ),
);

const parts = {
  person: Type.Optional(Ref(ConvertedCustomer)),
  organization: Type.Optional(Ref(ConvertedCustomer)),
  deal: Ref(ConvertedDeal),
  candidateIds: Type.Array(Id('A customer.'), {
    maxItems: 50,
    description:
      'Existing organizations with the same name as the new one, and people with its phone number and name if several have both. If one of them is the same, send it as `customerId`.',
  }),
};

export const ConversionPreview = component(
  'ConversionPreview',
  Type.Object(
    {
      leadId: Id('The lead.'),
      categoryBefore: enumOf(CATEGORIES, { description: 'The current category of the lead.' }),
      categoryAfter: enumOf(CATEGORIES, { description: 'The category after the conversion: `customer`.' }),
      ...parts,
    },
    strict('What a conversion would create, link and fill. Nothing is written.'),
  ),
);

export const ConversionResult = component(
  'ConversionResult',
  Type.Object(
    { lead: Ref(LeadSchema), ...parts },
    strict('What a conversion created, linked and filled, in one transaction.'),
  ),
);

export const KeptFields = component(
  'KeptFields',
  Type.Object(
    {
      subjectKind: enumOf(['customer', 'deal', 'lead'] as const, { description: 'The kind of the resource.' }),
      subjectId: Type.String({ description: 'The id of the resource.' }),
      fields: Fields('Fields that were changed since and stay.'),
    },
    strict('Values that the conversion wrote and that were changed since.'),
  ),
);

const Ids = (description: string) => Type.Array(Id('The id.'), { maxItems: 2, description });

export const ConversionUndone = component(
  'ConversionUndone',
  Type.Object(
    {
      lead: Ref(LeadSchema),
      removedCustomerIds: Ids('Customers that the conversion created, now removed.'),
      restoredCustomerIds: Ids('Existing customers whose values were restored.'),
      removedDealId: Type.Optional(Id('The deal that the conversion created, now removed.')),
      restoredDealId: Type.Optional(Id('The existing deal that was restored.')),
      kept: Type.Array(Ref(KeptFields), {
        maxItems: 3 + MOST_KEPT_LEADS,
        description: `Values that were changed since and stay, and consents that other leads of the customer keep because they may have been stated since. At most ${MOST_KEPT_LEADS} leads.`,
      }),
    },
    strict('What was reverted.'),
  ),
);

export const LeadLossSchema = component(
  'LeadLoss',
  Type.Object(
    {
      reason: LossReason(),
      detail: Type.Optional(LossDetail()),
      competitor: Type.Optional(CompetitorName('The competitor that won the lead.')),
      loseDeals: Type.Optional(
        Type.Boolean({ description: 'Whether its open deals are lost with it for the same reason; true when absent.' }),
      ),
    },
    strict('The loss of a lead, with its reason.'),
  ),
);

export const LeadLost = component(
  'LeadLost',
  Type.Object(
    {
      lead: Ref(LeadSchema),
      lostDeals: Type.Array(Ref(DealSchema), { description: 'Its open deals, which were lost with it.' }),
    },
    strict('A lost lead, and the deals that were lost with it.'),
  ),
);
