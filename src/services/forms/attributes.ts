import { attributePointer, checkAttributes, declaredAttributes } from '../../core/attributes/declared.js';
import { attributeOf, type Form } from '../../core/forms/form.js';
import { type FormLead, pointerTo } from '../../core/forms/submission.js';
import type { FieldViolation } from '../../core/violations.js';
import type { Store } from '../../db/store.js';
import { AppError } from '../errors.js';

/**
 * Refuses attributes that do not fit their definitions, whether the person is known or not: a lead that has the attribute keeps its value, and an
 * answer that depends on it would tell. Where a form confirms, the visitor could not correct them later.
 */
export async function checkAttributesOf(
  store: Store,
  workspaceId: string,
  { form, lead }: { form: Form; lead: FormLead },
): Promise<void> {
  if (lead.attributes === undefined) return;
  const read = store.read(workspaceId);
  const [definitions, workspace] = await Promise.all([read.attributeDefinitions.all(), read.workspaces.find()]);
  const declared = declaredAttributes(definitions, workspace?.undeclaredAttributes ?? 'accepted');
  if (declared === undefined) return;
  const { violations } = checkAttributes(declared, lead.attributes, undefined);
  if (violations.length > 0) throw notAccepted(violations.map((violation) => atInput(form, violation)));
}

/** A violation of an attribute with the pointer of the input that fills it. */
function atInput({ fields }: Form, violation: FieldViolation): FieldViolation {
  const field = fields.find(
    (one) => one.to === 'attribute' && attributePointer(attributeOf(one)) === violation.pointer,
  );
  return field === undefined ? violation : { ...violation, pointer: pointerTo(field.name) };
}

export const notAccepted = (errors: FieldViolation[]) =>
  new AppError('rule_refused', 'The form does not accept what was filled in: see `errors`.', { errors });
