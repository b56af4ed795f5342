import Type from 'typebox';
import { CUSTOMER_FOUND_BY } from '../../core/conversion/customers.js';
import { CUSTOMER_MATCH_KEYS } from '../../core/customers/keys.js';
import { CATEGORIES } from '../../core/leads/vocabulary.js';
import { Id, PastInstant, strict } from './common.js';
import { component, enumOf, Ref } from './components.js';
import { CustomerDetails } from './customers.js';
import { CompetitorName, DealDetails, DealSchema, LossDetail, LossReason, NewDealSchema } from './deals.js';
import { LeadSchema } from './leads.js';

export const ConversionRequestSchema = component(
  'ConversionRequest',
  Type.Object(
    {
      customerId: Type.Optional(
        Id(
          'An existing customer that the lead is, or belongs to; found by external id, e-mail, phone or company domain when absent.',
        ),
      ),
      dealId: Type.Optional(Id('An open deal that it is about. Exactly one of this and `deal`.')),
      deal: Type.Optional(Ref(NewDealSchema)),
      won: Type.Optional(
        Type.Boolean({ description: 'Whether the deal is won with it, as when absent; false leaves it open.' }),
      ),
      closedAt: Type.Optional(PastInstant('When the deal was won; now when absent, never in the future.')),
      competitor: Type.Optional(CompetitorName('Who was beaten; only of a won deal.')),
      overwrite: Type.Optional(
        Type.Boolean({
          description:
            'Whether existing customers take what the lead says also where they say otherwise. Without it only what is empty is filled.',
        }),
      ),
    },
    strict('How a lead becomes a customer with a deal.'),
  ),
);

const action = enumOf(['created', 'linked'] as const, { description: 'Made new, or found and completed.' });
const Fields = (description: string) =>
  Type.Array(Type.String({ description: 'Name of a field.' }), { maxItems: 100, description });

export const ConvertedCustomer = component(
  'ConvertedCustomer',
  Type.Object(
    {
      action,
      customerId: Type.Optional(Id('The customer; absent in a preview of one that would be made.')),
      foundBy: Type.Optional(
        enumOf([...CUSTOMER_FOUND_BY, ...CUSTOMER_MATCH_KEYS] as const, {
          description:
            'How an existing one was found: by the `request`, as the organization of the `person`, or by a key.',
        }),
      ),
      filledFields: Fields('What an existing one takes from the lead; empty when that is nothing.'),
      before: Type.Optional(Ref(CustomerDetails)),
      after: Ref(CustomerDetails),
    },
    strict('What becomes of the person or the organization of a lead.'),
  ),
);

export const ConvertedDeal = component(
  'ConvertedDeal',
  Type.Object(
    {
      action,
      dealId: Type.Optional(Id('The deal; absent in a preview of one that would be made.')),
      before: Type.Optional(Ref(DealDetails)),
      after: Ref(DealDetails),
    },
    strict('What becomes of the deal.'),
  ),
);

const parts = {
  person: Type.Optional(Ref(ConvertedCustomer)),
  organization: Type.Optional(Ref(ConvertedCustomer)),
  deal: Ref(ConvertedDeal),
  candidateIds: Type.Array(Id('A customer.'), {
    maxItems: 50,
    description:
      'Organizations of the same name as the one that is made: they may be the same, so name it as `customerId` if it is.',
  }),
};

export const ConversionPreview = component(
  'ConversionPreview',
  Type.Object(
    {
      leadId: Id('The lead.'),
      categoryBefore: enumOf(CATEGORIES, { description: 'Where the lead stands.' }),
      categoryAfter: enumOf(CATEGORIES, { description: 'Where it would stand: `customer`.' }),
      ...parts,
    },
    strict('What a conversion would make, link and fill. Nothing is written.'),
  ),
);

export const ConversionResult = component(
  'ConversionResult',
  Type.Object(
    { lead: Ref(LeadSchema), ...parts },
    strict('What a conversion made, linked and filled, all of it in one transaction.'),
  ),
);

export const KeptFields = component(
  'KeptFields',
  Type.Object(
    {
      subjectKind: enumOf(['customer', 'deal'] as const, { description: 'Of what.' }),
      subjectId: Type.String({ description: 'Its id.' }),
      fields: Fields('What was changed since, and stays.'),
    },
    strict('Values that the conversion wrote and somebody has changed since.'),
  ),
);

const Ids = (description: string) => Type.Array(Id('It.'), { maxItems: 2, description });

export const ConversionUndone = component(
  'ConversionUndone',
  Type.Object(
    {
      lead: Ref(LeadSchema),
      removedCustomerIds: Ids('Customers that the conversion had made.'),
      restoredCustomerIds: Ids('Customers that gave back what it had filled.'),
      removedDealId: Type.Optional(Id('The deal that it had made.')),
      restoredDealId: Type.Optional(Id('The deal that it had taken up.')),
      kept: Type.Array(Ref(KeptFields), { maxItems: 3, description: 'What was changed since, and stays as it is.' }),
    },
    strict('What was taken back.'),
  ),
);

export const LeadLossSchema = component(
  'LeadLoss',
  Type.Object(
    {
      reason: LossReason(),
      detail: Type.Optional(LossDetail()),
      competitor: Type.Optional(CompetitorName('Who won it instead.')),
      loseDeals: Type.Optional(
        Type.Boolean({ description: 'Whether its open deals are lost with it for the same reason, as when absent.' }),
      ),
    },
    strict('A lead that does not buy, and why.'),
  ),
);

export const LeadLost = component(
  'LeadLost',
  Type.Object(
    {
      lead: Ref(LeadSchema),
      lostDeals: Type.Array(Ref(DealSchema), { description: 'Its deals that were open, lost with it.' }),
    },
    strict('A lost lead, and what was lost with it.'),
  ),
);
