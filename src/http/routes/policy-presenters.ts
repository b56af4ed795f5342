import type { PolicyKind } from '../../core/policies/policy.js';
import { productLineKey } from '../../core/scoring/product-lines.js';
import type { PublishedPolicy } from '../../services/policies/policies.js';
import { isoOrNull } from '../instants.js';
import type { PolicyAnswer } from '../schemas/policies.js';

interface VersionFilter {
  status?: string;
  productLine?: string;
  key?: string;
}

/** The filter of the list as the service takes it. */
export function versionFilter({ status, productLine, key }: VersionFilter) {
  return { status, productLine: key ?? (productLine === undefined ? undefined : productLineKey(productLine)) };
}

export function policyOut<Kind extends PolicyKind>(
  policy: PublishedPolicy<Kind>,
  byProductLine: boolean,
): PolicyAnswer<Kind> {
  const { version, status, name, document, createdAt, publishedAt, retiredAt, rescoreId } = policy;
  const line = byProductLine && { productLine: policy.productLine === '' ? null : policy.productLine };
  const dates = {
    createdAt: createdAt.toISOString(),
    publishedAt: isoOrNull(publishedAt),
    retiredAt: isoOrNull(retiredAt),
  };
  return { version, status, name, ...line, document, ...dates, ...(rescoreId === undefined ? {} : { rescoreId }) };
}
