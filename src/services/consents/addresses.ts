import type { LeadFacts } from '../../core/leads/facts.js';
import { AppError, type FieldError } from '../errors.js';
import { normalizeEmail } from '../identity/emails.js';
import { normalizePhone } from '../identity/phones.js';

/** A person as a request names it. */
export interface PersonInput {
  leadId?: string | undefined;
  email?: string | undefined;
  phone?: string | undefined;
}

/** Facts with the normalised addresses. Throws AppError that names an address which is none, or when nothing names the person. */
export function addressFacts({ leadId, email, phone }: PersonInput, country: string | undefined): LeadFacts {
  if (leadId === undefined && email === undefined && phone === undefined) {
    throw new AppError('rule_refused', 'Send the person: `leadId`, `email` or `phone`.');
  }
  const facts: LeadFacts = { kind: 'person' };
  const errors: FieldError[] = [];
  if (email !== undefined) {
    facts.emailNormalized = normalizeEmail(email).normalized;
    if (facts.emailNormalized === undefined) errors.push(errorAt('/email', 'This is no e-mail address.'));
  }
  if (phone !== undefined) {
    facts.phoneNormalized = normalizePhone(phone, country).e164;
    if (facts.phoneNormalized === undefined) {
      errors.push(errorAt('/phone', 'This is no valid phone number: send it with + and the country code.'));
    }
  }
  if (errors.length > 0) throw new AppError('rule_refused', 'The person is not named by valid addresses.', { errors });
  return facts;
}

const errorAt = (pointer: string, detail: string): FieldError => ({ pointer, code: 'rule_refused', detail });
