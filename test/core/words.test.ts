import fc from 'fast-check';
import t from 'tap';
import { foldedWords, typoPattern, withTypos } from '../../src/core/words.js';

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
