import Type from 'typebox';
import { DEAL_STATUSES } from '../../core/deals/deal.js';
import { LOSS_REASONS } from '../../core/leads/lifecycle-reasons.js';
import { Id, listOf, NameOf, PastInstant, PlannedDay, strict, Timestamp, Version } from './common.js';
import { component, enumOf, nullable, Ref } from './components.js';

/** Exact, and never a float: a decimal of JSON would be rounded by most readers. */
export const Money = (description: string) =>
  Type.String({
    pattern: '^[0-9]{1,15}(\\.[0-9]{1,4})?$',
    description: `${description} Decimal text in major units of the currency, at most 15 digits before and 4 after the point; sums are exact.`,
    examples: ['12500.00'],
  });

const Currency = () =>
  Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217 currency of all its amounts.', examples: ['EUR'] });
const CloseOn = () => PlannedDay('The day on which it is expected to close,');
const DealName = () => Type.String({ minLength: 1, maxLength: 200, pattern: '\\S', description: 'The name.' });
export const CompetitorName = (description: string) => Type.String({ minLength: 1, maxLength: 200, description });
const RACE = 'The competitor that lost (won deal), won (lost deal), or also bids (open deal).';
export const LossReason = () =>
  enumOf(LOSS_REASONS, {
    description:
      'Why it was lost: `price`, `competitor` (won the deal), `timing`, `demo` (failed), `no_budget`, `buyer_not_ready`, `no_decision`, `missing_feature`, `no_contact` (no longer reachable), `other`.',
  });
export const LossDetail = () => Type.String({ minLength: 1, maxLength: 500, description: 'The reason in words.' });
const OwnerId = () => Id('The rep who works it.');

export const DealProductSchema = component(
  'DealProduct',
  Type.Object(
    {
      name: Type.String({ minLength: 1, maxLength: 200, pattern: '\\S', description: 'The product or service.' }),
      quantity: Type.Integer({ minimum: 1, maximum: 1_000_000, description: 'How many units.' }),
      unitPrice: Money('Price of one unit.'),
    },
    strict('A line item of a deal.'),
  ),
);

const products = () => Type.Array(Ref(DealProductSchema), { maxItems: 100, description: 'The products of the deal.' });
const Amount = () => Money('The amount; the sum of the products when absent.');

export const ConversionDealSchema = component(
  'ConversionDeal',
  Type.Object(
    {
      name: Type.Optional(DealName()),
      products: Type.Optional(products()),
      amount: Type.Optional(Amount()),
      currency: Currency(),
      expectedCloseOn: Type.Optional(CloseOn()),
    },
    strict('A deal that a conversion creates.'),
  ),
);

export const DealCreate = component(
  'DealCreate',
  Type.Object(
    {
      name: Type.Optional(DealName()),
      leadId: Type.Optional(Id('The lead that it is about.')),
      customerId: Type.Optional(Id('The existing customer who may buy.')),
      ownerId: Type.Optional(Id('The rep who works it; the owner of the lead or customer when absent.')),
      products: Type.Optional(products()),
      amount: Type.Optional(Amount()),
      currency: Currency(),
      expectedCloseOn: Type.Optional(CloseOn()),
      competitor: Type.Optional(CompetitorName('A competitor that also bids.')),
    },
    strict('A new open deal, about a lead, of a customer, or both.'),
  ),
);

export const DealPatchSchema = component(
  'DealPatch',
  Type.Object(
    {
      name: Type.Optional(nullable(DealName())),
      ownerId: Type.Optional(nullable(OwnerId())),
      products: Type.Optional(products()),
      amount: Type.Optional(
        nullable(Money('The amount; set to the sum of the products when products are sent without it.')),
      ),
      currency: Type.Optional(Currency()),
      expectedCloseOn: Type.Optional(nullable(CloseOn())),
      competitor: Type.Optional(nullable(CompetitorName(RACE))),
    },
    {
      ...strict('A JSON Merge Patch (RFC 7396): null removes, absent keeps, products are replaced.'),
      minProperties: 1,
    },
  ),
);

export const DealWin = component(
  'DealWin',
  Type.Object(
    {
      closedAt: Type.Optional(PastInstant('When it was won; now when absent, never in the future.')),
      competitor: Type.Optional(CompetitorName('The competitor that lost.')),
    },
    strict('How an open deal was won.'),
  ),
);

export const DealLoss = component(
  'DealLoss',
  Type.Object(
    {
      reason: LossReason(),
      detail: Type.Optional(LossDetail()),
      competitor: Type.Optional(CompetitorName('The competitor that won the deal.')),
      closedAt: Type.Optional(PastInstant('When it was lost; now when absent, never in the future.')),
    },
    strict('How an open deal was lost.'),
  ),
);

/** All fields of a deal but its identity, of a real or a previewed deal. */
const dealDetails = {
  status: enumOf(DEAL_STATUSES, { description: 'Open, won or lost.' }),
  name: Type.Optional(DealName()),
  customerId: Type.Optional(Id('The buyer: the organization, or the person when there is no organization.')),
  contactId: Type.Optional(Id('The contact person, when the buyer is an organization.')),
  leadId: Type.Optional(Id('The lead that it is about; absent after that lead was deleted.')),
  ownerId: Type.Optional(OwnerId()),
  ownerName: NameOf('that rep'),
  products: products(),
  amount: Type.Optional(Money('The amount; absent while it is not known.')),
  currency: Currency(),
  expectedCloseOn: Type.Optional(CloseOn()),
  closedAt: Type.Optional(Timestamp('When it was won or lost.')),
  competitor: Type.Optional(CompetitorName(RACE)),
  lossReason: Type.Optional(LossReason()),
  lossDetail: Type.Optional(LossDetail()),
  cycleStartedAt: Timestamp(
    'When its sales cycle began: at the first touch of its lead, else when the deal was opened.',
  ),
};

export const DealDetails = component(
  'DealDetails',
  Type.Object(dealDetails, strict('The fields of a deal, without its id.')),
);

export const DealSchema = component(
  'Deal',
  Type.Object(
    {
      id: Id('The deal.'),
      version: Version(),
      ...dealDetails,
      sourceId: Type.Optional(Id('The source of its lead, else of its customer.')),
      sourceName: NameOf('that source'),
      campaignId: Type.Optional(Id('The campaign of its lead, else of its customer.')),
      campaignName: NameOf('that campaign'),
      createdAt: Timestamp('When it was made.'),
      updatedAt: Timestamp('When it last changed.'),
    },
    strict('A sales opportunity: open, won or lost.'),
  ),
);
export const DealList = listOf('DealList', DealSchema, 'Deals, newest first.');
