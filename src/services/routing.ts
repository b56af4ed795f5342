import type { Decision } from '../core/assignment/decision.js';
import { compileRoutingPolicy, type RoutingPolicy } from '../core/assignment/policy.js';
import { type AssignmentFacts, createAssignmentState } from '../core/assignment/state.js';
import { qualifiedSubject, qualify } from '../core/classification/qualify.js';
import { type Subject, subjectOf } from '../core/conditions/subject.js';
import type { EngagementFact } from '../core/engagement.js';
import { standingOf } from '../core/ingest/moving.js';
import type { Lead } from '../core/leads/lead.js';
import type { Channel } from '../core/sources.js';
import type { Repositories } from '../db/repositories/repositories.js';
import type { Store } from '../db/store.js';
import { repFacts, teamFacts } from './assignment/facts.js';
import { AppError } from './errors.js';
import type { LeadInput } from './leads/prepare.js';
import type { DefaultCountry } from './leads/settings.js';
import { madeUpSubject } from './leads/subjects.js';
import type { PolicyDocuments } from './policies/kinds.js';
import { publishedOf, rulesByProductLine } from './policies/published.js';
import { notFound } from './versions.js';
import type { WorkspaceTime } from './workspace-time.js';

/** Whom to try a policy on: exactly one of `leadId`, `lead` and `latest`. */
export interface RoutingSimulationInput {
  leadId?: string | undefined;
  lead?: LeadInput | undefined;
  /** So many of the leads that came last, oldest first. */
  latest?: number | undefined;
  /** Epoch milliseconds; now when absent. */
  at?: number | undefined;
}

export interface SimulatedAssignment {
  leadId: string | undefined;
  decision: Decision;
}

export interface RoutingSimulation {
  routingPolicyVersion: number;
  at: number;
  results: SimulatedAssignment[];
}

/** What two versions make of the same leads. */
export interface RoutingComparison {
  at: number;
  before: RoutingSimulation;
  after: RoutingSimulation;
}

export interface RoutingOptions {
  store: Store;
  timeOf: WorkspaceTime;
  defaultCountry: DefaultCountry;
}

interface Trial {
  leadId: string | undefined;
  subject: Subject;
}

export type RoutingService = ReturnType<typeof routingService>;

/** Who would get which lead, if: nothing here changes anything. */
export function routingService({ store, timeOf, defaultCountry }: RoutingOptions) {
  return {
    /** Leads decided one after the other by any version of the policy, on the ledger, loads and hours as they are. */
    async simulate(workspaceId: string, version: number, input: RoutingSimulationInput): Promise<RoutingSimulation> {
      const given = [input.leadId, input.lead, input.latest].filter((one) => one !== undefined);
      if (given.length !== 1) throw new AppError('rule_refused', 'Send exactly one of leadId, lead and latest.');
      const read = store.read(workspaceId);
      const { at = await timeOf(workspaceId) } = input;
      const policy = await findPolicy(read, version);
      const country = input.lead && (await defaultCountry(workspaceId));
      const [trials, facts] = await Promise.all([readTrials(read, input, { at, country }), readFacts(read, at)]);
      return { routingPolicyVersion: version, at, results: decideAll(policy, version, trials, facts) };
    },
    /** The same leads by two versions. */
    async compare(
      workspaceId: string,
      version: number,
      { withVersion, latest, at: asked }: { withVersion: number; latest: number; at?: number | undefined },
    ): Promise<RoutingComparison> {
      const read = store.read(workspaceId);
      const at = asked ?? (await timeOf(workspaceId));
      const policy = await findPolicy(read, version);
      const other = await read.policies.find('routing_policy', withVersion);
      if (!other) throw unknownVersion();
      const [trials, facts] = await Promise.all([readTrials(read, { latest }, { at }), readFacts(read, at)]);
      const by = (document: RoutingPolicy, number: number): RoutingSimulation => ({
        routingPolicyVersion: number,
        at,
        results: decideAll(document, number, trials, facts),
      });
      return { at, before: by(policy, version), after: by(other.document as RoutingPolicy, withVersion) };
    },
  };
}

