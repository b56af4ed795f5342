import Type, { type TProperties, type TSchema } from 'typebox';
import { batchItemFields, batchMode, count, MAX_ITEMS } from './change-batches.js';
import { Id } from './common.js';
import { type Component, Ref } from './components.js';
import { CustomerCreate } from './customers.js';
import { DealCreate } from './deals.js';
import { ReferralCreate } from './referrals.js';
import { variant } from './rules.js';
import { TaskCompletionItem, TaskCreate } from './tasks.js';

/** The body of a batch that creates records, of 1 to 1,000 items. */
const batchOf = <Name extends string, Item extends TSchema>(name: Name, item: Component<Item>, what: string) =>
  variant(
    name,
    {
      mode: batchMode,
      items: Type.Array(Ref(item), { minItems: 1, maxItems: MAX_ITEMS, description: `${what}, 1 to 1,000.` }),
    },
    `${what} in one call; equal to creating them one after the other.`,
  );

const itemOf = <More extends TProperties = Record<never, never>>(name: string, what: string, more?: More) =>
  variant(
    name,
    // The compiler does not merge the properties of an open type.
    { ...createdItemFields(what), ...more } as ReturnType<typeof createdItemFields> & More,
    `The result of one ${what}: \`id\` when accepted, \`problem\` when refused.`,
  );

const createdItemFields = (what: string) => ({
  ...batchItemFields,
  id: Type.Optional(Id(`The ${what}; present when accepted.`)),
});

const resultFields = <Item extends TSchema>(item: Component<Item>, what: string) => ({
  results: Type.Array(Ref(item), { maxItems: MAX_ITEMS, description: 'One per item, in request order.' }),
  created: count(`Number of new ${what}.`),
  refused: count('Number of refused items.'),
});
const describedAs = (what: string) => `The result of a batch of ${what}, item by item.`;

const resultOf = <Item extends TSchema>(name: string, item: Component<Item>, what: string) =>
  variant(name, resultFields(item, what), describedAs(what));

/** The result of a batch whose items name people. */
const resultOfPeople = <Item extends TSchema>(name: string, item: Component<Item>, what: string) =>
  variant(
    name,
    {
      ...resultFields(item, what),
      suppressed: count('Number of the refused items that name someone on the suppression list.'),
    },
    describedAs(what),
  );

export const TaskBatch = batchOf('TaskBatch', TaskCreate, 'Tasks');
export const TaskBatchResult = resultOf('TaskBatchResult', itemOf('TaskBatchItem', 'task'), 'tasks');
export const DealBatch = batchOf('DealBatch', DealCreate, 'Deals');
export const DealBatchResult = resultOf('DealBatchResult', itemOf('DealBatchItem', 'deal'), 'deals');
export const CustomerBatch = batchOf('CustomerBatch', CustomerCreate, 'Customers');
export const CustomerBatchResult = resultOfPeople(
  'CustomerBatchResult',
  itemOf('CustomerBatchItem', 'customer'),
  'customers',
);
export const ReferralBatch = batchOf('ReferralBatch', ReferralCreate, 'Referrals');
export const ReferralBatchResult = resultOfPeople(
  'ReferralBatchResult',
  itemOf('ReferralBatchItem', 'referral', {
    referredLeadId: Type.Optional(Id('The lead that was referred; present when accepted.')),
  }),
  'referrals',
);

export const TaskCompletionBatch = variant(
  'TaskCompletionBatch',
  {
    mode: batchMode,
    items: Type.Array(Ref(TaskCompletionItem), {
      minItems: 1,
      maxItems: MAX_ITEMS,
      description: 'Completions, 1 to 1,000.',
    }),
  },
  'Completions of several tasks in one call; equal to sending them one after the other.',
);

const TaskCompletionBatchItem = variant(
  'TaskCompletionBatchItem',
  {
    ...batchItemFields,
    id: Type.Optional(Id('The task; present when accepted.')),
    version: Type.Optional(Type.Integer({ minimum: 1, description: 'The version of the task after it.' })),
    activityId: Type.Optional(Id('The activity that was recorded with it.')),
  },
  'The result of one completion: `id` and `version` when accepted, `problem` when refused.',
);

export const TaskCompletionBatchResult = variant(
  'TaskCompletionBatchResult',
  {
    results: Type.Array(Ref(TaskCompletionBatchItem), {
      maxItems: MAX_ITEMS,
      description: 'One per item, in request order.',
    }),
    completed: count('Number of completed tasks.'),
    refused: count('Number of refused items.'),
  },
  'The result of a batch of completions, item by item.',
);
