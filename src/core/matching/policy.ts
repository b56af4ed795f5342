import { type LevelOf, LIKELIHOODS, type Likelihood, type Likelihoods } from './likelihoods.js';

/**
 * How two leads are compared. `agreeing` is the share of pairs of one person that have a level (m of Fellegi and Sunter 1969), `chance` the
 * share of pairs of different ones (u). A level counts log2(agreeing / chance) bits for "one person".
 */
export interface MatchPolicy {
  likelihoods: Likelihoods;
  /** Those of attributes that have their own, by `attributes.` and the name. */
  attributes?: Readonly<Record<string, Readonly<Record<LevelOf<'attribute'>, Likelihood>>>> | undefined;
  /** How many duplicates a lead is expected to have, before anything is compared. */
  duplicatesPerLead: number;
  /** Probabilities from which a pair is one person, and from which a person should look at it. */
  same: number;
  review: number;
}

/** What a person decides about two leads. */
export const DUPLICATE_DECISIONS = ['not_duplicate', 'undecided'] as const;
export type DuplicateDecision = (typeof DUPLICATE_DECISIONS)[number];

/** Most candidates that are named of a lead. */
export const MOST_CANDIDATES = 50;

export const DEFAULT_MATCH_POLICY: MatchPolicy = {
  likelihoods: LIKELIHOODS,
  duplicatesPerLead: 0.1,
  same: 0.99,
  review: 0.2,
};