async function findPolicy(read: Repositories, version: number): Promise<RoutingPolicy> {
  const row = await read.policies.find('routing_policy', version);
  if (!row) throw notFound('routing policy');
  return row.document as PolicyDocuments['routing_policy'];
}

function unknownVersion(): AppError {
  const detail = 'There is no such version of the routing policy.';
  return new AppError('reference_not_found', detail, {
    errors: [{ pointer: '/withVersion', code: 'reference_not_found', detail }],
  });
}

function decideAll(
  document: RoutingPolicy,
  version: number,
  trials: readonly Trial[],
  { owners, ...facts }: AssignmentFacts & { owners: { domain: string; ownerId: string }[] },
): SimulatedAssignment[] {
  const state = createAssignmentState(compileRoutingPolicy(document, version), facts);
  for (const { domain, ownerId } of owners) state.companyOwned(domain, ownerId);
  return trials.map(({ leadId, subject }) => ({ leadId, decision: state.assign(subject) }));
}

async function readFacts(read: Repositories, at: number) {
  const [reps, teams, members, documents] = await Promise.all([
    read.reps.all(),
    read.teams.all(),
    read.teamMembers.all(),
    read.policies.published(),
  ]);
  const published = publishedOf(documents, 'routing_policy');
  const known = await repFacts(reps, at);
  // Owners of companies are kept only while the published policy asks for them.
  const owners = published.document.stickiness?.includes('company') ? await read.companyOwners.all() : [];
  return {
    reps: new Map(known.map((rep) => [rep.id, rep])),
    teams: teamFacts(teams, members),
    ledgers: members,
    owners,
  };
}

async function readTrials(
  read: Repositories,
  { leadId, lead: input, latest = 0 }: RoutingSimulationInput,
  { at, country }: { at: number; country?: string | undefined },
): Promise<Trial[]> {
  const [published, prediction] = await Promise.all([read.policies.published(), read.predictionModels.published()]);
  const rulesFor = rulesByProductLine(published, prediction);
  if (input !== undefined) {
    const subject = madeUpSubject(input, country, at);
    return [{ leadId: undefined, subject: qualifiedSubject(subject, qualify(rulesFor(subject.facts), subject)) }];
  }
  const leads = leadId === undefined ? await latestLeads(read, latest) : await read.leads.findMany([leadId]);
  if (leadId !== undefined && leads.length === 0) throw notFound('lead');
  const [sourceOf, engagementOf] = await Promise.all([readSources(read), readAllEngagement(read, leads)]);
  return leads.map((lead) => {
    const subject = subjectOf(lead, { source: sourceOf(lead), engagement: engagementOf(lead.id), now: at });
    return {
      leadId: lead.id,
      subject: qualifiedSubject(subject, qualify(rulesFor(lead.facts), subject, standingOf(lead))),
    };
  });
}

async function latestLeads(read: Repositories, latest: number): Promise<Lead[]> {
  const { rows } = await read.leads.list({}, { by: 'created', direction: 'desc' }, { limit: latest });
  return rows.reverse();
}

async function readSources(read: Repositories): Promise<(lead: Lead) => Subject['source']> {
  const [sources, campaigns] = await Promise.all([read.sources.all(), read.campaigns.all()]);
  const sourcesById = new Map(sources.map((source) => [source.id, source]));
  const campaignsById = new Map(campaigns.map((campaign) => [campaign.id, campaign.name]));
  return ({ sourceId, campaignId }) => {
    const source = sourcesById.get(sourceId);
    return (
      source && { channel: source.channel as Channel, name: source.name, campaign: campaignsById.get(campaignId ?? '') }
    );
  };
}

async function readAllEngagement(
  read: Repositories,
  leads: readonly Lead[],
): Promise<(leadId: string) => EngagementFact[]> {
  const byLead = new Map<string, EngagementFact[]>();
  for (const { leadId, fact } of await read.engagement.ofLeads(leads.map(({ id }) => id))) {
    const ofLead = byLead.get(leadId);
    if (ofLead) ofLead.push(fact);
    else byLead.set(leadId, [fact]);
  }
  return (leadId) => byLead.get(leadId) ?? [];
}
