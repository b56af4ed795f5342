import { checkAttributes, declaredAttributes } from '../../core/attributes/declared.js';
import type { AttributeValue } from '../../core/values.js';
import type { FieldViolation } from '../../core/violations.js';
import type { Store } from '../../db/store.js';
import { AppError } from '../errors.js';

type Attributes = Readonly<Record<string, AttributeValue>> | undefined;

/**
 * The attributes that do not fit their definitions, whether the person is known or not. A known lead that has an attribute keeps its value, so
 * an answer that depends on what the lead has would tell a visitor who is known.
 */
export async function attributeViolations(
  store: Store,
  workspaceId: string,
  attributes: Attributes,
): Promise<FieldViolation[]> {
  if (attributes === undefined) return [];
  const read = store.read(workspaceId);
  const [definitions, workspace] = await Promise.all([read.attributeDefinitions.all(), read.workspaces.find()]);
  const declared = declaredAttributes(definitions, workspace?.undeclaredAttributes ?? 'accepted');
  return declared === undefined ? [] : checkAttributes(declared, attributes, undefined).violations;
}

/** Refuses a submission from a public page whose attributes do not fit. Throws AppError with the pointers of the attributes. */
export async function checkPublicAttributes(store: Store, workspaceId: string, attributes: Attributes): Promise<void> {
  const errors = await attributeViolations(store, workspaceId, attributes);
  if (errors.length > 0)
    throw new AppError('rule_refused', 'Some attributes do not fit their definitions.', { errors });
}
