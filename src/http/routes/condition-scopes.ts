import type { Scope } from '../../core/api-keys/scopes.js';
import type { Condition } from '../../core/condition.js';
import type { Principal } from '../../services/context.js';
import { AppError } from '../../services/errors.js';

/** Refuses a condition over what the key cannot read: deals, and properties of engagement events. */
export function checkConditionScopes({ scopes }: Principal, condition: Condition | undefined): void {
  const missing = condition && scopesOf(condition).find((scope) => !scopes.has(scope));
  if (missing === undefined) return;
  throw new AppError('scope_missing', `For this condition the API key needs the scope \`${missing}\`.`);
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
      return [];
  }
}
