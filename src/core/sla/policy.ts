import type { Attempt } from '../activities/activities.js';
import { compileCalendar, parseTimeOfDay, type WorkCalendar, type WorkingBlock } from '../calendar/calendar.js';
import { UTC, type ZoneOffsets } from '../calendar/zone.js';
import type { Condition } from '../condition.js';
import { compileCondition, type Predicate } from '../conditions/compile.js';
import { stateFieldsOf } from '../conditions/fields.js';
import { checkDocumentLeaves, validateCondition } from '../conditions/validate.js';
import type { BreachAction, SlaClockKind, SlaHours } from '../leads/sla.js';
import { checkRuleIds, type FieldViolation } from '../violations.js';

export interface SlaRule {
  id: string;
  label: string;
  clock: SlaClockKind;
  /** Absent: every lead. */
  when?: Condition | undefined;
  /** 1 to 525,600 minutes of the hours that count. */
  withinMinutes: number;
  hours: SlaHours;
  /** Warns when this share of the time has passed, 1 to 99 percent; absent: no warning. */
  warnAtPercent?: number | undefined;
  /** `notify` when absent. */
  onBreach?: BreachAction[] | undefined;
}

/** Ordered rules: for each clock the first that holds decides. Time zone, hours and holidays apply to rules with hours of the `lead`. */
export interface SlaPolicy {
  rules: SlaRule[];
  /** Attempts that meet a touch although they did not reach the lead; none when absent. */
  countedAttempts?: Attempt[] | undefined;
  /** Time zone for leads without one: IANA; UTC when absent. */
  timeZone?: string | undefined;
  /** Office hours in the lead's time zone; Monday to Friday, 09:00 to 17:00, when absent. */
  workingHours?: WorkingBlock[] | undefined;
  /** Country of the public holidays that do not count (ISO 3166-1 alpha-2), and its subdivision (second part of an ISO 3166-2 code). */
  holidaysCountry?: string | undefined;
  holidaysRegion?: string | undefined;
}

export const SLA_LIMITS = { rules: 100, minutes: 525_600, blocks: 100 } as const;

const WORKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'] as const;
const OFFICE_HOURS: readonly WorkingBlock[] = WORKDAYS.map((weekday) => ({ weekday, start: '09:00', end: '17:00' }));

/** A rule that read its clocks would start and end them by turns. */
const OWN_STATE = stateFieldsOf('sla.');

/**
 * All violations of a policy whose shape is valid. Codes: `too_many_rules`, `invalid_time`, `value_invalid`,
 * `duplicate`, those of rule ids and of `validateCondition`. The caller checks zones and holidays.
 */
export function validateSlaPolicy({ rules, workingHours = [] }: SlaPolicy): FieldViolation[] {
  const violations = checkRuleIds(rules.map(({ id }, index) => ({ id, pointer: `/rules/${index}/id` })));
  const add = (pointer: string, code: string, detail: string) => violations.push({ pointer, code, detail });
  if (rules.length > SLA_LIMITS.rules) add('/rules', 'too_many_rules', `may have ${SLA_LIMITS.rules} rules at most`);
  rules.forEach(({ when, onBreach = [], withinMinutes, warnAtPercent }, index) => {
    const at = `/rules/${index}`;
    if (when !== undefined)
      violations.push(
        ...validateCondition(when, { pointer: `${at}/when`, purpose: 'reactions', unavailable: OWN_STATE }),
      );
    if (!(withinMinutes > 0 && withinMinutes <= SLA_LIMITS.minutes)) {
      add(`${at}/withinMinutes`, 'value_invalid', `must be from 1 to ${SLA_LIMITS.minutes} minutes`);
    }
    if (warnAtPercent !== undefined && !(warnAtPercent >= 1 && warnAtPercent <= 99)) {
      add(`${at}/warnAtPercent`, 'value_invalid', 'must be from 1 to 99 percent');
    }
    if (new Set(onBreach).size < onBreach.length) add(`${at}/onBreach`, 'duplicate', 'names the same twice');
  });
  violations.push(...checkDocumentLeaves(rules.map(({ when }) => when)));
  workingHours.forEach(({ start, end }, index) => {
    const at = `/workingHours/${index}`;
    if (start === '24:00' || parseTimeOfDay(start) === undefined) {
      add(`${at}/start`, 'invalid_time', 'must be 00:00 to 23:59');
    }
    if (parseTimeOfDay(end) === undefined) add(`${at}/end`, 'invalid_time', 'must be 00:00 to 24:00');
  });
  return violations;
}

export interface CompiledSlaRule {
  readonly rule: SlaRule;
  readonly holds: Predicate;
}

export interface CompiledSlaPolicy {
  readonly version: number;
  readonly document: SlaPolicy;
  readonly rules: Readonly<Record<SlaClockKind, readonly CompiledSlaRule[]>>;
  /** Office hours in an IANA zone. Without a zone, or for an unknown one, in the zone of the policy. */
  leadCalendar(timeZone: string | undefined): WorkCalendar;
}

/** External data of a policy: offsets of time zones, and its public holidays as days since 1970-01-01. */
export interface SlaCalendarData {
  zoneOf: (name: string) => ZoneOffsets | undefined;
  holidays: ReadonlySet<number>;
}

export function compileSlaPolicy(
  document: SlaPolicy,
  version: number,
  { zoneOf, holidays }: SlaCalendarData,
): CompiledSlaPolicy {
  const compiled = document.rules.map((rule) => ({
    rule,
    holds: rule.when === undefined ? () => true : compileCondition(rule.when),
  }));
  const of = (kind: SlaClockKind) => compiled.filter(({ rule }) => rule.clock === kind);
  const rules = { first_touch: of('first_touch'), acceptance: of('acceptance'), next_touch: of('next_touch') };
  const own = (document.timeZone === undefined ? undefined : zoneOf(document.timeZone)) ?? UTC;
  const blocks = document.workingHours ?? OFFICE_HOURS;
  const calendars = new Map<string, WorkCalendar>();
  const leadCalendar = (timeZone: string | undefined): WorkCalendar => {
    const zone = (timeZone === undefined ? undefined : zoneOf(timeZone)) ?? own;
    const known = calendars.get(zone.name);
    if (known !== undefined) return known;
    const calendar = compileCalendar(zone, blocks, holidays, []);
    calendars.set(zone.name, calendar);
    return calendar;
  };
  return { version, document, rules, leadCalendar };
}
