import type { EventType } from '../../src/core/events/events.js';
import { messageOf } from '../../src/services/webhooks/messages.js';
import type { TestApp } from '../support/app.js';
import { type OpenApiDocument, SCHEMAS } from './document.js';
import type { Validate } from './exchange.js';

const RECEIVER = { url: 'https://receiver.test/', headers: {}, signingKeys: [] };

/** What the bodies that a webhook receiver would get of every event so far have wrong by the document, and the types of these events. */
export async function judgeWebhookBodies(app: TestApp, document: OpenApiDocument, validate: Validate) {
  const faults = new Set<string>();
  const types = new Set<EventType>();
  const { rows: workspaces, hasMore } = await app.store.deployment.listWorkspaces({}, { limit: 200 });
  if (hasMore) faults.add('there are more workspaces than are looked at');
  for (const { id } of workspaces) {
    const { events } = app.store.read(id);
    for (let [more, cursor] = [true, undefined as string | undefined]; more; ) {
      const page = await events.list({}, { limit: 200, cursor });
      [more, cursor] = [page.hasMore, page.nextCursor];
      for (const event of page.rows) {
        types.add(event.type);
        for (const payload of ['full', 'thin'] as const) {
          const { body } = messageOf({ ...RECEIVER, payload }, event, Date.now());
          for (const fault of bodyFaults(document, validate, JSON.parse(body))) faults.add(`${event.type}: ${fault}`);
        }
      }
    }
  }
  return { faults: [...faults], types };
}

function bodyFaults(document: OpenApiDocument, validate: Validate, body: { type: string }): string[] {
  const entry = document['x-webhooks']?.[body.type.split('.', 1)[0] ?? '']?.post;
  if (!entry?.description.includes(`\`${body.type}\``)) return ['is not among the webhooks of the document'];
  const schema = entry.requestBody.content['application/json'].schema.$ref;
  return validate(schema.replace(SCHEMAS, ''), body);
}
