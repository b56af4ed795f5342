import type { Scope } from '../../core/api-keys/scopes.js';
import type { Condition } from '../../core/condition.js';
import { comparedDetails } from '../../core/conditions/event-details.js';
import type { Principal } from '../../services/context.js';
import { AppError } from '../../services/errors.js';

/** Refuses a condition over what the key cannot read: deals, and properties of engagement events. */
export function checkConditionScopes({ scopes }: Principal, condition: Condition | undefined): void {
  const missing = condition && scopesOf(condition).find((scope) => !scopes.has(scope));
  if (missing === undefined) return;
  throw new AppError('scope_missing', `For this condition the API key needs the scope \`${missing}\`.`);
}

/** Refuses a condition on leads, in a request about something else, by a key that cannot read leads. */
export function checkLeadScopes(principal: Principal, lead: Condition | undefined): void {
  if (lead !== undefined && !principal.scopes.has('leads:read'))
    throw new AppError('scope_missing', 'For a condition on leads the API key needs the scope `leads:read`.');
  checkConditionScopes(principal, lead);
}

/** Refuses rules over properties of engagement events by a key that cannot read these: a simulation would show them. */
export function checkPolicyScopes({ scopes }: Principal, document: unknown): void {
  const properties = comparedDetails([document]) ?? [];
  if (properties.length > 0 && !scopes.has('engagement:read'))
    throw new AppError(
      'scope_missing',
      'For rules over properties of events the API key needs the scope `engagement:read`.',
    );
}

function scopesOf(condition: Condition): Scope[] {
  switch (condition.type) {
    case 'all':
    case 'any':
      return condition.conditions.flatMap(scopesOf);
    case 'not':
      return scopesOf(condition.condition);
    case 'related':
      return condition.relation === 'deals' ? ['deals:read'] : [];
    case 'engagement':
      return condition.properties === undefined ? [] : ['engagement:read'];
    case 'field':
    case 'segment':
      return [];
  }
}
