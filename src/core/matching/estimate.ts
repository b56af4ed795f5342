import { COMPARISON_NAMES, type Likelihood } from './likelihoods.js';
import type { MatchPolicy } from './policy.js';
import type { Evidence } from './weigh.js';

/** How many pairs of one person the likelihoods of the policy count as, so that few pairs change little. */
const PRIOR_PAIRS = 20;
const MOST_ROUNDS = 50;
const CONVERGED = 1e-4;
const LEAST_SHARE = 1e-4;

type Counts = Map<string, Map<string, number>>;

/**
 * The shares of levels among pairs of one person, estimated from pairs that nobody has decided, by expectation and maximisation (Winkler 1988, "Using the EM algorithm for weight computation in the
 * Fellegi-Sunter model"; Enamorado, Fifield and Imai 2019). `pairs`: the evidence of all pairs that can be one person; a pair that is left out counts as
 * different. The shares among different people stay: they are frequencies of values.
 */
export function estimated(policy: MatchPolicy, pairs: readonly (readonly Evidence[])[], leads: number): MatchPolicy {
  let current = policy;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const counts: Counts = new Map();
    let people = 0;
    const prior = Math.log2(current.duplicatesPerLead / Math.max(leads, 2));
    for (const evidence of pairs) {
      const bits = evidence.reduce((sum, entry) => sum + bitsBy(current, entry), prior);
      const probability = 1 / (1 + 2 ** -bits);
      if (probability < 1e-6) continue;
      people += probability;
      for (const { field, comparison, level } of evidence) {
        if (comparison === 'exchanged') continue;
        const of = comparison === 'attribute' ? field : comparison;
        const levels = counts.get(of) ?? new Map<string, number>();
        counts.set(of, levels.set(level, (levels.get(level) ?? 0) + probability));
      }
    }
    const next = withShares(policy, counts, people, leads);
    const change = Math.abs(next.duplicatesPerLead - current.duplicatesPerLead);
    current = next;
    if (change < CONVERGED * Math.max(next.duplicatesPerLead, CONVERGED)) break;
  }
  return current;
}

function levelsOf(policy: MatchPolicy, { field, comparison }: Pick<Evidence, 'field' | 'comparison'>) {
  if (comparison === 'exchanged') return undefined;
  return (policy.attributes?.[field] ?? policy.likelihoods[comparison]) as Readonly<Record<string, Likelihood>>;
}

function bitsBy(policy: MatchPolicy, entry: Evidence): number {
  const likelihood = levelsOf(policy, entry)?.[entry.level];
  return likelihood === undefined
    ? entry.bits
    : Math.max(-10, Math.min(16, Math.log2(likelihood.agreeing / entry.chance)));
}

function withShares(policy: MatchPolicy, counts: Counts, people: number, leads: number): MatchPolicy {
  const shares = (name: string, levels: Readonly<Record<string, Likelihood>>): Record<string, Likelihood> => {
    const found = counts.get(name);
    const total = [...(found?.values() ?? [])].reduce((sum, count) => sum + count, 0);
    return Object.fromEntries(
      Object.entries(levels).map(([level, likelihood]) => {
        const share = ((found?.get(level) ?? 0) + likelihood.agreeing * PRIOR_PAIRS) / (total + PRIOR_PAIRS);
        return [level, { ...likelihood, agreeing: Math.max(LEAST_SHARE, share) }];
      }),
    );
  };
  const likelihoods = Object.fromEntries(
    COMPARISON_NAMES.map((name) => [name, shares(name, policy.likelihoods[name])]),
  ) as unknown as MatchPolicy['likelihoods'];
  const attributes = Object.fromEntries(
    [...counts.keys()]
      .filter((name) => name.startsWith('attributes.'))
      .map((name) => [name, shares(name, policy.attributes?.[name] ?? policy.likelihoods.attribute)]),
  ) as unknown as MatchPolicy['attributes'];
  return {
    ...policy,
    likelihoods,
    attributes,
    duplicatesPerLead: Math.max(0.001, (people + policy.duplicatesPerLead) / (leads / 2 + 1)),
  };
}
