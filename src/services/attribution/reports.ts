import {
  type AttributionSample,
  type CreditedConversion,
  type CreditRow,
  type CreditSum,
  creditConversion,
  creditTotals,
  groupsOf,
  orderedCredits,
} from '../../core/attribution/credits.js';
import {
  type AttributionModel,
  DEFAULT_HALF_LIFE_DAYS,
  DEFAULT_POSITION_WEIGHTS,
  type PositionWeights,
} from '../../core/attribution/models.js';
import {
  ATTRIBUTION_LIMITS,
  type AttributionDimension,
  type AttributionQuestion,
  type ConversionStep,
  defaultEarlierStep,
  type EarlierStep,
  type JourneyState,
  validateAttribution,
} from '../../core/attribution/question.js';
import type { CostsOfGroups } from '../../core/attribution/returns.js';
import type { Condition } from '../../core/condition.js';
import { FIRST_INSTANT, type Window } from '../../core/metrics/question.js';
import { MILLISECONDS_PER_DAY } from '../../core/time.js';
import type { ListRequest, Page } from '../../db/repositories/lists.js';
import type { QuestionContext } from '../../db/repositories/report-queries.js';
import type { Store } from '../../db/store.js';
import { AppError } from '../errors.js';
import { searchable, withTimeoutRefusal } from '../leads/search.js';
import type { ReadSettings } from '../leads/settings.js';
import { keysOfRow } from '../metrics/row-keys.js';
import type { WorkspaceTime } from '../workspace-time.js';
import { costsOf } from './costs.js';
import { type AttributionRead, journeyReader, type LearntChain, refusedAt } from './journeys.js';

/** A question as a caller sends it. Instants are epoch milliseconds. */
export interface AttributionInput {
  models: readonly AttributionModel[];
  conversion?: ConversionStep | undefined;
  groupBy?: readonly AttributionDimension[] | undefined;
  where?: Condition | undefined;
  window?: Window | undefined;
  from?: number | undefined;
  before?: number | undefined;
  positionWeights?: PositionWeights | undefined;
  halfLifeDays?: number | undefined;
  lastBefore?: EarlierStep | undefined;
  states?: JourneyState | undefined;
  orderBy?: { model: AttributionModel; direction?: 'asc' | 'desc' | undefined } | undefined;
  limit?: number | undefined;
}

export interface AttributionReport {
  question: AttributionQuestion;
  timeZone: string;
  /** The answer has everything that was recorded until then, epoch milliseconds. */
  completeTo: number;
  rows: readonly CreditRow[];
  /** How many groups there are; `rows` has the first of them. */
  groups: number;
  totals: readonly CreditSum[];
  /** Undefined: the condition is on leads, and costs have none. */
  costs: CostsOfGroups | undefined;
  sample: AttributionSample;
  learnt: LearntChain | undefined;
}

/** The credits of one model, to be followed to their conversions. */
export interface CreditsInput {
  question: AttributionInput;
  model: AttributionModel;
  /** The `group` of a row; undefined: all conversions. */
  group?: string | undefined;
}

/** A conversion with its credits by one model. */
export interface FollowedConversion extends CreditedConversion {
  /** The group of each credit, in the order of the points. */
  inGroup: readonly boolean[];
}

const DEFAULT_DAYS = 365;
const DEFAULT_ROWS = 100;
/** Of one statement. */
const MOST_MS = 10_000;
/** Conversions that are read for one page of credits. */
const MOST_READ_FOR_PAGE = 20_000;

export interface AttributionOptions {
  store: Store;
  settings: ReadSettings;
  timeOf: WorkspaceTime;
}

export type AttributionService = ReturnType<typeof attributionService>;

export function attributionService({ store, settings, timeOf }: AttributionOptions) {
  const within = <T>(workspaceId: string, where: Condition | undefined, work: (read: AttributionRead) => Promise<T>) =>
    withTimeoutRefusal(
      store,
      where,
      () => store.readWithin(workspaceId, MOST_MS, ({ attribution }) => work(attribution)),
      (cause) => tooExpensive('takes too long', cause),
    );
  const contextOf = async (workspaceId: string) => ({
    ...(await settings(workspaceId)),
    now: await timeOf(workspaceId),
  });
  return {
    /** Shares the conversions of a question among their touch points, by several models side by side. */
    async query(workspaceId: string, input: AttributionInput): Promise<AttributionReport> {
      const known = await contextOf(workspaceId);
      const question = await questionOf(input, known);
      const [found, workspace] = await Promise.all([
        within(workspaceId, input.where, (read) => totalsOf(read, question, known)),
        store.read(workspaceId).workspaces.find(),
      ]);
      const { orderBy, limit = DEFAULT_ROWS } = input;
      const order = orderBy && { model: orderBy.model, descending: orderBy.direction !== 'asc' };
      return {
        ...{ question, timeZone: workspace?.timeZone ?? 'UTC', completeTo: known.now, learnt: found.learnt },
        ...{ totals: found.totals, sample: found.sample, groups: found.groups.size, costs: found.costs },
        rows: orderedCredits([...found.groups.values()], order).slice(0, limit),
      };
    },
    /** The conversions of a row with the credit of each touch point, the newest first. */
    async credits(workspaceId: string, input: CreditsInput, request: ListRequest): Promise<Page<FollowedConversion>> {
      const { question: asked, model, group } = input;
      const binding = JSON.stringify(input);
      const known = await contextOf(workspaceId);
      const question = await questionOf({ ...asked, models: [model] }, known, '/question');
      const keys = group === undefined ? undefined : keysOfRow(group, question.groupBy.length);
      return within(workspaceId, question.where, (read) =>
        followedPage(read, { question, keys, known, binding }, request),
      );
    },
  };
}

