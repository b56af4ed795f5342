import { type ConversionPlan, planConversion } from '../../core/conversion/plan.js';
import type { ConversionRequest } from '../../core/conversion/request.js';
import { planUndo, type UndoPlan } from '../../core/conversion/undo.js';
import { type Loss, lostDeal } from '../../core/deals/closing.js';
import type { Deal } from '../../core/deals/deal.js';
import { isRefusal } from '../../core/deals/terms.js';
import type { Lead } from '../../core/leads/lead.js';
import {
  type ConvertCommand,
  convertRefusal,
  type UndoConversionCommand,
  undoConversionRefusal,
} from '../../core/lifecycle/commands/convert.js';
import type { LoseCommand } from '../../core/lifecycle/commands/lose.js';
import { type IfMatch, type Refusal, versionRefusal } from '../../core/refusals.js';
import type { Store, WriteScope } from '../../db/store.js';
import type { WriteContext } from '../context.js';
import { tellDeal } from '../deals.js';
import { refusalError, resultOf } from '../transactions/refusals.js';
import type { Outcome, Transactions } from '../transactions/request.js';
import { notFound } from '../versions.js';
import type { WorkspaceTime } from '../workspace-time.js';
import { carryOut, takeBack } from './carry-out.js';
import { readConversionFacts } from './read.js';

export interface Converted {
  lead: Lead;
  plan: ConversionPlan;
}

export interface Undone {
  lead: Lead;
  plan: UndoPlan;
}

export interface LeadLoss extends Omit<Loss, 'closedAt'> {
  /** Whether its open deals are lost with it. */
  loseDeals: boolean;
}

export interface Lost {
  lead: Lead;
  deals: Deal[];
}

export interface ConversionsOptions {
  store: Store;
  transactions: Transactions;
  timeOf: WorkspaceTime;
  newId: () => string;
}

export type ConversionsService = ReturnType<typeof conversionsService>;

/** How leads end: as customers with a deal, which can be taken back, or lost. */
export function conversionsService({ store, transactions, timeOf, newId }: ConversionsOptions) {
  return {
    /** What `convert` would do now. */
    async preview(workspaceId: string, leadId: string, request: ConversionRequest): Promise<Converted> {
      const read = store.read(workspaceId);
      const lead = await read.leads.find(leadId);
      if (!lead) throw notFound('lead');
      refuse(convertRefusal(lead));
      const facts = await readConversionFacts(read, lead, request);
      return { lead, plan: allowed(planConversion(request, facts, { now: await timeOf(workspaceId), newId })) };
    },
    convert: (context: WriteContext, leadId: string, ifMatch: IfMatch, request: ConversionRequest) =>
      convert(transactions, context, { leadId, ifMatch, request }),
    undo: (context: WriteContext, leadId: string, ifMatch: IfMatch) => undo(transactions, context, leadId, ifMatch),
    lose: (context: WriteContext, leadId: string, ifMatch: IfMatch, loss: LeadLoss) =>
      lose(transactions, context, { leadId, ifMatch, loss }),
  };
}

function refuse(refusal: Refusal | undefined): void {
  if (refusal) throw refusalError(refusal);
}

function allowed<Plan extends object>(plan: Plan | Refusal): Plan {
  if (isRefusal(plan)) throw refusalError(plan);
  return plan;
}

const nothing = async () => {};
const isApplied = ([outcome]: readonly Outcome[]) => outcome !== undefined && 'result' in outcome;

