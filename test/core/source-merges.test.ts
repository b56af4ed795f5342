/** Survivors of merged sources and campaigns. */
import fc from 'fast-check';
import t from 'tap';
import { mergedOrigins, withMerged } from '../../src/core/conditions/merged-sources.js';
import { campaignMergeRefusal, mergedAmong, sourceMergeRefusal, survivorsOf } from '../../src/core/source-merges.js';

const SOURCES = ['a', 'b', 'c', 'd'];
const at = new Date(0);
const sourceRow = (id: string) => ({
  id,
  channel: 'event' as const,
  name: id,
  mergedInto: null as string | null,
  createdAt: at,
});
const campaignRow = (sourceId: string, nameKey: string) => ({
  ...{ id: `${sourceId}/${nameKey}`, sourceId, nameKey, mergedInto: null as string | null, createdAt: at },
});

function makeRows() {
  const sources = SOURCES.map(sourceRow);
  const campaigns = SOURCES.flatMap((source) => ['x', 'y'].map((name) => campaignRow(source, name)));
  return { sources, campaigns };
}

const change = fc.record({
  noun: fc.constantFrom('source', 'campaign'),
  from: fc.nat(7),
  into: fc.nat(7),
});

t.test('whatever merges are accepted, each record counts once, at something that was merged into nothing', (t) => {
  let merges = 0;
  fc.assert(
    fc.property(fc.array(change, { maxLength: 10 }), (changes) => {
      const { sources, campaigns } = makeRows();
      for (const { noun, from: fromIndex, into: intoIndex } of changes) {
        const present = survivorsOf(sources, campaigns);
        const before = JSON.stringify([...present.sources, ...present.campaigns]);
        if (noun === 'source') {
          const [from, into] = [sources[fromIndex % 4], sources[intoIndex % 4]];
          if (!from || !into || sourceMergeRefusal(from, into, present)) continue;
          from.mergedInto = into.id;
          if (survivorsOf(sources, campaigns).circular.length > 0) from.mergedInto = null;
        } else {
          const [from, into] = [campaigns[fromIndex], campaigns[intoIndex]];
          if (!from || !into || campaignMergeRefusal(from, into, present)) continue;
          from.mergedInto = into.id;
        }
        merges += 1;
        const row = noun === 'source' ? sources[fromIndex % 4] : campaigns[fromIndex];
        const merged = row?.mergedInto ?? null;
        if (row) row.mergedInto = null;
        const undone = survivorsOf(sources, campaigns);
        t.equal(JSON.stringify([...undone.sources, ...undone.campaigns]), before, 'without the merge all is as before');
        if (row) row.mergedInto = merged;
      }
      const { sources: ofSources, campaigns: ofCampaigns, circular } = survivorsOf(sources, campaigns);
      const ended = (rows: { id: string; mergedInto: string | null }[], survivors: ReadonlyMap<string, string>) =>
        rows.every(({ id, mergedInto }) => {
          const survivor = rows.find((row) => row.id === (survivors.get(id) ?? id));
          return (
            survivor?.mergedInto === null && !survivors.has(survivor.id) && (mergedInto === null || survivors.has(id))
          );
        });
      const oneName = campaigns.every((one) =>
        campaigns.every(
          (other) =>
            one.nameKey !== other.nameKey ||
            (ofSources.get(one.sourceId) ?? one.sourceId) !== (ofSources.get(other.sourceId) ?? other.sourceId) ||
            (ofCampaigns.get(one.id) ?? one.id) === (ofCampaigns.get(other.id) ?? other.id),
        ),
      );
      return circular.length === 0 && ended(sources, ofSources) && ended(campaigns, ofCampaigns) && oneName;
    }),
  );
  t.ok(merges > 50, `${merges} merges`);
  t.end();
});

t.test('merges in a circle, into itself, of two channels and of two sources are refused', (t) => {
  const { sources, campaigns } = makeRows();
  const [a, b, c] = sources;
  const [ax, , bx] = campaigns;
  if (!a || !b || !c || !ax || !bx) throw new Error('too few rows');
  a.mergedInto = 'b';
  b.mergedInto = 'c';
  const survivors = survivorsOf(sources, campaigns);
  t.same(
    [...survivors.sources],
    [
      ['a', 'c'],
      ['b', 'c'],
    ],
  );
  t.equal(sourceMergeRefusal(c, a, survivors), 'circle');
  t.equal(sourceMergeRefusal(c, c, survivors), 'itself');
  t.equal(sourceMergeRefusal(a, c, survivors), 'merged_already');
  t.equal(sourceMergeRefusal(c, { ...a, channel: 'other' } as never, survivors), 'other_channel');
  t.equal(campaignMergeRefusal(ax, { ...bx, sourceId: 'd' }, survivors), 'other_source');
  t.equal(campaignMergeRefusal(ax, bx, survivors), undefined);
  t.end();
});

t.test('conditions that name what was merged stand for all of it, in any part of a document', (t) => {
  const rows = [
    { id: 'one', name: 'Fiar', survivorId: 'two' },
    { id: 'two', name: 'Fair', survivorId: null },
  ];
  const merged = mergedOrigins(mergedAmong(rows, []));
  const field = (name: string, operator: string, value: unknown) => ({ type: 'field', field: name, operator, value });
  const changed = (condition: object) => withMerged({ rules: [{ when: condition }] }, merged).rules[0]?.when;
  t.same(changed(field('sourceId', 'eq', 'one')), field('sourceId', 'in', ['two', 'one']));
  t.same(changed(field('sourceId', 'not_in', ['two', 'three'])), field('sourceId', 'not_in', ['two', 'one', 'three']));
  t.same(changed(field('source.name', 'neq', 'FIAR')), field('source.name', 'not_in', ['FIAR', 'Fair']));
  t.same(changed(field('source.name', 'eq', 'Fair')), field('source.name', 'eq', 'Fair'));
  t.same(changed(field('source.name', 'contains', 'Fiar')), field('source.name', 'contains', 'Fiar'));
  t.same(changed(field('country', 'eq', 'one')), field('country', 'eq', 'one'));
  t.match(changed({ type: 'related', relation: 'touches', sourceIds: ['one'] }), { sourceIds: ['two', 'one'] });
  t.match(changed({ type: 'not', condition: { type: 'engagement', sourceIds: ['two'] } }), {
    condition: { sourceIds: ['two', 'one'] },
  });
  t.equal(mergedOrigins(mergedAmong([], [])), undefined);
  t.end();
});