async function totalsOf(read: AttributionRead, question: AttributionQuestion, context: QuestionContext) {
  const most = ATTRIBUTION_LIMITS.conversions;
  const [reader, stored, costs] = await Promise.all([
    journeyReader(read, question, context),
    read.conversions(question, context, { take: most + 1 }),
    costsOf(read, question, context),
  ]);
  if (stored.length > most) throw tooExpensive(`selects more than ${most.toLocaleString('en')} conversions`);
  const { models, groupBy } = question;
  const found = creditTotals(models, groupBy);
  // What was spent without a conversion has a row as well.
  for (const { keys } of costs?.groups.values() ?? []) found.rowOf(keys);
  for await (const conversions of reader.inSlices(stored, false)) {
    for (const conversion of conversions) found.add(creditConversion(conversion, models, reader.settings));
    if (found.groups.size > ATTRIBUTION_LIMITS.groups) throw tooManyGroups();
  }
  return { ...found, costs, learnt: reader.learnt };
}

interface Followed {
  question: AttributionQuestion;
  keys: readonly (string | null)[] | undefined;
  known: QuestionContext;
  /** What the cursor belongs to. */
  binding: string;
}

/** Reads conversions until a page is full, or so many that the page ends before: its cursor goes on where it stopped. */
async function followedPage(
  read: AttributionRead,
  { question, keys, known, binding }: Followed,
  request: ListRequest,
): Promise<Page<FollowedConversion>> {
  const after = read.positionOf(request, binding);
  const month = keys?.[question.groupBy.indexOf('month')] ?? undefined;
  const [reader, stored] = await Promise.all([
    journeyReader(read, question, known),
    read.conversions(question, known, { after, month, take: MOST_READ_FOR_PAGE + 1 }),
  ]);
  const isLast = stored.length <= MOST_READ_FOR_PAGE;
  const rows: FollowedConversion[] = [];
  let position = after;
  for await (const conversions of reader.inSlices(stored.slice(0, MOST_READ_FOR_PAGE), true)) {
    for (const conversion of conversions) {
      const followed = inGroupOf(creditConversion(conversion, question.models, reader.settings), question, keys);
      if (followed && rows.length === request.limit)
        return { rows, hasMore: true, nextCursor: position && read.cursorOf(position, binding) };
      if (followed) rows.push(followed);
      position = { at: conversion.convertedAt, id: conversion.id };
    }
  }
  return { rows, hasMore: !isLast, nextCursor: isLast || !position ? undefined : read.cursorOf(position, binding) };
}

/** The conversion with the credits that belong to the group; undefined: it credits nothing to it. */
function inGroupOf(
  credited: CreditedConversion,
  { groupBy }: AttributionQuestion,
  keys: Followed['keys'],
): FollowedConversion | undefined {
  const parts = credited.credits[0]?.parts ?? [];
  const inGroup = groupsOf(credited, groupBy).map(
    (group, place) => (parts[place] ?? 0) > 0 && (keys ?? group).every((key, index) => key === group[index]),
  );
  return inGroup.includes(true) ? { ...credited, inGroup } : undefined;
}

/** The question with its defaults. Refuses wrong settings and conditions. */
async function questionOf(
  input: AttributionInput,
  known: Parameters<typeof searchable>[1],
  at = '',
): Promise<AttributionQuestion> {
  const { models, conversion = 'customer', groupBy = ['sourceId'], where, window = 'period', orderBy } = input;
  const before = Math.max(FIRST_INSTANT, input.before ?? known.now + 1);
  const from = Math.max(FIRST_INSTANT, input.from ?? before - DEFAULT_DAYS * MILLISECONDS_PER_DAY);
  const { positionWeights = DEFAULT_POSITION_WEIGHTS, halfLifeDays = DEFAULT_HALF_LIFE_DAYS } = input;
  const { lastBefore = defaultEarlierStep(conversion), states = 'channel' } = input;
  const errors = validateAttribution({ conversion, lastBefore, positionWeights });
  if (from >= before) errors.push({ pointer: '/before', code: 'value_invalid', detail: 'must be after `from`' });
  if (orderBy !== undefined && !models.includes(orderBy.model))
    errors.push({ pointer: '/orderBy/model', code: 'value_invalid', detail: 'is none of the requested models' });
  if (errors.length > 0) {
    const placed = errors.map((error) => ({ ...error, pointer: `${at}${error.pointer}` }));
    throw new AppError('rule_refused', 'The question cannot be answered: see `errors`.', { errors: placed });
  }
  return {
    ...{ models, conversion, groupBy, window, from, before, positionWeights, halfLifeDays, lastBefore, states },
    where: where && (await searchable(where, known, `${at}/where`)),
  };
}

const tooExpensive = (why: string, cause?: unknown): AppError =>
  refusedAt('/from', 'too_expensive', `${why}: ask for a shorter period, or for fewer leads by a condition`, cause);

const tooManyGroups = (): AppError =>
  refusedAt(
    '/groupBy',
    'too_many_groups',
    `has more than ${ATTRIBUTION_LIMITS.groups.toLocaleString('en')} different values: group by less, or select fewer conversions`,
  );
