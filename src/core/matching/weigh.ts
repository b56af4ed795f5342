import { addressLevel } from './addresses.js';
import { attributeLevel } from './attributes.js';
import { emailLevel, phoneLevel } from './contacts.js';
import type { ComparisonName, Likelihood } from './likelihoods.js';
import { firstNameLevel, lastNameLevel } from './names.js';
import { organizationLevel } from './organizations.js';
import type { MatchPolicy } from './policy.js';
import type { MatchRecord } from './record.js';

/** How often values occur among the leads of a workspace. `field`: as in evidence. */
export interface ValueCounts {
  leads: number;
  /** Leads with any value. */
  filled: (field: string) => number;
  /** Leads with this value. */
  having: (field: string, value: string) => number;
  /** The probability that two leads have the same value. */
  collision: (field: string) => number;
}

/** The result of the comparison of one field. */
export interface Evidence {
  field: string;
  comparison: ComparisonName | 'exchanged';
  level: string;
  /** How often different people have the level: for an exact one, how frequent the value is. */
  chance: number;
  /** For "one person" when above 0. */
  bits: number;
}

export interface MatchWeight {
  evidence: Evidence[];
  /** The sum of the evidence and of what holds before anything is compared. */
  bits: number;
  /** 2^bits / (1 + 2^bits). */
  probability: number;
}

/** Leads that a workspace is taken to have beside its own, with rare values, so that a few leads prove little. */
const SUPPOSED = 1_000;
const SUPPOSED_OF_ATTRIBUTES = 10;
/** Bounds of the bits of one field. */
const MOST = 16;
const LEAST = -10;
/** What names in exchanged places cost. */
const EXCHANGED = -4;

const bitsOf = ({ agreeing, chance }: Likelihood): number =>
  Math.max(LEAST, Math.min(MOST, Math.log2(agreeing / chance)));

/**
 * The share of other leads that have a value: as counted, or for a rare one what the policy supposes, which counts as much as `supposed`
 * leads.
 */
function shareOf(
  counts: ValueCounts,
  field: string,
  value: string,
  { chance }: Likelihood,
  supposed = SUPPOSED,
): number {
  const filled = counts.filled(field);
  const others = Math.max(0, counts.having(field, value) - 2);
  return Math.max(others / Math.max(filled, 1), (chance * supposed) / (filled + supposed));
}

/** The evidence of two leads, and the probability that they are one. Symmetric. */
export function weigh(a: MatchRecord, b: MatchRecord, policy: MatchPolicy, counts: ValueCounts): MatchWeight {
  const evidence: Evidence[] = [
    ...nameEvidence(a, b, policy, counts),
    ...organizationEvidence(a, b, policy, counts),
    ...contactEvidence(a, b, policy, counts),
    ...addressEvidence(a, b, policy, counts),
    ...attributeEvidence(a, b, policy, counts),
  ];
  const prior = Math.log2(policy.duplicatesPerLead / Math.max(counts.leads, 2));
  const bits = evidence.reduce((sum, { bits: own }) => sum + own, prior);
  return { evidence, bits, probability: 1 / (1 + 2 ** -bits) };
}

type Compare = (a: MatchRecord, b: MatchRecord, policy: MatchPolicy, counts: ValueCounts) => Evidence[];

const sum = (evidence: readonly Evidence[]): number => evidence.reduce((total, { bits }) => total + bits, 0);

/** The evidence of a level. `chanceOf`: how often different people have it. */
function evidenceOf(
  [field, comparison]: readonly [string, ComparisonName],
  level: string,
  policy: MatchPolicy,
  chanceOf: (likelihood: Likelihood) => number = ({ chance }) => chance,
): Evidence {
  const levels: Readonly<Record<string, Likelihood>> = policy.attributes?.[field] ?? policy.likelihoods[comparison];
  const likelihood = levels[level] ?? NOTHING;
  const chance = chanceOf(likelihood);
  return { field, comparison, level, chance, bits: bitsOf({ ...likelihood, chance }) };
}

