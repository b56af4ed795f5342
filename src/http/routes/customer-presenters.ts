import type { ConsentInstants } from '../../core/customers/consent.js';
import { parseInstant } from './instants.js';

/** The fields of the body, and when its consents were stated. */
export function withoutInstants<Body extends { emailConsentAt?: string | null; phoneConsentAt?: string | null }>(
  body: Body,
) {
  const { emailConsentAt, phoneConsentAt, ...facts } = body;
  const instants: ConsentInstants = {
    email: parseInstant(emailConsentAt ?? undefined),
    phone: parseInstant(phoneConsentAt ?? undefined),
  };
  return { facts, instants };
}
