/** One violation of a document: an RFC 6901 pointer into it, a stable code, and a sentence for a person. */
export interface FieldViolation {
  pointer: string;
  code: string;
  detail: string;
}

const RULE_ID = /^[a-z0-9][a-z0-9_-]{0,63}$/;

/** Rule ids are 1-64 characters of a-z, 0-9, `_`, `-`, and each is used once among all of `rules`. */
export function checkRuleIds(rules: readonly { id: string; pointer: string }[]): FieldViolation[] {
  const seen = new Set<string>();
  const violations: FieldViolation[] = [];
  for (const { id, pointer } of rules) {
    if (!RULE_ID.test(id)) {
      violations.push({ pointer, code: 'invalid_rule_id', detail: 'must be 1-64 characters of a-z, 0-9, "_" and "-"' });
    } else if (seen.has(id)) {
      violations.push({ pointer, code: 'duplicate_rule_id', detail: `the rule id "${id}" is used more than once` });
    }
    seen.add(id);
  }
  return violations;
}
