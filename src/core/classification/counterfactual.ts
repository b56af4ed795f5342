import type { Subject } from '../conditions/subject.js';
import { ENGAGEMENT_TYPES } from '../engagement.js';
import { GRADES, type Grade } from '../leads/score.js';
import { type Category, TEMPERATURES, type Temperature } from '../leads/vocabulary.js';
import { changesTowards, eventsFor } from './candidates.js';
import { applyChanges, type Change, keyOf, touchedField } from './changes.js';
import { type Qualification, type QualificationRules, qualifiedSubject } from './qualify.js';
import { searchWork } from './search-work.js';

export const COUNTERFACTUAL_TARGETS = ['temperature', 'category', 'grade'] as const;
export type CounterfactualTarget = (typeof COUNTERFACTUAL_TARGETS)[number];

/** `not_found`: no set of at most 3 of the considered changes lifts it. `not_automatic`: rules do not move it. */
export const COUNTERFACTUAL_OUTCOMES = ['found', 'not_found', 'already_best', 'not_automatic'] as const;

/** The smallest change that lifts a lead into a better class of one kind. */
export interface Counterfactual {
  target: CounterfactualTarget;
  outcome: (typeof COUNTERFACTUAL_OUTCOMES)[number];
  from: Temperature | Category | Grade;
  /** The lead after the changes, verified; absent unless found. */
  result?: Qualification | undefined;
  changes: SuggestedChange[];
}

export interface SuggestedChange {
  change: Change;
  /** The rules that need it, at most 5. */
  ruleIds: string[];
}

/** All candidates are tried alone, this many in pairs and in threes: at most some 5,000 decisions for all targets together. */
const POOL = { pairs: 60, threes: 24 } as const;
const SHOWN_RULES = 5;
/** A list of a hundred values makes a hundred changes. The first ones in the documents are considered. */
const MAX_CANDIDATES = 2_000;

/** In the units of `searchWork`, for all targets together: 0.3 s, or up to 1 s where all documents are at their limits. */
const MOST_WORK = 3_000_000;

/** The search in steps of one decision each, so that a caller can yield to the event loop between them. */
export interface CounterfactualSearch {
  steps: Iterable<void>;
  /** The results so far; a target without one is `not_found`. */
  results(): Counterfactual[];
}

/**
 * For each target, the smallest set of changes that lifts the lead. Single changes are tried before pairs, pairs before
 * threes, so no smaller set lifts it. Among sets of one size the most likely wins: a fact becomes known, then an event
 * (smaller steps first), then a known fact changes, then a fact is removed. Every set is verified by `judge`, which decides
 * about a subject as a write does.
 */
export function searchCounterfactuals(
  rules: QualificationRules,
  subject: Subject,
  judge: (subject: Subject) => Qualification,
  mostWork = MOST_WORK,
): CounterfactualSearch {
  const base = judge(subject);
  const found = new Map<CounterfactualTarget, Counterfactual>();
  const open = new Set<CounterfactualTarget>();
  for (const target of COUNTERFACTUAL_TARGETS) {
    const outcome = closedOutcome(target, base);
    if (outcome === undefined) open.add(target);
    else found.set(target, { target, outcome, from: base[target], changes: [] });
  }
  const candidates = open.size > 0 ? candidatesOf(rules, subject, base) : [];
  const work = searchWork(rules, subject, mostWork);
  const judgeWith = (changes: readonly Change[]) =>
    work.next(changes.some(({ type }) => type === 'engagement_recorded'))
      ? judge(applyChanges(subject, changes))
      : undefined;
  return {
    steps: search(candidates, { base, judge: judgeWith, open, found }),
    results: () =>
      COUNTERFACTUAL_TARGETS.map(
        (target) => found.get(target) ?? { target, outcome: 'not_found', from: base[target], changes: [] },
      ),
  };
}

/** The whole search at once. */
export function findCounterfactuals(...of: Parameters<typeof searchCounterfactuals>): Counterfactual[] {
  const { steps, results } = searchCounterfactuals(...of);
  for (const _ of steps);
  return results();
}

