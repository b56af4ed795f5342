import t from 'tap';
import { EVENT_TYPES } from '../../src/core/events/events.js';
import {
  happenedAt,
  summaryOf,
  TIMELINE_KINDS,
  timelineKindOf,
  timelineTypes,
} from '../../src/core/timeline/timeline.js';

t.test('everything that happens to a lead is on its timeline, but what follows from the rest', (t) => {
  const types = new Set<string>(timelineTypes());
  const ofLeads = EVENT_TYPES.filter((type) => type.startsWith('lead.'));
  t.strictSame(
    ofLeads.filter((type) => !types.has(type)),
    ['lead.scored', 'lead.deleted'],
  );
  for (const type of types) t.match(type, /^(lead|engagement|task|deal|referral|sequence|segment)\./);
  t.end();
});

t.test('each type is of one kind, and the kinds part them', (t) => {
  const byKind = TIMELINE_KINDS.flatMap((kind) => timelineTypes([kind]));
  t.equal(new Set(byKind).size, byKind.length);
  t.strictSame([...byKind].sort(), timelineTypes());
  t.strictSame(timelineTypes([]), []);
  t.equal(timelineKindOf('lead.owner_released'), 'owner');
  t.equal(timelineKindOf('lead.rotted'), 'stage');
  t.equal(timelineKindOf('lead.created'), 'touch');
  t.equal(timelineKindOf('workspace.updated'), undefined);
  t.end();
});

t.test('a summary for every type', (t) => {
  const types = timelineTypes();
  t.ok(types.length > 0);
  for (const type of types) t.match(summaryOf(type, {}, { kind: 'call' }), /^[A-Z]/, type);
  t.equal(summaryOf('lead.activity_recorded', {}, { kind: 'call', direction: 'incoming' }), 'Incoming call');
  t.equal(summaryOf('lead.activity_recorded', {}, { kind: 'note' }), 'Note');
  const [before, after] = [
    { category: 'mql', temperature: 'warm', grade: 'B2' },
    { category: 'sql', temperature: 'warm', grade: 'B1' },
  ];
  t.equal(summaryOf('lead.classified', before, after), 'Now category from mql to sql, grade from B2 to B1');
  t.equal(summaryOf('lead.rotted', {}, { reason: 'no_reply' }), 'Rotted: no reply');
  t.equal(summaryOf('lead.updated', {}, { jobTitle: 'CTO', need: 'a heater' }), 'Changed: job title, need');
  t.equal(happenedAt({ touchedAt: 5 }), 5);
  t.equal(happenedAt({ occurredAt: 'yesterday' }), undefined);
  t.end();
});
