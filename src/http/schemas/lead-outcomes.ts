import Type from 'typebox';
import { Id, strict, Timestamp } from './common.js';
import { component, Ref } from './components.js';
import { CompetitorName, LossDetail, LossReason } from './deals.js';

export const LeadConversion = component(
  'LeadConversion',
  Type.Object(
    {
      convertedAt: Timestamp('When it was converted.'),
      customerId: Type.Optional(Id('The customer who bought; absent when it has been deleted since.')),
      contactId: Type.Optional(Id('The contact person, when an organization bought.')),
      dealId: Id('The deal.'),
    },
    strict('What a converted lead became.'),
  ),
);

export const LeadLossRecord = component(
  'LeadLossRecord',
  Type.Object(
    {
      lostAt: Timestamp('When it was lost.'),
      reason: LossReason(),
      detail: Type.Optional(LossDetail()),
      competitor: Type.Optional(CompetitorName('The competitor that won the lead.')),
    },
    strict(
      'Why a lead is lost. A lead that was moved to `lost` by hand has the reason `other`, with the given reason as detail.',
    ),
  ),
);

/** Fields of a lead that has ended. `lastLoss` is that of a lead which is not lost any more. */
export const outcomeFields = {
  conversion: Type.Optional(Ref(LeadConversion)),
  loss: Type.Optional(Ref(LeadLossRecord)),
  lastLoss: Type.Optional(Ref(LeadLossRecord)),
};
