import type { WorkCalendar } from '../calendar/calendar.js';
import type { AttributeValue } from '../values.js';

/** A skill of a rep; level 1 (has heard of it) to 5 (expert). */
export interface Skill {
  name: string;
  level: number;
}

/** Leads for which every given value holds. Texts are compared case-insensitively; head counts include both bounds. */
export interface Territory {
  country?: string | undefined;
  region?: string | undefined;
  postalPrefix?: string | undefined;
  industry?: string | undefined;
  minimumEmployees?: number | undefined;
  maximumEmployees?: number | undefined;
}

/** The leads a rep can work on. An empty list limits nothing: a rep without languages gets leads of any language. */
export interface RepProfile {
  country?: string | undefined;
  region?: string | undefined;
  timeZone?: string | undefined;
  skills: readonly Skill[];
  /** BCP 47; `en` also speaks `en-GB`. */
  languages: readonly string[];
  products: readonly string[];
  territories: readonly Territory[];
  /** Custom attributes, for conditions of rules. */
  attributes?: Record<string, AttributeValue> | undefined;
}

/** Most leads in any window of `minutes`. */
export interface Burst {
  leads: number;
  minutes: number;
}

/** A rep as an input of decisions. An absent limit is no limit. */
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
  /** When it was given its latest leads, oldest first; kept only as far back as caps count. */
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
