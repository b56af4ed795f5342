import type { Batch } from '../batch/batch.js';
import type { Reads } from '../batch/reads.js';
import { NO_CUSTOMER } from '../customers/commands/checks.js';
import { churnReads, churnRefusal, returnRefusal, undoChurnRefusal } from '../customers/commands/churn.js';
import {
  createReads as createCustomerReads,
  createRefusal as createCustomerRefusal,
} from '../customers/commands/create.js';
import {
  patchReads as patchCustomerReads,
  patchReadsNext as patchCustomerReadsNext,
  patchRefusal as patchCustomerRefusal,
} from '../customers/commands/patch.js';
import {
  remove as removeCustomer,
  removeLeadsOf as removeCustomerLeads,
  removeReads as removeCustomerReads,
} from '../customers/commands/remove.js';
import type { Customer } from '../customers/customer.js';
import { buyerReads } from '../deals/commands/buyers.js';
import { loseDeal, loseDealRefusal, reopenDealRefusal, winDealRefusal } from '../deals/commands/close.js';
import {
  create as createDeal,
  createReads as createDealReads,
  createRefusal as createDealRefusal,
} from '../deals/commands/create.js';
import { patch as patchDeal, patchRefusal as patchDealRefusal } from '../deals/commands/patch.js';
import type { Deal } from '../deals/deal.js';
import { type IfMatch, type Refusal, versionRefusal } from '../refusals.js';
import {
  churnWithLeads,
  leadsOfChurn,
  leadsOfDeal,
  reopenDealRestoringChurn,
  returnWithLeads,
  undoChurnWithLeads,
  winDealEndingChurn,
} from './customer-returns.js';
import { changedCustomerLeads, correctCustomer, createWithLeads, newCustomerLeads } from './linked-leads.js';
import type { CommandRow } from './row.js';

const NO_DEAL: Refusal = { code: 'not_found', detail: 'There is no such deal in this workspace.' };

type Apply<Command, Result> = (batch: Batch, command: Command) => Result;

/** The customer must exist, at a version that the caller accepts. */
function ofCustomer<Command extends { customerId: string; ifMatch?: IfMatch }, Result>(
  apply: Apply<Command, Result>,
  refusal?: (batch: Batch, command: Command, customer: Customer) => Refusal | undefined,
): CommandRow<Command, Result> {
  const reads = ({ customerId }: Command): Reads => ({ sales: { customerIds: [customerId] } });
  const refuse = (batch: Batch, command: Command): Refusal | undefined => {
    const customer = batch.sales.customers.find(command.customerId);
    if (customer === undefined) return NO_CUSTOMER;
    return versionRefusal(command.ifMatch, customer, 'customer') ?? refusal?.(batch, command, customer);
  };
  return { reads, refuse, apply };
}

/** The same for a deal. */
function ofDeal<Command extends { dealId: string; ifMatch?: IfMatch }, Result>(
  apply: Apply<Command, Result>,
  refusal: (batch: Batch, command: Command, deal: Deal) => Refusal | undefined,
): CommandRow<Command, Result> {
  const reads = ({ dealId }: Command): Reads => ({ sales: { dealIds: [dealId] } });
  const refuse = (batch: Batch, command: Command): Refusal | undefined => {
    const deal = batch.sales.deals.find(command.dealId);
    if (deal === undefined) return NO_DEAL;
    return versionRefusal(command.ifMatch, deal, 'deal') ?? refusal(batch, command, deal);
  };
  return { reads, refuse, apply };
}

/** The rows of `COMMANDS` about customers. */
export const CUSTOMER_COMMANDS = {
  create_customer: {
    reads: createCustomerReads,
    leadsOf: newCustomerLeads,
    refuse: createCustomerRefusal,
    apply: createWithLeads,
  },
  patch_customer: {
    ...ofCustomer(correctCustomer, patchCustomerRefusal),
    leadsOf: changedCustomerLeads,
    reads: patchCustomerReads,
    readsNext: patchCustomerReadsNext,
  },
  churn_customer: { ...ofCustomer(churnWithLeads, churnRefusal), reads: churnReads, leadsOf: leadsOfChurn },
  return_customer: { ...ofCustomer(returnWithLeads, returnRefusal), leadsOf: leadsOfChurn },
  undo_churn: {
    ...ofCustomer(undoChurnWithLeads, (_batch, _command, customer) => undoChurnRefusal(customer)),
    leadsOf: leadsOfChurn,
  },
  remove_customer: { ...ofCustomer(removeCustomer), reads: removeCustomerReads, leadsOf: removeCustomerLeads },
};

/** The rows of `COMMANDS` about deals. */
export const DEAL_COMMANDS = {
  create_deal: { reads: createDealReads, refuse: createDealRefusal, apply: createDeal },
  patch_deal: ofDeal(patchDeal, patchDealRefusal),
  win_deal: { ...ofDeal(winDealEndingChurn, winDealRefusal), readsNext: buyerReads, leadsOf: leadsOfDeal },
  lose_deal: { ...ofDeal(loseDeal, loseDealRefusal), readsNext: buyerReads },
  reopen_deal: {
    ...ofDeal(reopenDealRestoringChurn, reopenDealRefusal),
    readsNext: buyerReads,
    leadsOf: leadsOfDeal,
  },
};
