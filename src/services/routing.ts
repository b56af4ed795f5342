import type { Decision } from '../core/assignment/decision.js';
import { compileRoutingPolicy, type RoutingPolicy } from '../core/assignment/policy.js';
import { qualifiedSubject, qualify } from '../core/classification/qualify.js';
import type { Subject } from '../core/conditions/subject.js';
import type { Lead } from '../core/leads/lead.js';
import type { Repositories } from '../db/repositories/repositories.js';
import type { Store } from '../db/store.js';
import {
  type AssignmentSnapshot,
  loadStickyOwners,
  readAssignmentSnapshot,
  readQualifiedSubjects,
  readRules,
  trialState,
} from './assignment/trials.js';
import { AppError } from './errors.js';
import type { LeadInput } from './leads/prepare.js';
import type { DefaultCountry } from './leads/settings.js';
import { readHypotheticalSubject } from './leads/subjects.js';
import { turnsAfter } from './turns.js';
import { notFound, orNotFound } from './versions.js';
import type { WorkspaceTime } from './workspace-time.js';

/** The leads to try a policy on: exactly one of `leadId`, `lead` and `latest`. */
export interface RoutingSimulationInput {
  leadId?: string | undefined;
  lead?: LeadInput | undefined;
  /** Number of latest leads, decided oldest first. */
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

/** The decisions of two versions about the same leads. */
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

/** Simulates assignments. Writes nothing. */
export function routingService({ store, timeOf, defaultCountry }: RoutingOptions) {
  return {
    /** Decides leads one after the other by any version of the policy, on the present ledger, loads and hours. */
    async simulate(workspaceId: string, version: number, input: RoutingSimulationInput): Promise<RoutingSimulation> {
      const given = [input.leadId, input.lead, input.latest].filter((one) => one !== undefined);
      if (given.length !== 1) throw new AppError('rule_refused', 'Send exactly one of leadId, lead and latest.');
      const read = store.read(workspaceId);
      const { at = await timeOf(workspaceId) } = input;
      const policy = await findPolicy(read, version);
      const country = input.lead && (await defaultCountry(workspaceId));
      const trials = await readTrials(read, input, { at, country, documents: [policy] });
      const snapshot = await readAssignmentSnapshot(read, at);
      return {
        routingPolicyVersion: version,
        at,
        results: await decideAll(read, { policy, version, trials, snapshot }),
      };
    },
    /** Decides the same leads by two versions. */
    async compare(
      workspaceId: string,
      version: number,
      { withVersion, latest, at: requestedAt }: { withVersion: number; latest: number; at?: number | undefined },
    ): Promise<RoutingComparison> {
      const read = store.read(workspaceId);
      const at = requestedAt ?? (await timeOf(workspaceId));
      const policy = await findPolicy(read, version);
      const other = await read.policies.forDecision('routing_policy', withVersion);
      if (!other) throw unknownVersion();
      const trials = await readTrials(read, { latest }, { at, documents: [policy, other.document] });
      const snapshot = await readAssignmentSnapshot(read, at);
      const by = async (document: RoutingPolicy, number: number): Promise<RoutingSimulation> => {
        const results = await decideAll(read, { policy: document, version: number, trials, snapshot });
        return { routingPolicyVersion: number, at, results };
      };
      const [before, after] = [await by(policy, version), await by(other.document, withVersion)];
      return { at, before, after };
    },
  };
}

async function findPolicy(read: Repositories, version: number): Promise<RoutingPolicy> {
  return orNotFound(await read.policies.forDecision('routing_policy', version), 'routing policy').document;
}

function unknownVersion(): AppError {
  const detail = 'There is no such version of the routing policy.';
  return new AppError('reference_not_found', detail, {
    errors: [{ pointer: '/withVersion', code: 'reference_not_found', detail }],
  });
}

/** After so many milliseconds of decisions, other requests get a turn of the event loop. */
const TURN_MS = 10;

interface TrialRun {
  policy: RoutingPolicy;
  version: number;
  trials: readonly Trial[];
  snapshot: AssignmentSnapshot;
}

async function decideAll(
  read: Repositories,
  { policy, version, trials, snapshot }: TrialRun,
): Promise<SimulatedAssignment[]> {
  const state = trialState(compileRoutingPolicy(policy, version), snapshot);
  await loadStickyOwners(read, state, trials);
  const turns = turnsAfter(TURN_MS);
  const decided: SimulatedAssignment[] = [];
  for (const { leadId, subject } of trials) {
    decided.push({ leadId, decision: state.assign(subject, { leadId }) });
    await turns.due();
  }
  return decided;
}

async function readTrials(
  read: Repositories,
  { leadId, lead: input, latest = 0 }: RoutingSimulationInput,
  { at, country, documents }: { at: number; country?: string | undefined; documents: readonly RoutingPolicy[] },
): Promise<Trial[]> {
  if (input !== undefined) {
    const rulesFor = await readRules(read);
    const subject = await readHypotheticalSubject(read, input, { country, at });
    return [{ leadId: undefined, subject: qualifiedSubject(subject, qualify(rulesFor(subject.facts), subject)) }];
  }
  const leads = leadId === undefined ? await latestLeads(read, latest) : await read.leads.findMany([leadId]);
  if (leadId !== undefined && leads.length === 0) throw notFound('lead');
  const subjects = await readQualifiedSubjects(read, leads, at, documents);
  return leads.map((lead, index) => ({ leadId: lead.id, subject: subjects[index] as Subject }));
}

async function latestLeads(read: Repositories, latest: number): Promise<Lead[]> {
  const { rows } = await read.leads.list({}, { by: 'created', direction: 'desc' }, { limit: latest });
  return rows.reverse();
}