const NOTHING: Likelihood = { agreeing: 1, chance: 1 };

const nameEvidence: Compare = (a, b, policy, counts) => {
  if (a.kind === 'organization' && b.kind === 'organization') return [];
  const straight = [
    ...partEvidence('firstName', a.firstName, b.firstName, policy, counts),
    ...partEvidence('lastName', a.lastName, b.lastName, policy, counts),
  ];
  // A first name of one that is the last name of the other is as rare as a last name.
  const crossed = [
    ...partEvidence('lastName', a.firstName, b.lastName, policy, counts),
    ...partEvidence('lastName', a.lastName, b.firstName, policy, counts),
  ];
  if (crossed.length === 0 || crossed.some(({ bits }) => bits < 0)) return straight;
  const exchanged: Evidence[] = [
    ...crossed,
    { field: 'name', comparison: 'exchanged', level: 'exchanged', chance: 1, bits: EXCHANGED },
  ];
  return sum(exchanged) > sum(straight) ? exchanged : straight;
};

const LEVELS = { firstName: firstNameLevel, lastName: lastNameLevel };

function partEvidence(
  field: 'firstName' | 'lastName',
  one: string | undefined,
  other: string | undefined,
  policy: MatchPolicy,
  counts: ValueCounts,
): Evidence[] {
  if (one === undefined || other === undefined) return [];
  const level = LEVELS[field](one, other);
  const chanceOf = (known: Likelihood) =>
    level === 'exact'
      ? Math.max(shareOf(counts, field, one, known), shareOf(counts, field, other, known))
      : known.chance;
  return [evidenceOf([field, field], level, policy, chanceOf)];
}

const organizationEvidence: Compare = (a, b, policy, counts) => {
  const [one, other] = [a.organization, b.organization];
  if (one === undefined || other === undefined) return [];
  const level = organizationLevel(one, other);
  const areBoth = a.kind === 'organization' && b.kind === 'organization';
  const field = 'organizationName';
  const chanceOf = (known: Likelihood) =>
    level === 'exact'
      ? Math.max(shareOf(counts, field, one, known), shareOf(counts, field, other, known))
      : known.chance;
  return [evidenceOf([field, areBoth ? 'organization' : 'employer'], level, policy, chanceOf)];
};

const contactEvidence: Compare = (a, b, policy, counts) =>
  (['email', 'phone'] as const).flatMap((field) => {
    const found = field === 'email' ? emailLevel(a.emails, b.emails) : phoneLevel(a.phones, b.phones);
    if (found === undefined) return [];
    const { level, value } = found;
    const chanceOf = (known: Likelihood) => (value === undefined ? known.chance : shareOf(counts, field, value, known));
    return [evidenceOf([field, field], level, policy, chanceOf)];
  });

/** Of an area that many leads are in, how many. */
const addressEvidence: Compare = (a, b, policy, counts) => {
  const found = addressLevel(a, b);
  if (found === undefined) return [];
  const { level, area } = found;
  const chanceOf = (known: Likelihood) =>
    area === undefined ? known.chance : Math.max(known.chance / 4, shareOf(counts, area.field, area.value, known));
  return [evidenceOf(['address', 'address'], level, policy, chanceOf)];
};

const attributeEvidence: Compare = (a, b, policy, counts) => {
  const found: Evidence[] = [];
  for (const [name, value] of a.attributes) {
    const other = b.attributes.get(name);
    if (other === undefined) continue;
    const field = `attributes.${name}`;
    const level = attributeLevel(value, other);
    const collision = counts.collision(field);
    const chanceOf = (known: Likelihood) => {
      if (level === 'exact') return shareOf(counts, field, value, { ...known, chance: 0.1 }, SUPPOSED_OF_ATTRIBUTES);
      return level === 'different' ? known.chance * (1 - collision) : Math.max(known.chance, collision);
    };
    const entry = evidenceOf([field, 'attribute'], level, policy, chanceOf);
    found.push(level === 'different' ? { ...entry, bits: Math.min(0, entry.bits) } : entry);
  }
  return found;
};
