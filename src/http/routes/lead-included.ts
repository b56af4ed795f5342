import { createHash } from 'node:crypto';
import type { Lead } from '../../core/leads/lead.js';
import type { Principal } from '../../services/context.js';
import { AppError } from '../../services/errors.js';
import type { Included, IncludedOf, Wanted } from '../../services/leads/include.js';
import type { NameLookup } from '../../services/names.js';
import type { Services } from '../../services/services.js';
import { type Inclusion, LEAD_FIELDS } from '../schemas/lead-included.js';
import { assignmentOut } from './decision-presenters.js';
import { classificationOut, leadOut, scoreOut, touchOut } from './lead-presenters.js';
import { repOut } from './rep-presenters.js';
import { sourceOut } from './source-presenters.js';

/** What a caller wants of each lead beside, or instead of, the whole lead. */
export interface Inclusions {
  include: readonly Inclusion[];
  /** The facts to show; all when undefined. */
  fields: ReadonlySet<string> | undefined;
}

/** A lead with what was read about it. */
export interface LeadRead {
  lead: Lead;
  included: Included;
  inclusions: Inclusions;
}

const MOST_EXPLAINED = 50;
const SCOPES = { owner: 'assignment:read', source: 'sources:read' } as const;
/** What is known of an instant of the past. */
const KNOWN_OF_THE_PAST: readonly Inclusion[] = ['score', 'classification', 'assignment'];

export function inclusionsOf(
  principal: Principal,
  { include = [], fields }: { include?: readonly string[] | undefined; fields?: readonly string[] | undefined },
): Inclusions {
  // The words were validated against the vocabulary.
  const inclusions = include as readonly Inclusion[];
  for (const name of ['owner', 'source'] as const) {
    if (inclusions.includes(name) && !principal.scopes.has(SCOPES[name])) {
      throw new AppError('scope_missing', `To include \`${name}\` this API key needs the scope \`${SCOPES[name]}\`.`);
    }
  }
  return { include: inclusions, fields: fields === undefined ? undefined : new Set(fields) };
}

export const split = (words: string | undefined) => words?.split(',');

const explains = ({ include }: Inclusions) => include.includes('score') || include.includes('classification');

/** Reads what the caller wants about the leads of a page. */
export async function withIncluded(
  services: Services,
  workspaceId: string,
  leads: readonly Lead[],
  inclusions: Inclusions,
): Promise<LeadRead[]> {
  const included = await includedOf(services, workspaceId, leads, inclusions);
  return leads.map((lead) => ({ lead, included: included(lead), inclusions }));
}

/** What the caller wants about one lead. */
export const includedNow = async (services: Services, workspaceId: string, lead: Lead, inclusions: Inclusions) =>
  (await includedOf(services, workspaceId, [lead], inclusions))(lead);

async function includedOf(
  { leads: service }: Services,
  workspaceId: string,
  leads: readonly Lead[],
  inclusions: Inclusions,
): Promise<IncludedOf> {
  const { include } = inclusions;
  if (include.length === 0) return () => ({});
  const wanted: Wanted = {
    explanation: explains(inclusions),
    assignment: include.includes('assignment'),
    lastTouch: include.includes('lastTouch'),
    source: include.includes('source'),
    owner: include.includes('owner'),
  };
  return service.included(workspaceId, leads, wanted);
}

/** Refuses a page with more leads than can be explained in one answer. `limit` is a parameter, or a property of the body. */
export function checkPage(limit: number, inclusions: Inclusions, place: { parameter: string } | { pointer: string }) {
  if (!explains(inclusions) || limit <= MOST_EXPLAINED) return;
  const detail = `must be at most ${MOST_EXPLAINED} with \`include\` of \`score\` or \`classification\``;
  throw new AppError('validation_failed', 'The request breaks the rules listed in `errors`.', {
    errors: [{ ...place, code: 'too_large', detail }],
  });
}

/** What the caller wants about a lead as it was at an instant of the past. */
export async function includedAsOf(
  { leads: service }: Services,
  workspaceId: string,
  leadId: string,
  inclusions: Inclusions,
  asOf: number,
): Promise<Included> {
  const { include } = inclusions;
  const unknown = include.filter((name) => !KNOWN_OF_THE_PAST.includes(name));
  if (unknown.length > 0) {
    const detail = `with \`asOf\`, only ${KNOWN_OF_THE_PAST.join(', ')} can be included: read ${unknown.join(', ')} without it`;
    throw new AppError('validation_failed', 'The request breaks the rules listed in `errors`.', {
      errors: [{ parameter: 'include', code: 'not_allowed', detail }],
    });
  }
  const [explanation, assignment] = await Promise.all([
    explains(inclusions) ? service.explain(workspaceId, leadId, asOf) : undefined,
    include.includes('assignment') ? service.assignment(workspaceId, leadId, asOf) : undefined,
  ]);
  return { explanation, decision: assignment?.decision };
}

/** A lead as the caller wants it. */
export function leadReadOut({ lead, included, inclusions }: LeadRead, names: NameLookup) {
  const { include, fields } = inclusions;
  const whole = leadOut(lead, names);
  const shown = fields === undefined ? whole : withFields(whole, fields);
  if (include.length === 0) return shown;
  const { explanation, lastTouch, source, owner, decision } = included;
  return {
    ...shown,
    included: {
      score: explanation && include.includes('score') ? scoreOut(explanation) : undefined,
      classification: explanation && include.includes('classification') ? classificationOut(explanation) : undefined,
      assignment: include.includes('assignment') ? assignmentOut({ lead, decision }, names) : undefined,
      lastTouch: lastTouch && touchOut(lastTouch, names),
      source: source && sourceOut(source),
      owner: owner && repOut(owner),
    },
  };
}

function withFields(whole: ReturnType<typeof leadOut>, fields: ReadonlySet<string>) {
  const hidden = LEAD_FIELDS.filter((name) => !fields.has(name)).map((name) => [name, undefined]);
  return { ...whole, ...(Object.fromEntries(hidden) as Partial<typeof whole>) };
}

const INSTANTS_OF_THE_ANSWER: ReadonlySet<string> = new Set(['scoredAt', 'classifiedAt']);

/** Distinguishes answers about one version that show different things. When they were computed makes no difference. */
export function variantOfAnswer(body: unknown): string {
  const text = JSON.stringify(body, (key, value) => (INSTANTS_OF_THE_ANSWER.has(key) ? undefined : value));
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
