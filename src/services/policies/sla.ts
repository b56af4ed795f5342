import { zoneOffsetsOf } from '../../core/calendar/zone-offsets.js';
import { type CompiledSlaPolicy, compileSlaPolicy, type SlaPolicy } from '../../core/sla/policy.js';
import type { FieldViolation } from '../../core/violations.js';
import { knowsHolidays, publicHolidays } from '../calendar/holidays.js';

/** Compiles the policy with the public holidays of the years around `now`. */
export async function compileSla(document: SlaPolicy, version: number, now: number): Promise<CompiledSlaPolicy> {
  const { holidaysCountry: country, holidaysRegion: region } = document;
  const holidays = country === undefined ? new Set<number>() : await publicHolidays({ country, region }, now);
  return compileSlaPolicy(document, version, { zoneOf: zoneOffsetsOf, holidays });
}

type Places = Pick<SlaPolicy, 'timeZone' | 'holidaysCountry' | 'holidaysRegion'>;

/** Time zone and holiday region of an SLA policy or a sequence that do not exist. Codes: `unknown_time_zone`, `unknown_holidays`. */
export async function unknownPlaces(document: Places): Promise<FieldViolation[]> {
  const { timeZone, holidaysCountry: country, holidaysRegion: region } = document;
  const violations: FieldViolation[] = [];
  if (timeZone !== undefined && zoneOffsetsOf(timeZone) === undefined) {
    violations.push({ pointer: '/timeZone', code: 'unknown_time_zone', detail: 'is no IANA time zone' });
  }
  const pointer = region === undefined ? '/holidaysCountry' : '/holidaysRegion';
  const detail = 'No public holidays are known of this place';
  const isUnknown = country === undefined ? region !== undefined : !(await knowsHolidays({ country, region }));
  if (isUnknown) violations.push({ pointer, code: 'unknown_holidays', detail });
  return violations;
}
