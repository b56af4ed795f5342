import type { WorkCalendar } from '../calendar/calendar.js';
import type { AttributeValue } from '../leads/facts.js';

/** How well a rep can do something: 1 (knows of it) to 5 (the one to ask). */
export interface Skill {
  name: string;
  level: number;
}

/** Leads of which all that is said holds. Texts are compared without regard to case; head counts include both bounds. */
export interface Territory {
  country?: string | undefined;
  region?: string | undefined;
  postalPrefix?: string | undefined;
  industry?: string | undefined;
  minimumEmployees?: number | undefined;
  maximumEmployees?: number | undefined;
}

/** What a rep can work on. An empty list limits nothing: who names no language is given leads of any. */
export interface RepProfile {
  country?: string | undefined;
  region?: string | undefined;
  timeZone?: string | undefined;
  skills: readonly Skill[];
  /** BCP 47; `en` also speaks `en-GB`. */
  languages: readonly string[];
  products: readonly string[];
  territories: readonly Territory[];
  /** Whatever else rules are to compare with. */
  attributes?: Record<string, AttributeValue> | undefined;
}

/** At most so many leads in any stretch of so many minutes. */
export interface Burst {
  leads: number;
  minutes: number;
}

/** A rep as decisions see it. What is absent limits nothing. */
export interface RepFacts {
  id: string;
  name: string;
  active: boolean;
  /** Most open leads at once; null is unlimited. */
  capacity: number | null;
  openLeads: number;
  /** Most effort of open leads at once, in the units of the routing policy. */
  effortCapacity?: number | undefined;
  openEffort?: number | undefined;
  /** As `comparable` makes it. */
  profile?: RepProfile | undefined;
  /** Working hours, holidays and time off. */
  calendar?: WorkCalendar | undefined;
  /** Most leads given on one day of its time zone. */
  dailyCap?: number | undefined;
  burst?: Burst | undefined;
  /** When it was given its latest leads, oldest first; kept only as far as caps look back. */
  recent?: readonly number[] | undefined;
}

export const REP_LIMITS = {
  skills: 50,
  languages: 50,
  products: 100,
  territories: 200,
  level: 5,
  absences: 100,
  attributes: 100,
} as const;
