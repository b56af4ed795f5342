import Type, { type TSchema } from 'typebox';
import { batchItemFields, batchMode, count, MAX_ITEMS } from './change-batches.js';
import { Id } from './common.js';
import { type Component, Ref } from './components.js';
import { DealCreate } from './deals.js';
import { variant } from './rules.js';
import { TaskCreate } from './tasks.js';

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

const itemOf = (name: string, what: string) =>
  variant(
    name,
    { ...batchItemFields, id: Type.Optional(Id(`The ${what}; present when accepted.`)) },
    `The result of one ${what}: \`id\` when accepted, \`problem\` when refused.`,
  );

const resultOf = <Item extends TSchema>(name: string, item: Component<Item>, what: string) =>
  variant(
    name,
    {
      results: Type.Array(Ref(item), { maxItems: MAX_ITEMS, description: 'One per item, in request order.' }),
      created: count(`Number of new ${what}.`),
      refused: count('Number of refused items.'),
    },
    `The result of a batch of ${what}, item by item.`,
  );

export const TaskBatch = batchOf('TaskBatch', TaskCreate, 'Tasks');
export const TaskBatchResult = resultOf('TaskBatchResult', itemOf('TaskBatchItem', 'task'), 'tasks');
export const DealBatch = batchOf('DealBatch', DealCreate, 'Deals');
export const DealBatchResult = resultOf('DealBatchResult', itemOf('DealBatchItem', 'deal'), 'deals');
