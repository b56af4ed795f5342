import t from 'tap';
import { nameCase } from '../../src/core/identity/name-casing.js';
import { normalizePersonName } from '../../src/core/identity/person-names.js';
import { cleanLine, cleanText, compatibilityForm, foldedKey } from '../../src/core/identity/texts.js';

const MARK = '\u0301';

t.test('marks beyond the thirtieth on one letter fall away, and normalising again gives the same', async (t) => {
  for (const form of [cleanLine, cleanText, compatibilityForm]) {
    const once = form(`a${MARK.repeat(5_000)}b`);
    t.equal(once, `á${MARK.repeat(29)}b`, form.name);
    t.equal(form(once as string), once, form.name);
    t.equal(form(`a${MARK.repeat(30)}b`), `á${MARK.repeat(29)}b`, `${form.name}: thirty stay`);
  }
  t.equal(foldedKey(`A${MARK.repeat(5_000)} b`), 'a b');
});

t.test('a text of more than 20 words is no name: it stays as it is', async (t) => {
  const words = (count: number) => Array.from({ length: count }, () => 'anna').join(' ');
  t.equal(nameCase(words(20)), words(20).replaceAll('anna', 'Anna'));
  t.equal(nameCase(words(21)), words(21));
  const { name, firstName, lastName } = normalizePersonName({ name: words(21) });
  t.strictSame([name, firstName, lastName], [words(21), undefined, undefined]);
});
