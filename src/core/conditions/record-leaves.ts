import type { LeafCondition } from '../condition.js';
import type { FieldViolation } from '../violations.js';
import { type FieldKindOf, operatorsOf } from './field-kinds.js';
import { valueProblem } from './operands.js';

/**
 * All violations of a comparison of a record of a lead: fields of the record are compared with values, and nothing else is. Codes:
 * `unknown_field`, `field_unavailable`, `operator_invalid`, `value_invalid`.
 */
export function recordLeafViolations(leaf: LeafCondition, pointer: string, fieldOf: FieldKindOf): FieldViolation[] {
  if (leaf.type !== 'field') {
    return [{ pointer, code: 'field_unavailable', detail: 'is a condition on leads: send it in `lead`' }];
  }
  const violations: FieldViolation[] = [];
  const report = (token: string, code: string, detail: string) =>
    void violations.push({ pointer: `${pointer}/${token}`, code, detail });
  const { field: name, operator, value } = leaf;
  for (const token of ['otherField', 'repField'] as const) {
    if (leaf[token] !== undefined) report(token, 'field_unavailable', 'works in conditions on leads only');
  }
  const field = fieldOf(name);
  const operators = field && operatorsOf(field.type, 'search');
  if (field === undefined) report('field', 'unknown_field', `there is no field "${name}" here`);
  else if (!operators?.includes(operator))
    report('operator', 'operator_invalid', `a field of type ${field.type} takes ${operators?.join(', ')}`);
  else {
    const problem = valueProblem(operator, value, field, true);
    if (problem !== undefined) report('value', 'value_invalid', problem);
  }
  return violations;
}