interface Candidate extends SuggestedChange {
  key: string;
  field: string | undefined;
  /** How unlikely it is; see `effortOf`. */
  effort: number;
  /** Needed by a rule of temperature or category, not only by the score. */
  direct: boolean;
  /** Points that it adds to the total score by itself. */
  gain: number;
}

interface Search {
  base: Qualification;
  /** Qualification after these changes; undefined once the work limit of the search is reached. */
  judge: (changes: readonly Change[]) => Qualification | undefined;
  open: Set<CounterfactualTarget>;
  found: Map<CounterfactualTarget, Counterfactual>;
}

function* search(candidates: readonly Candidate[], of: Search): Generator<void> {
  yield* trySets(
    candidates.map((candidate) => [candidate]),
    of,
  );
  for (const candidate of candidates) {
    const result = of.judge([candidate.change]);
    if (result === undefined) return;
    candidate.gain = result.score.total - of.base.score.total;
    yield;
  }
  const pairs = poolOf(candidates, POOL.pairs);
  if (of.open.size > 0) yield* trySets(combinations(pairs, 2), of);
  if (of.open.size > 0) yield* trySets(combinations(poolOf(pairs, POOL.threes), 3), of);
}

/** Finds the most likely set of one size for each open target. */
function* trySets(sets: Iterable<Candidate[]>, { base, judge, open, found }: Search): Generator<void> {
  const best = new Map<CounterfactualTarget, { effort: number; name: string }>();
  for (const set of sets) {
    const effort = set.reduce((sum, candidate) => sum + candidate.effort, 0);
    const name = set.map(({ key }) => key).join(' ');
    const wins = [...open].filter((target) => {
      const held = best.get(target);
      return held === undefined || effort < held.effort || (effort === held.effort && name < held.name);
    });
    if (wins.length === 0) continue;
    const result = judge(set.map(({ change }) => change));
    if (result === undefined) return;
    yield;
    for (const target of wins.filter((each) => isLifted(each, base, result))) {
      best.set(target, { effort, name });
      const changes = set.map(({ change, ruleIds }) => ({ change, ruleIds }));
      found.set(target, { target, outcome: 'found', from: base[target], result, changes });
    }
  }
  for (const target of best.keys()) open.delete(target);
}

/** Half of the pool is for changes that class rules need, half for those that raise the score most. Either half may use the other's remaining room. */
function poolOf(candidates: readonly Candidate[], size: number): Candidate[] {
  const ranked = [...candidates].sort((a, b) => b.gain - a.gain || a.effort - b.effort || (a.key < b.key ? -1 : 1));
  const direct = ranked.filter((candidate) => candidate.direct);
  const other = ranked.filter((candidate) => !candidate.direct);
  const directs = direct.slice(0, Math.max(size / 2, size - other.length));
  return [...directs, ...other.slice(0, size - directs.length)];
}

/** Sets of `size` changes that touch different fields. The same event may occur more than once. */
function* combinations(pool: readonly Candidate[], size: number, from = 0): Generator<Candidate[]> {
  if (size === 0) {
    yield [];
    return;
  }
  for (let index = from; index < pool.length; index += 1) {
    const candidate = pool[index] as Candidate;
    const next = candidate.field === undefined ? index : index + 1;
    for (const rest of combinations(pool, size - 1, next)) {
      if (candidate.field === undefined || rest.every(({ field }) => field !== candidate.field)) {
        yield [candidate, ...rest];
      }
    }
  }
}

