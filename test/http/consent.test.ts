import t from 'tap';
import type { Static } from 'typebox';
import type { EventSchema } from '../../src/http/schemas/events.js';
import type { TaskSchema } from '../../src/http/schemas/tasks.js';
import type { NextActionSchema } from '../../src/http/schemas/timeline.js';
import { type LeadOut, listAll, openService, type ProblemOut } from './ingest-fixture.js';

type Task = Static<typeof TaskSchema>;
type Next = Static<typeof NextActionSchema>;
type Event = Static<typeof EventSchema>;

const service = await openService(t);
const EMAIL = 'o@acme.example';
const PHONE = '+4930901820';
const day = (n: number) => `2026-01-0${n}T12:00:00.000Z`;

/** A workspace of a subtest's own, and the calls that the subtests share. */
async function makeWorkspace() {
  const { post, get, patch } = await service.makeWorkspace();
  const submit = async (body: object) => (await post('/v1/leads', { email: EMAIL, ...body })).body.lead;
  const did = async (leadId: string, type: string, more: object = {}) => {
    const { status, text } = await post('/v1/engagement-events', { leadId, type, ...more });
    t.equal(status, 201, text);
  };
  const leadAt = async (id: string, asOf?: string) =>
    (await get<LeadOut>(`/v1/leads/${id}${asOf === undefined ? '' : `?asOf=${asOf}`}`)).body;
  const nextOf = async (id: string) => (await get<Next>(`/v1/leads/${id}/next-action`)).body;
  const tasksOf = (id: string) => listAll<Task>(get, `/v1/tasks?leadId=${id}`);
  const eventsOf = (id: string) => listAll<Event>(get, `/v1/events?subjectId=${id}`);
  return { submit, did, leadAt, nextOf, tasksOf, eventsOf, post, get, patch };
}

t.test(
  'D6: an objection withdraws consent as of its instant, and only a later statement grants it again',
  async (t) => {
    for (const type of ['email_unsubscribed', 'spam_reported']) {
      const { submit, did, leadAt, eventsOf } = await makeWorkspace();
      const { id, emailConsent } = await submit({ emailConsent: 'granted', occurredAt: day(1) });
      t.equal(emailConsent, 'granted');
      await did(id, type, { occurredAt: day(5) });
      const denied = { emailConsent: 'denied', emailConsentAt: day(5) };
      t.match(await leadAt(id), denied, 'after the event');
      const then = new Date().toISOString();
      const changed = (await eventsOf(id)).filter((one) => one.type === 'lead.updated');
      t.match(changed, [
        { cause: 'engagement', before: { emailConsent: 'granted' }, after: { emailConsent: 'denied' } },
      ]);
      t.match(await submit({ emailConsent: 'granted', occurredAt: day(2) }), denied, 'after a late statement');
      const granted = await submit({ emailConsent: 'granted', consentBasis: 'form', occurredAt: day(9) });
      t.match(granted, { id, emailConsent: 'granted', emailConsentAt: day(9), consentBasis: 'form' });
      t.match(await leadAt(id, then), denied, 'as of then');
    }
  },
);

t.test('consents by other roads: corrections, purchased lists, public pages, phone', async (t) => {
  const { submit, did, patch, post } = await makeWorkspace();
  const { id } = await submit({ emailConsent: 'granted', phoneConsent: 'granted', occurredAt: day(3) });
  t.match(await submit({ phoneConsent: 'denied', occurredAt: day(2) }), { phoneConsent: 'granted' });
  t.match(await submit({ phoneConsent: 'denied', occurredAt: day(4) }), {
    phoneConsent: 'denied',
    phoneConsentAt: day(4),
  });
  await did(id, 'email_unsubscribed', { occurredAt: day(5) });
  const source = { channel: 'purchased_list', name: 'Bought' };
  t.match(await submit({ emailConsent: 'granted', occurredAt: day(6), source }), { emailConsent: 'denied' });
  await post('/v1/capture/leads', { email: EMAIL, emailConsent: 'granted', consentText: 'Yes' });
  t.match((await patch(`/v1/leads/${id}`, { jobTitle: 'CEO' })).body, {
    emailConsent: 'denied',
    emailConsentAt: day(5),
  });
  const { body } = await patch(`/v1/leads/${id}`, { emailConsent: 'granted' });
  t.equal(body.emailConsent, 'granted');
  t.ok((body.emailConsentAt ?? '') > day(9), 'a correction states it now');
  await did(id, 'email_unsubscribed', { occurredAt: day(8) });
  t.equal((await patch(`/v1/leads/${id}`, { city: 'Bonn' })).body.emailConsent, 'granted', 'an earlier objection');
});

t.test('an objection of a converted lead withdraws the consent of its customer', async (t) => {
  const { submit, did, post, get, eventsOf } = await makeWorkspace();
  type Customer = { id: string; kind: string; emailConsent?: string };
  const { id } = await submit({
    name: 'Ada King',
    organizationName: 'Acme',
    emailConsent: 'granted',
    occurredAt: day(1),
  });
  const converted = await post(`/v1/leads/${id}/conversion`, { deal: { currency: 'EUR', amount: '5' }, won: true });
  t.ok(converted.status < 300, converted.text);
  const personOf = async () =>
    (await get<{ data: Customer[] }>(`/v1/customers?leadId=${id}`)).body.data.find(({ kind }) => kind === 'person');
  t.equal((await personOf())?.emailConsent, 'granted');
  await did(id, 'page_viewed');
  await did(id, 'email_unsubscribed');
  const person = await personOf();
  t.equal(person?.emailConsent, 'denied');
  const events = await eventsOf(person?.id ?? '');
  t.match(events.at(-1), { type: 'customer.updated', cause: 'engagement' });
});

