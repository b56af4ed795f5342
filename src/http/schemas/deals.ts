import Type from 'typebox';
import { DEAL_STATUSES } from '../../core/deals/deal.js';
import { LOSS_REASONS } from '../../core/leads/lifecycle-reasons.js';
import { Id, listOf, PastInstant, PlannedDay, strict, Timestamp, Version } from './common.js';
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
const DealName = () => Type.String({ minLength: 1, maxLength: 200, pattern: '\\S', description: 'What it is called.' });
export const CompetitorName = (description: string) => Type.String({ minLength: 1, maxLength: 200, description });
const RACE = 'Who was beaten (won), won it instead (lost), or is in the race (open).';
export const LossReason = () =>
  enumOf(LOSS_REASONS, {
    description:
      'Why there was no sale: `price`, `competitor` (came first), `timing`, `demo` (went wrong), `no_budget`, `buyer_not_ready`, `no_decision`, `missing_feature`, `no_contact` (could not be reached any more), `other`.',
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
    strict('A line of a deal.'),
  ),
);

const products = () => Type.Array(Ref(DealProductSchema), { maxItems: 100, description: 'What is sold.' });
const Amount = () => Money('What it is worth; the sum of the products when absent.');

export const NewDealSchema = component(
  'NewDeal',
  Type.Object(
    {
      name: Type.Optional(DealName()),
      products: Type.Optional(products()),
      amount: Type.Optional(Amount()),
      currency: Currency(),
      expectedCloseOn: Type.Optional(CloseOn()),
    },
    strict('A deal that is made with a conversion.'),
  ),
);

export const DealCreate = component(
  'DealCreate',
  Type.Object(
    {
      name: Type.Optional(DealName()),
      leadId: Type.Optional(Id('The lead that it is about.')),
      customerId: Type.Optional(Id('The customer who may buy: a further deal.')),
      ownerId: Type.Optional(Id('The rep who works it; the owner of the lead or customer when absent.')),
      products: Type.Optional(products()),
      amount: Type.Optional(Amount()),
      currency: Currency(),
      expectedCloseOn: Type.Optional(CloseOn()),
      competitor: Type.Optional(CompetitorName('Who is in the race as well.')),
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
      amount: Type.Optional(nullable(Money('What it is worth; products sent without it say it anew.'))),
      currency: Type.Optional(Currency()),
      expectedCloseOn: Type.Optional(nullable(CloseOn())),
      competitor: Type.Optional(nullable(CompetitorName(RACE))),
    },
    { ...strict('A correction by RFC 7396: null removes, absent keeps, products are replaced.'), minProperties: 1 },
  ),
);

export const DealWin = component(
  'DealWin',
  Type.Object(
    {
      closedAt: Type.Optional(PastInstant('When it was won; now when absent, never in the future.')),
      competitor: Type.Optional(CompetitorName('Who was beaten.')),
    },
    strict('An open deal is won.'),
  ),
);

export const DealLoss = component(
  'DealLoss',
  Type.Object(
    {
      reason: LossReason(),
      detail: Type.Optional(LossDetail()),
      competitor: Type.Optional(CompetitorName('Who won it instead.')),
      closedAt: Type.Optional(PastInstant('When it was lost; now when absent, never in the future.')),
    },
    strict('An open deal is lost.'),
  ),
);

/** All fields of a deal but its identity, of a real or a previewed deal. */
const dealDetails = {
  status: enumOf(DEAL_STATUSES, { description: 'Open, or how it ended.' }),
  name: Type.Optional(DealName()),
  customerId: Type.Optional(Id('Who buys: the organization, or the person where there is none.')),
  contactId: Type.Optional(Id('The person to talk to, where an organization buys.')),
  leadId: Type.Optional(Id('The lead that it is about; absent as well when that was deleted.')),
  ownerId: Type.Optional(OwnerId()),
  products: products(),
  amount: Type.Optional(Money('What it is worth; absent while that is not known.')),
  currency: Currency(),
  expectedCloseOn: Type.Optional(CloseOn()),
  closedAt: Type.Optional(Timestamp('When it was won or lost.')),
  competitor: Type.Optional(CompetitorName(RACE)),
  lossReason: Type.Optional(LossReason()),
  lossDetail: Type.Optional(LossDetail()),
  cycleStartedAt: Timestamp('Where its sales cycle begins: the first touch of its lead, or when it was opened.'),
};

export const DealDetails = component('DealDetails', Type.Object(dealDetails, strict('A deal without its identity.')));

export const DealSchema = component(
  'Deal',
  Type.Object(
    {
      id: Id('The deal.'),
      version: Version(),
      ...dealDetails,
      sourceId: Type.Optional(Id('Where its lead came from, or its customer.')),
      campaignId: Type.Optional(Id('The campaign that its lead came from, or its customer.')),
      createdAt: Timestamp('When it was made.'),
      updatedAt: Timestamp('When it last changed.'),
    },
    strict('A possible, made or missed sale.'),
  ),
);
export const DealList = listOf('DealList', DealSchema, 'Deals, newest first.');
