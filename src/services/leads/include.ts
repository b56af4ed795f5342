import type { LoggedDecision } from '../../core/assignment/decision.js';
import type { Lead } from '../../core/leads/lead.js';
import { withTouches } from '../../core/leads/touch.js';
import type { Source } from '../../core/sources.js';
import type { Repositories } from '../../db/repositories/repositories.js';
import { type Rep, repOf } from '../reps.js';
import { type DecidingRules, exactState, lazyFunnel } from './exact.js';
import { explainLead, type LeadExplanation } from './explain.js';
import { type TouchWithProposal, withProposal } from './proposals.js';
import type { SourcedState } from './subjects.js';

/** What a read of leads adds to each of them. */
export interface Wanted {
  explanation?: boolean;
  assignment?: boolean;
  lastTouch?: boolean;
  source?: boolean;
  owner?: boolean;
}

export interface Included {
  explanation?: LeadExplanation | undefined;
  decision?: LoggedDecision | undefined;
  lastTouch?: TouchWithProposal | undefined;
  source?: Source | undefined;
  owner?: Rep | undefined;
}

export type IncludedOf = (lead: Lead) => Included;

const distinct = (ids: readonly (string | undefined)[]): string[] => [
  ...new Set(ids.filter((id): id is string => id !== undefined)),
];
const byId = <Row extends { id: string }>(rows: readonly Row[]) => new Map(rows.map((row) => [row.id, row]));

/** Reads what is wanted about all the leads, by a number of statements that does not depend on the number of leads. */
export async function readIncluded(
  read: Repositories,
  leads: readonly Lead[],
  wanted: Wanted,
  explain: (leads: readonly Lead[]) => Promise<ReadonlyMap<string, LeadExplanation>>,
): Promise<IncludedOf> {
  const ids = leads.map(({ id }) => id);
  const [explanations, decisions, touches, sourceOf, owners] = await Promise.all([
    wanted.explanation ? explain(leads) : undefined,
    wanted.assignment ? read.decisions.last(ids) : [],
    wanted.lastTouch ? read.touches.last(ids) : [],
    wanted.source ? read.sources.survivors(distinct(leads.map(({ sourceId }) => sourceId))) : new Map<string, Source>(),
    wanted.owner ? read.reps.findMany(distinct(leads.map(({ ownerId }) => ownerId))) : [],
  ]);
  const decisionOf = new Map(decisions.map((decision) => [decision.leadId, decision]));
  const touchOf = new Map(touches.map((touch) => [touch.leadId, touch]));
  const ownerOf = byId(owners.map(repOf));
  return (lead) => {
    const touch = touchOf.get(lead.id);
    return {
      explanation: explanations?.get(lead.id),
      decision: decisionOf.get(lead.id),
      lastTouch: touch && withProposal(lead, touch),
      source: wanted.source ? sourceOf.get(lead.sourceId) : undefined,
      owner: lead.ownerId === undefined ? undefined : ownerOf.get(lead.ownerId),
    };
  };
}

/** Explains stored leads at the instant `now`, one after the other: each may take milliseconds. */
export async function explainLeads(
  read: Repositories,
  rulesOf: DecidingRules,
  { workspaceId, now }: { workspaceId: string; now: number },
  leads: readonly Lead[],
): Promise<ReadonlyMap<string, LeadExplanation>> {
  const [histories, sourceById, campaignById] = await Promise.all([
    read.engagement.ofLeads(leads.map(({ id }) => id)),
    read.sources.survivors(distinct(leads.map(({ sourceId }) => sourceId))),
    read.campaigns.survivors(distinct(leads.map(({ campaignId }) => campaignId))),
  ]);
  const historyOf = new Map(histories.map((history) => [history.leadId, history]));
  const funnel = lazyFunnel(read);
  const explanations = new Map<string, LeadExplanation>();
  for (const lead of leads) {
    const source = sourceById.get(lead.sourceId);
    const campaign = lead.campaignId === undefined ? undefined : campaignById.get(lead.campaignId)?.name;
    const { engagement = [], touches } = historyOf.get(lead.id) ?? {};
    const state: SourcedState = {
      lead: withTouches(lead, touches),
      engagement,
      source: source && { channel: source.channel, name: source.name, campaign },
    };
    const exact = await exactState(read, rulesOf, { workspaceId, now, asOf: undefined, funnel }, state);
    explanations.set(lead.id, await explainLead(exact));
  }
  return explanations;
}
