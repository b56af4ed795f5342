import type { ConsentProof } from '../leads/consent.js';
import type { Form } from './form.js';
import type { FormLead } from './submission.js';

/** Hours within which a submission is confirmed where the form names none. */
export const CONFIRMATION_HOURS = 100;
/** Submissions of one e-mail address that wait at one form. Others can send it: each makes an e-mail to somebody. */
export const MOST_WAITING = 3;
/** The place of the token in `confirmationUrl`. */
export const TOKEN_PLACE = '{token}';

/**
 * A submission of a form with confirmation. It waits until the person confirms by a token that was sent to the e-mail address. Once confirmed, it
 * has no values any more; it stays until `expiresAt`, so that the same link gives the same answer.
 */
export interface WaitingSubmission {
  workspaceId: string;
  id: string;
  formId: string;
  formVersion: number;
  tokenHash: string;
  /** What was submitted. Null: it is confirmed. */
  lead: FormLead | null;
  /** Keyed hashes of its e-mail address and phone number. */
  subjectHashes: string[];
  /** A keyed hash of the network address that submitted it. */
  addressHash: string;
  keyId: string;
  submittedAt: Date;
  expiresAt: Date;
  confirmedAt: Date | null;
}

/** The link of the e-mail; undefined when the form has none. */
export const confirmationLink = ({ confirmationUrl }: Pick<Form, 'confirmationUrl'>, token: string) =>
  confirmationUrl?.replaceAll(TOKEN_PLACE, token);

/** What proves the consents of a submission that a form took. */
export const proofOf = (
  of: { id: string; version: number },
  { address, submittedAt, confirmedAt }: Pick<ConsentProof, 'address' | 'submittedAt' | 'confirmedAt'>,
): ConsentProof => ({ form: of.id, textVersion: String(of.version), address, submittedAt, confirmedAt });

/**
 * The one address that gets the link, which is also that of the lead. What was typed can have several addresses, or lines of a mail header: only the
 * first address counts, as it is the one by which the lead is matched.
 */
export function addressOfLink(typed: string | undefined, normalized: string): string {
  const text = typed?.trim() ?? '';
  return text.toLowerCase() === normalized ? text : normalized;
}

/** A web address, an e-mail address or markup. */
const NOT_IN_NAMES = /[/:@<>]|www\./i;
const LONGEST_GREETING = 100;

/** The name for the greeting of the e-mail; undefined for text that a stranger could advertise with. */
export const greetingName = (name: string | undefined): string | undefined =>
  name === undefined || name.length > LONGEST_GREETING || NOT_IN_NAMES.test(name) ? undefined : name;