function candidatesOf({ model, policy }: QualificationRules, subject: Subject, base: Qualification): Candidate[] {
  const known = new Map<string, Candidate>();
  const decided = qualifiedSubject(subject, base);
  const add = (changes: readonly Change[], ruleId: string, direct: boolean) => {
    for (const change of changes) {
      const key = keyOf(change);
      if (known.size >= MAX_CANDIDATES && !known.has(key)) continue;
      const candidate = known.get(key) ?? newCandidate(change, key, subject);
      known.set(key, candidate);
      candidate.direct ||= direct;
      if (candidate.ruleIds.length < SHOWN_RULES && !candidate.ruleIds.includes(ruleId)) candidate.ruleIds.push(ruleId);
    }
  };
  for (const { rule } of policy.temperature.rules) {
    const better = rankOfTemperature(rule.temperature) > rankOfTemperature(base.temperature);
    add(changesTowards(rule.when, better, decided), rule.id, true);
  }
  for (const { rule } of policy.category.rules) {
    const better = rankOfCategory(rule.category) > rankOfCategory(base.category);
    add(changesTowards(rule.when, better, decided), rule.id, true);
  }
  for (const { rule } of model.fitRules) add(changesTowards(rule.when, rule.points > 0, subject), rule.id, false);
  for (const { rule } of model.engagementRules) {
    if (rule.points > 0) add(eventsFor(rule), rule.id, false);
    if (rule.when !== undefined) add(changesTowards(rule.when, rule.points > 0, subject), rule.id, false);
  }
  return [...known.values()];
}

function newCandidate(change: Change, key: string, subject: Subject): Candidate {
  const effort = effortOf(change, subject);
  return { change, ruleIds: [], key, field: touchedField(change), effort, direct: false, gain: 0 };
}

/** `ENGAGEMENT_TYPES` is ordered by the effort of a person, from a page view to a purchase. */
function effortOf(change: Change, { facts }: Subject): number {
  if (change.type === 'engagement_recorded') return 11 + ENGAGEMENT_TYPES.indexOf(change.engagementType);
  if (change.type === 'fact_removed') return 60;
  const attribute = change.field.startsWith('attributes.') ? change.field.slice('attributes.'.length) : undefined;
  const value = attribute === undefined ? facts[change.field as 'name'] : facts.attributes?.[attribute];
  if (change.type === 'fact_added') return 10;
  return (value === undefined ? 10 : 50) + stepOf(change, value) + (change.field.startsWith('other') ? 5 : 0);
}

/** The relative step of a number from its known value, or the size of the required value of an unknown one; 0 to 1. */
function stepOf({ operator, value }: Extract<Change, { type: 'fact_set' }>, known: unknown): number {
  if (typeof value !== 'number') return 0;
  if (typeof known === 'number') return Math.abs(value - known) / (1 + Math.abs(value) + Math.abs(known));
  return operator === 'lte' ? 1 / (1 + value) : value / (1 + value);
}

function closedOutcome(target: CounterfactualTarget, base: Qualification): Counterfactual['outcome'] | undefined {
  if (target === 'category' && base.categoryKept) return 'not_automatic';
  const best = { temperature: 'hot', category: 'sql', grade: 'A1' }[target];
  return base[target] === best ? 'already_best' : undefined;
}

/** A better grade is better on one axis and no worse on the other. */
function isLifted(target: CounterfactualTarget, before: Qualification, after: Qualification): boolean {
  switch (target) {
    case 'temperature':
      return rankOfTemperature(after.temperature) > rankOfTemperature(before.temperature);
    case 'category':
      return rankOfCategory(after.category) > rankOfCategory(before.category);
    case 'grade': {
      const [was, is] = [before.grade, after.grade].map((grade) => GRADES.indexOf(grade)) as [number, number];
      const [fit, engagement] = [Math.floor(was / 3) - Math.floor(is / 3), (was % 3) - (is % 3)];
      return fit >= 0 && engagement >= 0 && fit + engagement > 0;
    }
  }
}

const rankOfTemperature = (temperature: Temperature): number => -TEMPERATURES.indexOf(temperature);

/** Order of the automatic categories; `disqualified` is lowest. */
const rankOfCategory = (category: Category): number =>
  (['disqualified', 'suspect', 'lead', 'mql', 'sql'] as Category[]).indexOf(category);
