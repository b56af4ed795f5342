import fc from 'fast-check';
import t from 'tap';
import { foldedWords, similarTo, typoPattern, withTypos } from '../../src/core/words.js';

const word = fc.stringMatching(/^[a-z0-9]{1,12}$/);

t.test('the pattern of a word matches every text with the word or one like it', async (t) => {
  fc.assert(
    fc.property(word, word, fc.nat(), (wanted, other, place) => {
      const like = withTypos(wanted);
      const found = like[place % like.length] ?? wanted;
      return new RegExp(typoPattern(wanted) ?? '').test(`${other} ${found}`);
    }),
  );
  t.notMatch('hopper', new RegExp(typoPattern('ada') ?? ''));
  t.notMatch('lovelace', new RegExp(typoPattern('hopper') ?? ''));
  t.equal(
    typoPattern(foldedWords('Łódź')),
    'lodz|odz|.odz|oldz|ldz|l.dz|l.odz|ldoz|loz|lo.z|lo.dz|lozd|lod|lod.|lod.z',
  );
  t.equal(typoPattern('ωμέγα'), undefined, 'letters beyond ASCII have none');
});

t.test('a word is similar exactly to those that the index is searched for', async (t) => {
  const letters = fc.string({ unit: fc.constantFrom(...'abé7ж', '\u{10428}'), minLength: 1, maxLength: 7 });
  let similar = 0;
  fc.assert(
    fc.property(letters, letters, fc.nat(), (wanted, other, place) => {
      const like = withTypos(wanted);
      const isSimilar = similarTo(wanted);
      const near = like[place % like.length] ?? wanted;
      const twice = withTypos(near);
      const others = [other, near, twice[(place >> 4) % twice.length] ?? near, `${near}ж`, near.slice(1)];
      similar += others.filter(isSimilar).length;
      return others.every((one) => isSimilar(one) === like.includes(one));
    }),
    { numRuns: 3_000 },
  );
  t.ok(similar > 1_000);
  const isHopper = similarTo('hopper');
  const found = ['hoper', 'hoppper', 'hopper', 'happer', 'ohpper', 'opper', 'hoppe', 'hoppre', 'hoppers'];
  t.strictSame(found.filter(isHopper), found);
  t.strictSame(['hooer', 'hppoer', 'hop', 'hoppersx', 'hoppжr', ''].filter(isHopper), []);
  t.strictSame(
    ['ada', 'adam', 'add'].filter(similarTo('ada')),
    ['ada'],
    'words of three letters are compared as they are',
  );
});