async function convert(
  transactions: Transactions,
  context: WriteContext,
  { leadId, ifMatch, request }: { leadId: string; ifMatch: IfMatch; request: ConversionRequest },
): Promise<Converted> {
  let [plan, conversionId]: [ConversionPlan | undefined, string] = [undefined, ''];
  const commands = async (scope: WriteScope, find: (id: string) => Lead | undefined) => {
    const lead = find(leadId);
    if (!lead) throw notFound('lead');
    refuse(versionRefusal(ifMatch, lead) ?? convertRefusal(lead));
    const { now, newId } = scope;
    conversionId = newId();
    plan = allowed(planConversion(request, await readConversionFacts(scope, lead, request), { now, newId }));
    const { deal } = plan;
    const { customerId = '', contactId, id: dealId } = deal.deal;
    const bought = { customerId, contactId, dealId };
    return [{ type: 'convert', leadId, ifMatch, conversionId, bought, actorId: context.actor.id } as const];
  };
  const after = async (scope: WriteScope, outcomes: readonly Outcome[]) => {
    if (plan && isApplied(outcomes)) await carryOut(scope, plan, { id: conversionId, leadId });
  };
  const finish = ([outcome]: readonly Outcome<ConvertCommand>[]) => ({
    lead: resultOf(outcome).lead,
    plan: plan as ConversionPlan,
  });
  const later = { leadIds: [leadId], commands };
  return transactions.run({
    context,
    commands: [],
    later,
    mode: 'partial',
    enclosed: { before: nothing, after },
    finish,
  });
}

async function undo(
  transactions: Transactions,
  context: WriteContext,
  leadId: string,
  ifMatch: IfMatch,
): Promise<Undone> {
  let [plan, conversionId]: [UndoPlan | undefined, string] = [undefined, ''];
  const commands = async (scope: WriteScope, find: (id: string) => Lead | undefined) => {
    const lead = find(leadId);
    if (!lead) throw notFound('lead');
    const conversion = await scope.conversions.findOfLead(leadId);
    refuse(versionRefusal(ifMatch, lead) ?? undoConversionRefusal(lead));
    if (!conversion) throw new Error(`the conversion of the lead ${leadId} is gone`);
    const { record } = conversion;
    const { person, organization } = record;
    const made = [person, organization].flatMap((part) => (part && part.before === undefined ? [part.id] : []));
    const facts = {
      person: person && (await scope.customers.find(person.id)),
      organization: organization && (await scope.customers.find(organization.id)),
      deal: await scope.deals.find(record.deal.id),
      resting: await scope.conversions.resting(made, conversion),
    };
    plan = allowed(planUndo(record, facts, scope.now));
    conversionId = conversion.id;
    return [{ type: 'undo_conversion', leadId, ifMatch } as const];
  };
  const after = async (scope: WriteScope, outcomes: readonly Outcome[]) => {
    if (plan && isApplied(outcomes)) await takeBack(scope, plan, conversionId);
  };
  const finish = ([outcome]: readonly Outcome<UndoConversionCommand>[]) => ({
    lead: resultOf(outcome).lead,
    plan: plan as UndoPlan,
  });
  const later = { leadIds: [leadId], commands };
  return transactions.run({
    context,
    commands: [],
    later,
    mode: 'partial',
    enclosed: { before: nothing, after },
    finish,
  });
}

async function lose(
  transactions: Transactions,
  context: WriteContext,
  { leadId, ifMatch, loss: { loseDeals, ...loss } }: { leadId: string; ifMatch: IfMatch; loss: LeadLoss },
): Promise<Lost> {
  let deals: Deal[] = [];
  const after = async (scope: WriteScope, outcomes: readonly Outcome[]) => {
    if (!loseDeals || !isApplied(outcomes)) return;
    const open = await scope.deals.openOfLead(leadId);
    deals = open.map((deal) => lostDeal(deal, loss, scope.now));
    await scope.deals.replace(deals);
    for (const [index, deal] of deals.entries()) tellDeal(scope, 'deal.lost', 'lead_lost', open[index], deal);
  };
  const command: LoseCommand = { type: 'lose', leadId, ifMatch, actorId: context.actor.id, ...loss };
  const finish = ([outcome]: readonly Outcome<LoseCommand>[]) => ({ lead: resultOf(outcome).lead, deals });
  const enclosed = { before: nothing, after };
  return transactions.run({ context, commands: [command], mode: 'partial', enclosed, finish });
}
