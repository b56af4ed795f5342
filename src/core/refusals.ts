import type { FieldViolation } from './violations.js';

/** Why a command was not applied. A refused command changes nothing. Pointers are JSON pointers into the request body. */
export type Refusal =
  | { code: 'not_found'; detail: string }
  | { code: 'conflict'; detail: string }
  | { code: 'suppressed'; detail: string }
  | { code: 'version_mismatch'; detail: string; version: number }
  | { code: 'rule_refused'; detail: string; pointer?: string }
  /** Several violations, each with its pointer. */
  | { code: 'rule_refused'; detail: string; errors: readonly FieldViolation[] }
  | { code: 'reference_not_found'; detail: string; pointer: string };

/** Versions that the caller accepts; undefined accepts any. */
export type IfMatch = readonly number[] | undefined;

export const NO_LEAD: Refusal = { code: 'not_found', detail: 'There is no such lead in this workspace.' };

export function versionRefusal(ifMatch: IfMatch, { version }: { version: number }, noun = 'lead'): Refusal | undefined {
  if (!ifMatch || ifMatch.includes(version)) return undefined;
  const detail = `The ${noun} is at version ${version}: read it again and repeat the change on top of it.`;
  return { code: 'version_mismatch', detail, version };
}

interface Reps {
  rep(repId: string): { active: boolean } | undefined;
}

/** A rep that a command names has to be there. */
export function repReference(repId: string, reps: Reps, pointer = '/repId'): Refusal | undefined {
  if (reps.rep(repId) !== undefined) return undefined;
  return { code: 'reference_not_found', detail: 'There is no such rep in this workspace.', pointer };
}

/** Refusal when the rep of a command does not exist or is inactive. */
export function activeRepReference(repId: string, reps: Reps): Refusal | undefined {
  const unknown = repReference(repId, reps);
  if (unknown !== undefined || reps.rep(repId)?.active === true) return unknown;
  return { code: 'rule_refused', detail: 'The rep is inactive: make it active first.', pointer: '/repId' };
}

/** A rep who is to look after a customer or a deal; null and undefined name no rep. */
export function ownerReference(ownerId: string | null | undefined, reps: Reps): Refusal | undefined {
  return ownerId === undefined || ownerId === null ? undefined : repReference(ownerId, reps, '/ownerId');
}

/** A customer that a command names is not there. */
export function noSuchCustomer(pointer: string): Refusal {
  return { code: 'reference_not_found', detail: 'There is no such customer in this workspace.', pointer };
}
