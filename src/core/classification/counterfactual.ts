import type { Subject } from '../conditions/subject.js';
import { ENGAGEMENT_TYPES } from '../engagement.js';
import { GRADES, type Grade } from '../leads/score.js';
import { type Category, TEMPERATURES, type Temperature } from '../leads/vocabulary.js';
import { changesTowards, eventsFor } from './candidates.js';
import { applyChanges, type Change, keyOf, placeOf } from './changes.js';
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
  changes: ChangeTold[];
}

export interface ChangeTold {
  change: Change;
  /** The rules that ask for it, at most 5. */
  ruleIds: string[];
}

/** All of them alone, so many in pairs, so many in threes: at most some 5,000 decisions for all targets together. */
const POOL = { pairs: 60, threes: 24 } as const;
const SHOWN_RULES = 5;
/** A list of a hundred values is a hundred changes: what comes first in the documents is considered. */
const MOST_CANDIDATES = 2_000;

/** In the units of `searchWork`, for all targets together: 0.3 s, or up to 1 s where all documents are at their limits. */
const MOST_WORK = 3_000_000;

/** The search in steps of one decision each, so that a caller can give others a turn between them. */
export interface CounterfactualSearch {
  steps: Iterable<void>;
  /** What is found so far; what is not counts as `not_found`. */
  results(): Counterfactual[];
}

/**
 * For each kind of class the smallest set of changes that lifts the lead. Of sets of one size the most likely comes
 * first: a fact becoming known, then an event, the smaller the step the sooner, then a known fact becoming different,
 * then one going. Every set is verified by `judge`, which decides about a subject as a write would. Nothing smaller
 * lifts it: single changes are tried before pairs, pairs before threes.
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

interface Candidate extends ChangeTold {
  key: string;
  place: string | undefined;
  /** How unlikely it is; see `effortOf`. */
  effort: number;
  /** Asked for by a rule of temperature or category, not only by the score. */
  direct: boolean;
  /** What it adds to the total score by itself. */
  gain: number;
}

interface Search {
  base: Qualification;
  /** What the subject would be after these changes; undefined once the search has done all the work that it may. */
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

/** Of the sets of one size, the most likely one for each target that is still open. */
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

/** Half of the pool for what class rules ask for, half for what raises the score most; either may use the other's rest. */
function poolOf(candidates: readonly Candidate[], size: number): Candidate[] {
  const ranked = [...candidates].sort((a, b) => b.gain - a.gain || a.effort - b.effort || (a.key < b.key ? -1 : 1));
  const direct = ranked.filter((candidate) => candidate.direct);
  const other = ranked.filter((candidate) => !candidate.direct);
  const directs = direct.slice(0, Math.max(size / 2, size - other.length));
  return [...directs, ...other.slice(0, size - directs.length)];
}

/** Sets of so many changes, none touching the place of another; the same event may happen again. */
function* combinations(pool: readonly Candidate[], size: number, from = 0): Generator<Candidate[]> {
  if (size === 0) {
    yield [];
    return;
  }
  for (let index = from; index < pool.length; index += 1) {
    const candidate = pool[index] as Candidate;
    const next = candidate.place === undefined ? index : index + 1;
    for (const rest of combinations(pool, size - 1, next)) {
      if (candidate.place === undefined || rest.every(({ place }) => place !== candidate.place)) {
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
      if (known.size >= MOST_CANDIDATES && !known.has(key)) continue;
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
  return { change, ruleIds: [], key, place: placeOf(change), effort, direct: false, gain: 0 };
}

/** Engagement types stand in the order of what they cost a person, from a look to a purchase. */
function effortOf(change: Change, { facts }: Subject): number {
  if (change.type === 'engagement_recorded') return 11 + ENGAGEMENT_TYPES.indexOf(change.engagementType);
  if (change.type === 'fact_removed') return 60;
  const attribute = change.field.startsWith('attributes.') ? change.field.slice('attributes.'.length) : undefined;
  const value = attribute === undefined ? facts[change.field as 'name'] : facts.attributes?.[attribute];
  if (change.type === 'fact_added') return 10;
  return (value === undefined ? 10 : 50) + stepOf(change, value) + (change.field.startsWith('other') ? 5 : 0);
}

/** From 0 to 1: how far a number has to go; of an unknown one, how much is asked of it. */
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

/** Among what rules give: a disqualified lead can only rise. */
const rankOfCategory = (category: Category): number =>
  (['disqualified', 'suspect', 'lead', 'mql', 'sql'] as Category[]).indexOf(category);
