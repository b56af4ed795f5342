import type { AttributeDefinition } from '../core/attributes/definition.js';
import { kindOf } from '../core/conditions/declared-fields.js';
import { comparisonsOf, losesMeaning } from '../core/conditions/kind-changes.js';
import { POLICY_NOUNS } from '../core/policies/policy.js';
import type { Mention } from '../db/repositories/attribute-definitions.js';
import type { WriteScope } from '../db/store.js';
import { AppError } from './errors.js';

const MOST_NAMED = 20;

/**
 * Refuses a type by which stored conditions on the attribute would select other leads: those of segments, published policies, webhook
 * endpoints and parked leads. `before`: absent where the attribute is declared now.
 */
export async function keepConditions(
  scope: Pick<WriteScope, 'attributeDefinitions'>,
  after: AttributeDefinition,
  before?: AttributeDefinition,
): Promise<void> {
  const [from, to] = [before === undefined ? 'attribute' : kindOf(before).type, kindOf(after).type] as const;
  if (from === to) return;
  const field = `attributes.${after.name}`;
  const changed = (await scope.attributeDefinitions.mentionsOf(after.name)).flatMap((mention) => {
    const lost = comparisonsOf(mention.document, field).filter((one) => losesMeaning(one, from, to));
    const operators = [...new Set(lost.map(({ operator }) => operator))];
    return operators.length === 0 ? [] : [{ mention, operators }];
  });
  if (changed.length === 0) return;
  const errors = changed.slice(0, MOST_NAMED).map(({ mention, operators }) => ({
    pointer: '/type',
    code: 'condition_changes',
    detail: `${nounOf(mention)} compares "${field}" by ${operators.join(', ')}, which would select other leads with the type ${after.type}`,
  }));
  throw new AppError(
    'rule_refused',
    `${changed.length} stored conditions would select other leads: see errors. Change them, or remove them, first.`,
    { errors },
  );
}

function nounOf({ kind, name }: Mention): string {
  switch (kind) {
    case 'segment':
      return `the segment "${name}"`;
    case 'webhook_endpoint':
      return `the webhook endpoint ${name}`;
    case 'lead':
      return `the wake condition of the parked lead ${name}`;
    default:
      return `version ${name} of the published ${POLICY_NOUNS[kind]}`;
  }
}
