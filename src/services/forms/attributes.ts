import { attributePointer } from '../../core/attributes/declared.js';
import { attributeOf, type Form } from '../../core/forms/form.js';
import { type FormLead, pointerTo } from '../../core/forms/submission.js';
import type { FieldViolation } from '../../core/violations.js';
import type { Store } from '../../db/store.js';
import { AppError } from '../errors.js';
import { attributeViolations } from '../leads/public-attributes.js';

/** Refuses attributes that do not fit their definitions. Where a form confirms, the visitor could not correct them later. */
export async function checkAttributesOf(
  store: Store,
  workspaceId: string,
  { form, lead }: { form: Form; lead: FormLead },
): Promise<void> {
  const violations = await attributeViolations(store, workspaceId, lead.attributes);
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
