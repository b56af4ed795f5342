import type { Batch } from '../../batch/batch.js';
import type { Reads } from '../../batch/reads.js';
import { noteCustomer, withLedger } from '../../consents/commands/note-statements.js';
import { addedSuppressionRefusal } from '../../consents/suppression.js';
import type { LeadFacts } from '../../leads/facts.js';
import type { IfMatch, Refusal } from '../../refusals.js';
import type { Customer } from '../customer.js';
import { customerKeysOf } from '../keys.js';
import { type Belonging, belongingRefusal, factsRefusal } from './checks.js';
import { changeCustomer } from './record.js';

/** A correction. `apply` is pure: facts in, corrected and normalised facts of the same kind out. Null removes, absent keeps. */
export interface PatchCustomerCommand {
  type: 'patch_customer';
  customerId: string;
  ifMatch?: IfMatch;
  apply: (facts: LeadFacts) => LeadFacts;
  organizationId?: string | null | undefined;
  ownerId?: string | null | undefined;
}

export const patchReads = ({ customerId, organizationId }: PatchCustomerCommand): Reads => ({
  sales: { customerIds: [customerId, organizationId ?? []].flat() },
});

/** The keys that the correction removes and adds. */
export function patchReadsNext({ sales }: Batch, { customerId, apply }: PatchCustomerCommand): Reads {
  const customer = sales.customers.find(customerId);
  if (customer === undefined) return {};
  const { facts } = customer;
  const after = apply(facts);
  return { customerFacts: after, sales: { customerKeys: [...customerKeysOf(facts), ...customerKeysOf(after)] } };
}

export function patchRefusal(batch: Batch, command: PatchCustomerCommand, customer: Customer): Refusal | undefined {
  const facts = command.apply(customer.facts);
  const belonging = belongingAfter(command, customer);
  return (
    addedSuppressionRefusal(batch, customer.facts, facts) ??
    factsRefusal(batch, facts, customer) ??
    belongingRefusal(batch, facts.kind, belonging, customer)
  );
}

export function patch(batch: Batch, command: PatchCustomerCommand): { customer: Customer } {
  const customer = batch.sales.customers.get(command.customerId);
  const stated = command.apply(customer.facts);
  const facts = withLedger(batch, stated, { known: customer.facts, fillOnly: false, ofCustomer: true });
  noteCustomer(batch, customer.facts, stated);
  const changes = { facts, ...belongingAfter(command, customer) };
  return changeCustomer(batch, customer.id, changes);
}

function belongingAfter({ organizationId, ownerId }: PatchCustomerCommand, before: Customer): Belonging {
  return {
    organizationId: organizationId === undefined ? before.organizationId : (organizationId ?? undefined),
    ownerId: ownerId === undefined ? before.ownerId : (ownerId ?? undefined),
  };
}
