import Type from 'typebox';
import { COST_KINDS } from '../../core/costs/cost.js';
import { batchItemFields, batchMode, count, MAX_ITEMS } from './change-batches.js';
import { Id, listOf, NameOf, PlannedDay, strict, Timestamp } from './common.js';
import { component, enumOf, Ref } from './components.js';
import { Money } from './deals.js';

const Kind = (description: string) =>
  enumOf(COST_KINDS, {
    description: `${description} \`media\`: advertisements. \`list\`: bought addresses. \`people\`: work of own people or agencies.`,
  });
const Day = (description: string) =>
  Type.String({ format: 'date', description: `${description} \`yyyy-mm-dd\`.`, examples: ['2026-03-01'] });
export const CurrencyCode = (description: string) =>
  Type.String({ pattern: '^[A-Z]{3}$', description: `${description} ISO 4217.`, examples: ['EUR'] });
const Note = () =>
  Type.Optional(
    Type.String({ minLength: 1, maxLength: 500, pattern: '\\S', description: 'What it was spent on, in words.' }),
  );

export const CostCreate = component(
  'CostCreate',
  Type.Object(
    {
      sourceId: Type.Optional(Id('The source that it was spent on.')),
      campaignId: Type.Optional(Id('Or the campaign, which belongs to a source.')),
      leadId: Type.Optional(Id('Or the lead, such as one that was bought: it counts for the source of the lead.')),
      from: PlannedDay('The first day,'),
      before: PlannedDay('The day after the last one,'),
      amount: Money('What was spent in all. 0 in a correction cancels the corrected entry.'),
      currency: CurrencyCode('The currency.'),
      kind: Kind('What it was spent on.'),
      note: Note(),
      correctsId: Type.Optional(
        Id(
          'The entry that this one replaces, all of it. Without `sourceId`, `campaignId` and `leadId` it stays where that entry is.',
        ),
      ),
    },
    strict(
      'What was spent on one source, campaign or lead in a period, at most 3,653 days. It is spread evenly over the days of the period, in the zone of the workspace.',
    ),
  ),
);

export const CostSchema = component(
  'Cost',
  Type.Object(
    {
      id: Id('The entry.'),
      sourceId: Id('The source that it counts for.'),
      sourceName: NameOf('the source'),
      campaignId: Type.Optional(Id('The campaign that it counts for.')),
      campaignName: NameOf('the campaign'),
      leadId: Type.Optional(Id('The lead that was bought; absent once it has been deleted.')),
      from: Day('The first day,'),
      before: Day('The day after the last one,'),
      amount: Money('What was spent in all.'),
      currency: CurrencyCode('The currency.'),
      kind: Kind('What it was spent on.'),
      note: Note(),
      platform: Type.Optional(Type.String({ description: 'The ad platform whose spend was imported.' })),
      correctsId: Type.Optional(Id('The entry that this one replaces.')),
      correctedById: Type.Optional(Id('The entry that replaces this one, which then counts no longer.')),
      actorId: Type.String({ description: 'The API key that added it.' }),
      createdAt: Timestamp('When it was added.'),
    },
    strict('An entry of costs. Entries are never changed: another one corrects them.'),
  ),
);

export const CostList = listOf('CostList', CostSchema, 'Entries of costs, newest first.');

export const CostBatch = component(
  'CostBatch',
  Type.Object(
    {
      mode: batchMode,
      items: Type.Array(Ref(CostCreate), { minItems: 1, maxItems: MAX_ITEMS, description: 'Entries, 1 to 1,000.' }),
    },
    strict('Entries of costs in one call; equal to sending them one after the other.'),
  ),
);

const CostBatchItem = component(
  'CostBatchItem',
  Type.Object(
    { ...batchItemFields, id: Type.Optional(Id('The entry; present when accepted.')) },
    strict('The result of one entry.'),
  ),
);

export const CostBatchResult = component(
  'CostBatchResult',
  Type.Object(
    {
      results: Type.Array(Ref(CostBatchItem), { maxItems: MAX_ITEMS, description: 'One per item, in request order.' }),
      created: count('Number of new entries.'),
      refused: count('Number of refused items.'),
    },
    strict('The result of a batch of entries of costs, item by item.'),
  ),
);

export const costFilters = {
  sourceId: Type.Optional(Id('Of this source.')),
  campaignId: Type.Optional(Id('Of this campaign.')),
  leadId: Type.Optional(Id('Of this lead.')),
  kind: Type.Optional(Kind('Of this kind.')),
  currency: Type.Optional(CurrencyCode('In this currency.')),
  from: Type.Optional(Day('With a day on this one or later,')),
  before: Type.Optional(Day('With a day before this one,')),
  current: Type.Optional(
    Type.Boolean({ description: 'true: entries that count. false: entries that were corrected.' }),
  ),
};

/** The vocabularies of costs. */
export const COST_WORDS = { ExpenseKind: COST_KINDS } as const;
