/** How often a level occurs among pairs of one person (m) and among pairs of different ones (u), each from 0 to 1. */
export interface Likelihood {
  agreeing: number;
  chance: number;
}

const at = (agreeing: number, chance: number): Likelihood => ({ agreeing, chance });

/**
 * The levels of each comparison, best first. Of `exact`, `chance` is that of a value that is rare in the workspace; a frequent value has its
 * own frequency instead (Winkler 1989, "Frequency-based matching").
 */
export const LIKELIHOODS = {
  firstName: {
    exact: at(0.8, 0.004),
    variant: at(0.05, 0.004),
    near: at(0.08, 0.004),
    initial: at(0.03, 0.04),
    similar: at(0.025, 0.02),
    different: at(0.015, 0.93),
  },
  lastName: { exact: at(0.85, 0.001), near: at(0.09, 0.002), similar: at(0.03, 0.01), different: at(0.03, 0.987) },
  organization: {
    exact: at(0.72, 0.001),
    near: at(0.15, 0.001),
    shared: at(0.1, 0.004),
    some: at(0.02, 0.04),
    different: at(0.01, 0.954),
  },
  /** The organization that a person belongs to: people have several, and change them. */
  employer: {
    exact: at(0.55, 0.003),
    near: at(0.1, 0.003),
    shared: at(0.08, 0.006),
    some: at(0.05, 0.05),
    different: at(0.22, 0.938),
  },
  email: {
    exact: at(0.6, 0.0001),
    near: at(0.1, 0.0001),
    local: at(0.08, 0.0005),
    similar: at(0.04, 0.012),
    different: at(0.18, 0.997),
  },
  phone: { exact: at(0.65, 0.0003), near: at(0.08, 0.0005), different: at(0.27, 0.999) },
  address: {
    exact: at(0.35, 0.0003),
    street: at(0.25, 0.0008),
    place: at(0.12, 0.003),
    area: at(0.12, 0.02),
    city: at(0.06, 0.05),
    different: at(0.1, 0.925),
  },
  /** Custom attributes. Of dates, `part` is two of day, month and year. */
  attribute: { exact: at(0.6, 0.0001), near: at(0.1, 0.005), part: at(0.05, 0.02), different: at(0.25, 0.97) },
} as const satisfies Record<string, Record<string, Likelihood>>;

export type ComparisonName = keyof typeof LIKELIHOODS;
export const COMPARISON_NAMES = Object.keys(LIKELIHOODS) as readonly ComparisonName[];
export type LevelOf<Name extends ComparisonName> = keyof (typeof LIKELIHOODS)[Name] & string;
export type Likelihoods = { [Name in ComparisonName]: Readonly<Record<LevelOf<Name>, Likelihood>> };
