import type { Batch } from '../../batch/batch.js';
import type { Reads } from '../../batch/reads.js';
import { noteCustomer, withLedger } from '../../consents/commands/note-statements.js';
import { suppressionRefusal } from '../../consents/suppression.js';
import type { LeadFacts } from '../../leads/facts.js';
import type { Refusal } from '../../refusals.js';
import type { Customer } from '../customer.js';
import { customerKeysOf } from '../keys.js';
import { type Belonging, belongingRefusal, factsRefusal } from './checks.js';
import { addCustomer } from './record.js';

/** Creates a customer without a lead. */
export interface CreateCustomerCommand extends Belonging {
  type: 'create_customer';
  facts: LeadFacts;
}

export const createReads = ({ facts, organizationId }: CreateCustomerCommand): Reads => ({
  customerFacts: facts,
  sales: { customerKeys: customerKeysOf(facts), customerIds: organizationId === undefined ? [] : [organizationId] },
});

export function createRefusal(batch: Batch, command: CreateCustomerCommand): Refusal | undefined {
  const { facts } = command;
  return suppressionRefusal(batch, facts) ?? factsRefusal(batch, facts) ?? belongingRefusal(batch, facts.kind, command);
}

export function create(batch: Batch, command: CreateCustomerCommand): { customer: Customer } {
  const { now } = batch;
  const { facts: stated, organizationId, ownerId } = command;
  const facts = withLedger(batch, stated, { known: undefined, fillOnly: false, ofCustomer: true });
  const stamps = { id: batch.newId(), version: 1, createdAt: now, updatedAt: now };
  const customer: Customer = { ...stamps, facts, organizationId, ownerId };
  addCustomer(batch, customer, 'api');
  noteCustomer(batch, undefined, stated);
  return { customer };
}
