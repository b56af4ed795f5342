import type { Decision } from '../../core/assignment/decision.js';
import { iso } from '../../core/time.js';
import type { NameLookup } from '../../services/names.js';
import type { RoutingComparison as Comparison, RoutingSimulation as Simulation } from '../../services/routing.js';
import { operation } from '../operations.js';
import { AT, DECISION_RECORD, EXAMPLE_ID, OTHER_ID, REP_NAME, TEAM_NAME } from '../schemas/examples.js';
import {
  RoutingComparison,
  RoutingComparisonCreate,
  RoutingSimulation,
  RoutingSimulationCreate,
} from '../schemas/routing.js';
import { recordOut } from './decision-presenters.js';
import { parseInstant } from './instants.js';
import { leadInput } from './lead-writes.js';
import { versionParams } from './policies.js';

const tag = 'Assignment';

function targetOut(decision: Decision, names: NameLookup) {
  const { outcome, record } = decision;
  const { ruleId = null, reason: queueReason, nextEligibleAt } = record;
  return {
    outcome,
    repId: outcome === 'assigned' ? decision.repId : undefined,
    repName: outcome === 'assigned' ? names(decision.repId) : undefined,
    teamId: decision.teamId,
    teamName: names(decision.teamId),
    ruleId,
    queueReason,
    nextEligibleAt: nextEligibleAt === undefined ? undefined : iso(nextEligibleAt),
  };
}

/** Number of leads by rep, in the order in which the reps first got one. */
function sharesOf({ results }: Simulation): Map<string, number> {
  const shares = new Map<string, number>();
  for (const { decision } of results) {
    if (decision.outcome === 'assigned') shares.set(decision.repId, (shares.get(decision.repId) ?? 0) + 1);
  }
  return shares;
}

function simulationOut(simulation: Simulation, names: NameLookup) {
  const { routingPolicyVersion, at, results } = simulation;
  const [only, ...others] = results;
  return {
    routingPolicyVersion,
    at: iso(at),
    results: results.map(({ leadId, decision }) => ({ leadId, ...targetOut(decision, names) })),
    reps: [...sharesOf(simulation)].map(([repId, leads]) => ({ repId, repName: names(repId), leads })),
    queued: results.filter(({ decision }) => decision.outcome === 'queued').length,
    decision: only && others.length === 0 ? recordOut(only.decision.record, names) : undefined,
  };
}

function comparisonOut({ at, before, after }: Comparison, names: NameLookup) {
  const pairs = before.results.flatMap(({ leadId, decision }, index) => {
    const other = after.results[index];
    return leadId === undefined || !other
      ? []
      : [{ leadId, before: targetOut(decision, names), after: targetOut(other.decision, names) }];
  });
  const targetOf = ({ outcome, repId, teamId }: ReturnType<typeof targetOut>) => `${outcome} ${repId} ${teamId}`;
  const changed = pairs.filter((pair) => targetOf(pair.before) !== targetOf(pair.after));
  const [sharesBefore, sharesAfter] = [sharesOf(before), sharesOf(after)];
  const repIds = [...new Set([...sharesBefore.keys(), ...sharesAfter.keys()])];
  return {
    version: before.routingPolicyVersion,
    withVersion: after.routingPolicyVersion,
    at: iso(at),
    unchanged: pairs.length - changed.length,
    changed,
    reps: repIds.map((repId) => ({
      repId,
      repName: names(repId),
      before: sharesBefore.get(repId) ?? 0,
      after: sharesAfter.get(repId) ?? 0,
    })),
  };
}

const ASSIGNED = {
  outcome: 'assigned',
  repId: OTHER_ID,
  repName: REP_NAME,
  teamId: OTHER_ID,
  teamName: TEAM_NAME,
  ruleId: null,
};

export const simulateRoutingPolicy = operation({
  id: 'simulateRoutingPolicy',
  method: 'POST',
  path: '/v1/routing-policies/:version/simulate',
  tag,
  summary: 'Try a routing policy on leads',
  description:
    'Routes a known lead, a hypothetical one or the latest leads by this version (draft, published or retired), as if each had just arrived without an owner: by the published score model and classification, on the current ledger and loads, each lead after those before it. Stickiness to the owner of a company works only if the published policy uses it. Nothing is written.',
  scopes: ['assignment:read', 'leads:read'],
  params: versionParams,
  body: RoutingSimulationCreate,
  bodyExample: { leadId: EXAMPLE_ID, at: AT },
  success: {
    status: 200,
    schema: RoutingSimulation,
    description: 'Where each lead would go, and why.',
    example: {
      routingPolicyVersion: 2,
      at: AT,
      results: [{ leadId: EXAMPLE_ID, ...ASSIGNED }],
      reps: [{ repId: OTHER_ID, repName: REP_NAME, leads: 1 }],
      queued: 0,
      decision: DECISION_RECORD,
    },
  },
  refusals: ['rule_refused'],
  readsOnly: true,
  run: (services, { principal, params, body: { lead, at, ...rest } }) => {
    const input = { ...rest, lead: lead && leadInput(lead), at: parseInstant(at) };
    return services.routing.simulate(principal.workspaceId, params.version, input);
  },
  present: (simulation, { names }) => ({ body: simulationOut(simulation, names) }),
});

export const compareRoutingPolicies = operation({
  id: 'compareRoutingPolicies',
  method: 'POST',
  path: '/v1/routing-policies/:version/compare',
  tag,
  summary: 'Compare two versions of the routing policy on real leads',
  description:
    'Routes the latest leads by both versions, each starting from the current ledger and loads, and returns the leads that would go elsewhere. Nothing is written.',
  scopes: ['assignment:read', 'leads:read'],
  params: versionParams,
  body: RoutingComparisonCreate,
  bodyExample: { withVersion: 3, latest: 100 },
  success: {
    status: 200,
    schema: RoutingComparison,
    description: 'Where each lead would have gone.',
    example: {
      version: 2,
      withVersion: 3,
      at: AT,
      unchanged: 99,
      changed: [
        {
          leadId: EXAMPLE_ID,
          before: ASSIGNED,
          after: { outcome: 'queued', ruleId: null, queueReason: 'no_rule_matched' },
        },
      ],
      reps: [{ repId: OTHER_ID, repName: REP_NAME, before: 100, after: 99 }],
    },
  },
  refusals: ['reference_not_found'],
  readsOnly: true,
  run: (services, { principal, params, body: { at, ...rest } }) =>
    services.routing.compare(principal.workspaceId, params.version, { ...rest, at: parseInstant(at) }),
  present: (comparison, { names }) => ({ body: comparisonOut(comparison, names) }),
});
