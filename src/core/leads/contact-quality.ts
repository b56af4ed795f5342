import type { LeadFacts } from './facts.js';
import { EMAIL_TYPES } from './vocabulary.js';

/** Quality of the main e-mail address: its type, or `missing`. */
export const EMAIL_QUALITIES = [...EMAIL_TYPES, 'missing'] as const;
export type EmailQuality = (typeof EMAIL_QUALITIES)[number];

/** `valid`: a possible number of its country; `invalid`: a given text that is no such number. */
export const PHONE_QUALITIES = ['valid', 'invalid', 'missing'] as const;
export type PhoneQuality = (typeof PHONE_QUALITIES)[number];

export function emailQuality({ email, emailNormalized, emailType }: LeadFacts): EmailQuality {
  if (emailType !== undefined) return emailType;
  // Normalisation gives every address a type, but callers of the core may pass facts without one.
  return email === undefined && emailNormalized === undefined ? 'missing' : 'invalid';
}

export function phoneQuality({ phone, phoneNormalized }: LeadFacts): PhoneQuality {
  if (phoneNormalized !== undefined) return 'valid';
  return phone === undefined ? 'missing' : 'invalid';
}

/** The fields of a complete contact. An invalid e-mail address or phone does not count. */
export const COMPLETENESS_FIELDS = [
  'name',
  'emailNormalized',
  'phoneNormalized',
  'organizationName',
  'jobTitle',
  'industry',
  'employeeCount',
  'website',
  'country',
  'city',
] as const satisfies readonly (keyof LeadFacts)[];

/** Share of `COMPLETENESS_FIELDS` that is filled, 0 to 100 in whole points. An organization needs no job title. */
export function completenessOf(facts: LeadFacts): number {
  let filled = 0;
  for (const field of COMPLETENESS_FIELDS) {
    const value = facts[field];
    if (value !== undefined && value !== '') filled += 1;
  }
  if (facts.kind === 'person') return filled * 10;
  return Math.round(((filled - (facts.jobTitle ? 1 : 0)) * 100) / (COMPLETENESS_FIELDS.length - 1));
}
