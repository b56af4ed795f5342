import type { LeadSnapshot, Reads } from '../../core/batch/reads.js';
import { readsOf } from '../../core/commands/execute.js';
import type { LeadFacts } from '../../core/leads/facts.js';
import type { KeyValue } from '../../core/leads/keys.js';
import { CustomerLeadNeeds } from './load-customer-leads.js';
import { SalesNeeds } from './load-sales.js';
import type { TransactionRequest } from './request.js';

/** Keys of the records that the commands of a group need, without duplicates. */
export interface Needs {
  keys: KeyValue[];
  leadIds: string[];
  ownerDecisions: string[];
  taskIds: string[];
  jobIds: string[];
  snapshots: LeadSnapshot[];
  touches: { leadId: string; id: string }[];
  engagementExternalIds: string[];
  activityExternalIds: string[];
  visitExternalIds: string[];
  visitorIds: string[];
  referrerLeadIds: string[];
  referrals: boolean;
  claimingRepIds: string[];
  facts: LeadFacts[];
  customerFacts: LeadFacts[];
  sales: SalesNeeds;
  customerLeads: CustomerLeadNeeds;
  commands: number;
}

const noNeeds = (): Needs => ({
  keys: [],
  leadIds: [],
  ownerDecisions: [],
  taskIds: [],
  jobIds: [],
  snapshots: [],
  touches: [],
  engagementExternalIds: [],
  activityExternalIds: [],
  visitExternalIds: [],
  visitorIds: [],
  referrerLeadIds: [],
  referrals: false,
  claimingRepIds: [],
  facts: [],
  customerFacts: [],
  sales: new SalesNeeds(),
  customerLeads: new CustomerLeadNeeds(),
  commands: 0,
});

/** What the commands of the requests need, as far as it follows from the commands alone. */
export function needsOf(requests: readonly TransactionRequest[]): Needs {
  const keys = new Map<string, KeyValue>();
  const [leadIds, visitorIds, referrerLeadIds, claimingRepIds] = [
    new Set<string>(),
    new Set<string>(),
    new Set<string>(),
    new Set<string>(),
  ];
  const needs = noNeeds();
  const add = (reads: Reads): void => {
    for (const key of reads.keys ?? []) keys.set(`${key.kind}|${key.value}`, key);
    for (const id of reads.leadIds ?? []) leadIds.add(id);
    for (const id of reads.ownerDecisions ?? []) needs.ownerDecisions.push(id);
    for (const id of reads.taskIds ?? []) needs.taskIds.push(id);
    if (reads.jobId !== undefined && !needs.jobIds.includes(reads.jobId)) needs.jobIds.push(reads.jobId);
    if (reads.snapshot !== undefined) needs.snapshots.push(reads.snapshot);
    for (const touch of reads.touches ?? []) needs.touches.push(touch);
    if (reads.visitorId !== undefined) visitorIds.add(reads.visitorId);
    if (reads.referrerLeadId !== undefined) referrerLeadIds.add(reads.referrerLeadId);
    if (reads.claimingRepId !== undefined) claimingRepIds.add(reads.claimingRepId);
    if (reads.engagementExternalId !== undefined) needs.engagementExternalIds.push(reads.engagementExternalId);
    needs.engagementExternalIds.push(...(reads.engagementExternalIds ?? []));
    needs.activityExternalIds.push(...(reads.activityExternalIds ?? []));
    if (reads.activityExternalId !== undefined) needs.activityExternalIds.push(reads.activityExternalId);
    if (reads.visitExternalId !== undefined) needs.visitExternalIds.push(reads.visitExternalId);
    if (reads.facts !== undefined) needs.facts.push(reads.facts);
    if (reads.customerFacts !== undefined) needs.customerFacts.push(reads.customerFacts);
    if (reads.sales !== undefined) needs.sales.add(reads.sales);
    needs.referrals ||= reads.referrals === true;
  };
  for (const { commands } of requests) {
    needs.commands += commands.length;
    for (const command of commands) add(readsOf(command));
  }
  const lists = { keys: [...keys.values()], leadIds: [...leadIds], visitorIds: [...visitorIds] };
  return { ...needs, ...lists, referrerLeadIds: [...referrerLeadIds], claimingRepIds: [...claimingRepIds] };
}
