import type { BouncedEmail, LeadFacts } from './facts.js';

/** Most bounced addresses that a lead keeps besides the main one; the latest bounces are kept. */
export const BOUNCED_EMAILS = 20;

type Bounces = Pick<LeadFacts, 'bouncedEmails'>;

/** The bounces with that of one address set, or removed when `at` is undefined. */
export function withBounce({ bouncedEmails = [] }: Bounces, email: string, at: number | undefined): BouncedEmail[] {
  const others = bouncedEmails.filter((one) => one.email !== email);
  const all = at === undefined ? others : [...others, { email, at }];
  return all.sort((a, b) => b.at - a.at).slice(0, BOUNCED_EMAILS);
}

export const bounceOfOther = ({ bouncedEmails }: Bounces, email: string): number | undefined =>
  bouncedEmails?.find((one) => one.email === email)?.at;

/** The facts after a change, of which the main address may be another: the mark of a bounce stays with its address. */
export function withBounceOfMain(before: LeadFacts, after: LeadFacts): LeadFacts {
  const { emailNormalized: was, emailBouncedAt } = before;
  const { emailNormalized: is } = after;
  if (was === is) return after;
  const facts = { ...after };
  let bounces = before.bouncedEmails ?? [];
  if (was !== undefined && emailBouncedAt !== undefined) bounces = withBounce(before, was, emailBouncedAt);
  const at = is === undefined ? undefined : bounceOfOther({ bouncedEmails: bounces }, is);
  if (is !== undefined && at !== undefined) bounces = withBounce({ bouncedEmails: bounces }, is, undefined);
  delete facts.emailBouncedAt;
  delete facts.bouncedEmails;
  if (at !== undefined) facts.emailBouncedAt = at;
  if (bounces.length > 0) facts.bouncedEmails = bounces;
  return facts;
}
