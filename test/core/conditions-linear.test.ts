import fc from 'fast-check';
import t from 'tap';
import { CONDITION_LIMITS, type Condition } from '../../src/core/condition.js';
import { containing } from '../../src/core/conditions/texts.js';
import { checkDocumentLeaves } from '../../src/core/conditions/validate.js';

t.test('containing finds what the runtime finds', async () => {
  const text = fc.array(fc.constantFrom('a', 'b'), { maxLength: 200 }).map((parts) => parts.join(''));
  const repeated = fc
    .tuple(text, fc.integer({ min: 1, max: 60 }))
    .map(([part, times]) => part.slice(0, 3).repeat(times));
  fc.assert(
    fc.property(fc.oneof(text, repeated), fc.oneof(text, repeated), (whole, part) => {
      return containing(part)(whole) === whole.includes(part);
    }),
    { numRuns: 2_000 },
  );
  fc.assert(
    fc.property(text, repeated, text, (before, part, after) => containing(part)(`${before}${part}${after}`)),
    { numRuns: 500 },
  );
});

t.test('the conditions of a document have 1,000 leaves together', async (t) => {
  const leaf: Condition = { type: 'field', field: 'country', operator: 'exists' };
  const of = (count: number): Condition => ({ type: 'all', conditions: Array.from({ length: count }, () => leaf) });
  const most = Array.from({ length: CONDITION_LIMITS.documentLeaves / 50 }, () => of(50));
  t.strictSame(checkDocumentLeaves([...most, undefined]), []);
  t.match(checkDocumentLeaves([...most, { type: 'not', condition: leaf }]), [{ pointer: '', code: 'too_many_leaves' }]);
});