t.test('a hard bounce marks the address until it changes or receives mail', async (t) => {
  const { submit, did, leadAt, patch, nextOf } = await makeWorkspace();
  const { id } = await submit({ phone: PHONE });
  const hard = { properties: { bounceType: 'hard' } };
  await did(id, 'email_bounced', { occurredAt: day(2), properties: { bounceType: 'soft' } });
  t.equal((await leadAt(id)).emailBouncedAt, undefined);
  await did(id, 'email_bounced', { occurredAt: day(2), ...hard });
  t.equal((await leadAt(id)).emailBouncedAt, day(2));
  t.match(await nextOf(id), {
    ...{ kind: 'playbook_task', taskKind: 'call', title: 'Contact by phone' },
    reason: /"Send an introduction"\. E-mail bounces since 2026-01-02T12:00:00\.000Z\. Allowed: phone\.$/,
    channels: [
      { channel: 'email', status: 'bounced', since: day(2) },
      { channel: 'phone', status: 'allowed' },
    ],
  });
  await did(id, 'email_opened', { occurredAt: day(3) });
  t.equal((await leadAt(id)).emailBouncedAt, undefined);
  await did(id, 'email_bounced', { occurredAt: day(4), ...hard });
  t.equal((await patch(`/v1/leads/${id}`, { city: 'Bonn' })).body.emailBouncedAt, day(4));
  t.equal((await patch(`/v1/leads/${id}`, { email: 'new@acme.example' })).body.emailBouncedAt, undefined);
});

t.test('the next action never proposes a denied channel, and says when none is allowed', async (t) => {
  const { submit, patch, nextOf, post, did } = await makeWorkspace();
  const { id } = await submit({ phone: PHONE, purchaseTimeframeDays: 0, phoneConsent: 'denied' });
  t.match(await nextOf(id), { taskKind: 'email', templateKey: 'write_now', channels: [{}, { status: 'denied' }] });
  const template = { leadId: id, templateKey: 'call_now' };
  const { body: task } = await post<Task>('/v1/tasks', template);
  t.match(task, { kind: 'email', title: 'Contact by e-mail', description: /"Call now"/, templateKey: 'call_now' });
  await post(`/v1/tasks/${task.id}/skip`, { reason: 'wrong' });
  await did(id, 'email_unsubscribed', { occurredAt: day(5) });
  const none = /E-mail is denied since 2026-01-05.*Phone is denied since.*No channel is allowed\.$/;
  t.match(await nextOf(id), { kind: 'no_channel', taskKind: undefined, guidance: undefined, reason: none });
  const refused = await post<ProblemOut>('/v1/tasks', template);
  t.match(refused, { status: 422, body: { detail: none, errors: [{ pointer: '/templateKey' }] } });
  const written = { leadId: id, kind: 'email', title: 'Confirm the order', dueAt: day(1) };
  const { body: own } = await post<Task>('/v1/tasks', written);
  t.match(await nextOf(id), { kind: 'no_channel', taskId: own.id }, 'a person may write one, and it is not proposed');
  await patch(`/v1/leads/${id}`, { phoneConsent: 'granted' });
  t.match(await nextOf(id), { kind: 'overdue_task', taskId: own.id, taskKind: 'call', title: 'Contact by phone' });
});

t.test('automatic tasks take an allowed channel, also those that are open when one is denied', async (t) => {
  const { submit, did, tasksOf, post, eventsOf } = await makeWorkspace();
  const due = { after: 2, unit: 'calendar_hours' };
  const tasks = [
    { key: 'write', title: 'Write', kind: 'email', automatic: true, due },
    { key: 'research', title: 'Look up', kind: 'research', automatic: true, due },
  ];
  const entry = { id: 'a', label: 'A', category: 'suspect', guidance: 'Go', tasks };
  const draft = await post<{ version: number }>('/v1/playbooks', { name: 'Ours', document: { entries: [entry] } });
  await post(`/v1/playbooks/${draft.body.version}/publish`, undefined);
  const kindsOf = async (id: string) =>
    (await tasksOf(id)).map(({ templateKey, kind, status }) => `${templateKey} ${kind} ${status}`).sort();
  const { id: caller } = await submit({ email: 'a@acme.example', phone: PHONE, emailConsent: 'denied' });
  t.strictSame(await kindsOf(caller), ['research research open', 'write call open']);
  const { id: unreachable } = await submit({ email: 'b@acme.example', emailConsent: 'denied' });
  t.strictSame(await kindsOf(unreachable), ['research research open']);
  const { id: phone } = await submit({ email: 'c@acme.example', phone: '+4930901821' });
  t.strictSame(await kindsOf(phone), ['research research open', 'write email open']);
  await did(phone, 'email_unsubscribed');
  t.strictSame(await kindsOf(phone), ['research research open', 'write call open']);
  const redirected = (await tasksOf(phone)).find(({ templateKey }) => templateKey === 'write');
  t.match(redirected, { title: 'Contact by phone', description: /It replaces the task "Write"\. E-mail is denied/ });
  const events = await eventsOf(redirected?.id ?? '');
  t.match(events.at(-1), { type: 'task.updated', cause: 'channel_blocked', before: { kind: 'email' } });
  const { id: mail } = await submit({ email: 'd@acme.example' });
  await submit({ email: 'd@acme.example', emailConsent: 'denied' });
  t.strictSame(await kindsOf(mail), ['research research open', 'write email skipped']);
});
