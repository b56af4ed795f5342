import Type from 'typebox';
import { Id, PastInstant, strict, Timestamp } from './common.js';
import { component, nullable, Ref } from './components.js';
import { FormIds } from './connectors.js';

export const ConnectorBackfillCreate = component(
  'ConnectorBackfillCreate',
  Type.Object(
    {
      since: Type.Optional(
        PastInstant('Leads that were submitted at this instant or later; at most, and when absent, 30 days ago.'),
      ),
      formIds: Type.Optional(FormIds('The forms whose leads are read; those of the connector when absent.', 1)),
    },
    strict('Which leads are read again from the platform.'),
  ),
);

const BackfillErrorSchema = component(
  'ConnectorBackfillError',
  Type.Object(
    {
      code: Type.String({
        description:
          '`token_expired`: the platform refuses the access token. `rate_limited`: it asks to wait. `fetch_failed`: it could not be reached, or failed. After these the same page is tried again. `form_refused`: it does not show this form, and the next one was read. `too_many_pages`: the rest was not read.',
      }),
      detail: Type.String({ description: 'What is wrong, and what to do.' }),
      formId: Type.String({ description: 'The form that was read.' }),
      at: Timestamp('When it happened.'),
    },
    strict('Why leads could not be read.'),
  ),
);

const Count = (description: string) => Type.Integer({ minimum: 0, description });

export const ConnectorBackfillSchema = component(
  'ConnectorBackfill',
  Type.Object(
    {
      connectorId: Id('The connector.'),
      since: Timestamp('Leads that were submitted at this instant or later are read.'),
      formIds: FormIds('The forms whose leads are read, in this order.'),
      startedAt: Timestamp('When it was started.'),
      completedAt: nullable(Timestamp('When all forms were read; null: not yet.')),
      pagesRead: Count('Pages of leads that were read.'),
      leadsRead: Count('Leads that the platform listed.'),
      payloadsAdded: Count('Leads of them that were not received before. They are payloads now.'),
      attempts: Count('Attempts to read the next page that failed.'),
      nextAttemptAt: nullable(
        Timestamp('When it goes on or, once completed, when the next one starts. Null: no other one starts by itself.'),
      ),
      lastError: Type.Optional(Ref(BackfillErrorSchema)),
    },
    strict('The last backfill of a connector.'),
  ),
);
