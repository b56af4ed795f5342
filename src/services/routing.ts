import type { Decision } from '../core/assignment/decision.js';
import { compileRoutingPolicy, type RoutingPolicy } from '../core/assignment/policy.js';
import { qualifiedSubject, qualify } from '../core/classification/qualify.js';
import type { Subject } from '../core/conditions/subject.js';
import type { Lead } from '../core/leads/lead.js';
import type { Repositories } from '../db/repositories/repositories.js';
import type { Store } from '../db/store.js';
import {
  type ContactOwner,
  readContactOwners,
  readQualifiedSubjects,
  readRules,
  readStanding,
  type Standing,
  stateToTry,
} from './assignment/trials.js';
import { AppError } from './errors.js';
import type { LeadInput } from './leads/prepare.js';
import type { DefaultCountry } from './leads/settings.js';
import { madeUpSubject } from './leads/subjects.js';
import type { PolicyDocuments } from './policies/kinds.js';
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
      const trials = await readTrials(read, input, { at, country });
      const facts = await readFacts(read, at, trials);
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
      const trials = await readTrials(read, { latest }, { at });
      const facts = await readFacts(read, at, trials);
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
  facts: { standing: Standing; contacts: ContactOwner[] },
): SimulatedAssignment[] {
  const state = stateToTry(compileRoutingPolicy(document, version), facts.standing);
  for (const { key, ...owner } of facts.contacts) state.contactOwned(key, owner);
  return trials.map(({ leadId, subject }) => ({ leadId, decision: state.assign(subject, { leadId }) }));
}

async function readFacts(read: Repositories, at: number, trials: readonly Trial[]) {
  const subjects = trials.map(({ subject }) => subject);
  const [standing, contacts] = await Promise.all([readStanding(read, at), readContactOwners(read, subjects)]);
  return { standing, contacts };
}

async function readTrials(
  read: Repositories,
  { leadId, lead: input, latest = 0 }: RoutingSimulationInput,
  { at, country }: { at: number; country?: string | undefined },
): Promise<Trial[]> {
  if (input !== undefined) {
    const rulesFor = await readRules(read);
    const subject = madeUpSubject(input, country, at);
    return [{ leadId: undefined, subject: qualifiedSubject(subject, qualify(rulesFor(subject.facts), subject)) }];
  }
  const leads = leadId === undefined ? await latestLeads(read, latest) : await read.leads.findMany([leadId]);
  if (leadId !== undefined && leads.length === 0) throw notFound('lead');
  const subjects = await readQualifiedSubjects(read, leads, at);
  return leads.map((lead, index) => ({ leadId: lead.id, subject: subjects[index] as Subject }));
}

async function latestLeads(read: Repositories, latest: number): Promise<Lead[]> {
  const { rows } = await read.leads.list({}, { by: 'created', direction: 'desc' }, { limit: latest });
  return rows.reverse();
}
