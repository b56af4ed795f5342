import { parseTimeOfDay, type WorkingBlock } from '../calendar/calendar.js';
import type { AttributeValue } from '../values.js';
import type { FieldViolation } from '../violations.js';
import type { Skill, Territory } from './reps.js';

/** An absence: `from` inclusive, `to` exclusive, epoch milliseconds. */
export interface Absence {
  from: number;
  to: number;
  reason?: string | undefined;
}

/** Whether the open leads of a rep who cannot work on them stay with it or are reassigned by the rules. */
export const LEAD_CUSTODIES = ['keep', 'reassign'] as const;
export type LeadCustody = (typeof LEAD_CUSTODIES)[number];

/** Settings of a rep besides name and capacity. An absent setting limits nothing. */
export interface RepSettings {
  country?: string | undefined;
  region?: string | undefined;
  /** IANA; of working hours and days. UTC when absent. */
  timeZone?: string | undefined;
  skills?: Skill[] | undefined;
  languages?: string[] | undefined;
  products?: string[] | undefined;
  territories?: Territory[] | undefined;
  /** Custom attributes, for conditions of rules. */
  attributes?: Record<string, AttributeValue> | undefined;
  workingHours?: WorkingBlock[] | undefined;
  /** The country of its public holidays (ISO 3166-1 alpha-2) and the subdivision (the second part of an ISO 3166-2 code). */
  holidaysCountry?: string | undefined;
  holidaysRegion?: string | undefined;
  absences?: Absence[] | undefined;
  /** Most leads given on one day of its time zone. */
  dailyCap?: number | undefined;
  /** Most leads given in any stretch of `burstMinutes`, which is 60 when absent. */
  burstCap?: number | undefined;
  burstMinutes?: number | undefined;
  /** What happens to its open leads when it becomes inactive, and when an absence begins. Default: `DEFAULT_CUSTODY`. */
  whenInactive?: LeadCustody | undefined;
  whenAbsent?: LeadCustody | undefined;
}

/**
 * All violations of settings whose shape is valid. Codes: `duplicate`, `invalid_time`, `empty`, `ends_before_start`.
 */
export function validateRepSettings(settings: RepSettings): FieldViolation[] {
  const violations: FieldViolation[] = [];
  const add = (pointer: string, code: string, detail: string) => violations.push({ pointer, code, detail });
  const { skills = [], workingHours = [], absences = [], territories = [] } = settings;
  skills.forEach(({ name }, index) => {
    const twice = skills.findIndex((other) => other.name === name) !== index;
    if (twice) add(`/skills/${index}/name`, 'duplicate', 'is named twice');
  });
  territories.forEach((territory, index) => {
    const { minimumEmployees = 0, maximumEmployees = Number.POSITIVE_INFINITY } = territory;
    if (Object.values(territory).every((value) => value === undefined)) {
      add(`/territories/${index}`, 'empty', 'says nothing: leave it out for all leads');
    } else if (minimumEmployees > maximumEmployees) {
      add(`/territories/${index}/maximumEmployees`, 'ends_before_start', 'is less than minimumEmployees');
    }
  });
  workingHours.forEach(({ start, end }, index) => {
    if (start === '24:00' || parseTimeOfDay(start) === undefined) {
      add(`/workingHours/${index}/start`, 'invalid_time', 'must be 00:00 to 23:59');
    }
    if (parseTimeOfDay(end) === undefined) add(`/workingHours/${index}/end`, 'invalid_time', 'must be 00:00 to 24:00');
  });
  absences.forEach(({ from, to }, index) => {
    if (to <= from) add(`/absences/${index}/to`, 'ends_before_start', 'must be later than from');
  });
  return violations;
}
