import { parseTimeOfDay, type WorkingBlock } from '../calendar/calendar.js';
import type { AttributeValue } from '../leads/facts.js';
import type { FieldViolation } from '../violations.js';
import type { Skill, Territory } from './reps.js';

/** Away from an instant up to another, epoch milliseconds. */
export interface Absence {
  from: number;
  to: number;
  reason?: string | undefined;
}

/** What becomes of the open leads of a rep who can work on them no more: they stay, or the rules give them to others. */
export const LEAD_CUSTODIES = ['keep', 'reassign'] as const;
export type LeadCustody = (typeof LEAD_CUSTODIES)[number];

/** What can be said of a rep beyond its name and its capacity. Absent limits nothing. */
export interface RepSettings {
  country?: string | undefined;
  region?: string | undefined;
  /** IANA; of working hours and days. UTC when absent. */
  timeZone?: string | undefined;
  skills?: Skill[] | undefined;
  languages?: string[] | undefined;
  products?: string[] | undefined;
  territories?: Territory[] | undefined;
  /** Custom ones, for rules to compare with. */
  attributes?: Record<string, AttributeValue> | undefined;
  workingHours?: WorkingBlock[] | undefined;
  /** Where it has public holidays: ISO 3166-1 alpha-2, and the part of the country after ISO 3166-2. */
  holidaysCountry?: string | undefined;
  holidaysRegion?: string | undefined;
  absences?: Absence[] | undefined;
  /** Most leads given on one day of its time zone. */
  dailyCap?: number | undefined;
  /** Most leads given in any stretch of `burstMinutes`, which is 60 when absent. */
  burstCap?: number | undefined;
  burstMinutes?: number | undefined;
  /** What becomes of its open leads when it is made inactive, and when an absence begins: `DEFAULT_CUSTODY` in `parting.ts` when absent. */
  whenInactive?: LeadCustody | undefined;
  whenAbsent?: LeadCustody | undefined;
}

/**
 * Everything wrong with settings whose shape is right. Codes: `duplicate`, `invalid_time`, `empty`, `ends_before_start`.
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
