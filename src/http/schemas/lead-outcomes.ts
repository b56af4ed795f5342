import Type from 'typebox';
import { Id, strict, Timestamp } from './common.js';
import { component, Ref } from './components.js';
import { CompetitorName, LossDetail, LossReason } from './deals.js';

export const LeadConversion = component(
  'LeadConversion',
  Type.Object(
    {
      convertedAt: Timestamp('When it was converted.'),
      customerId: Id('The customer who bought.'),
      contactId: Type.Optional(Id('The person to talk to, where an organization bought.')),
      dealId: Id('The deal.'),
    },
    strict('What a converted lead became.'),
  ),
);

export const LeadLossReason = component(
  'LeadLossReason',
  Type.Object(
    {
      lostAt: Timestamp('When it was lost.'),
      reason: LossReason(),
      detail: Type.Optional(LossDetail()),
      competitor: Type.Optional(CompetitorName('Who won it instead.')),
    },
    strict(
      'Why a lead is lost. One that was moved to `lost` by hand has the reason `other`, and the words of who moved it.',
    ),
  ),
);

/** Fields of a lead that has ended. */
export const outcomeFields = {
  conversion: Type.Optional(Ref(LeadConversion)),
  loss: Type.Optional(Ref(LeadLossReason)),
};
