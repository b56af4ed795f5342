import type { RepRecord } from '../core/assignment/records.js';
import { type RepSettings, validateRepSettings } from '../core/assignment/rep-settings.js';
import { normalizeLanguage } from '../core/identity/languages.js';
import { normalizeTimeZone } from '../core/identity/time-zones.js';
import type { IfMatch } from '../core/refusals.js';
import type { ActiveFilter } from '../db/repositories/assignment.js';
import type { ListRequest, Page } from '../db/repositories/lists.js';
import type { Store, WriteScope } from '../db/store.js';
import { updateReassignment } from './assignment/reassignment.js';
import { knowsHolidays } from './calendar/holidays.js';
import type { WriteContext } from './context.js';
import { AppError, type FieldError } from './errors.js';
import { emitConfigChange, newRow } from './resources.js';
import { routeQueue } from './transactions/route-queue.js';
import { changedFields, checkVersion, orNotFound, trimmed } from './versions.js';
import type { Write } from './writes.js';

/** A rep: its columns and settings in one object. */
export type Rep = Omit<RepRecord, 'settings' | 'recentLeads'> & RepSettings;

type OrNull<T> = { [Key in keyof T]?: T[Key] | null | undefined };

export interface RepInput extends OrNull<RepSettings> {
  name: string;
  email?: string | null | undefined;
  /** Absent counts as active. */
  active?: boolean | undefined;
  /** Most open leads at once; absent is unlimited. */
  capacity?: number | null | undefined;
  effortCapacity?: number | null | undefined;
}

/** Null removes a value. */
export type RepPatch = Partial<RepInput>;

export type RepsService = ReturnType<typeof repsService>;

export function repsService(store: Store, write: Write) {
  return {
    async create(context: WriteContext, input: RepInput): Promise<Rep> {
      const settings = await workableSettings(splitOff(input).settings);
      return write(context, async (scope) => {
        const row: RepRecord = {
          ...newRow(scope),
          name: input.name.trim(),
          email: input.email ?? null,
          active: input.active ?? true,
          capacity: input.capacity ?? null,
          openLeads: 0,
          effortCapacity: input.effortCapacity ?? null,
          openEffort: 0,
          settings,
          recentLeads: null,
        };
        await scope.reps.insert(row);
        const { name, active, capacity, effortCapacity } = row;
        const after = { name, active, capacity, effortCapacity, ...settings };
        emitConfigChange(scope, { type: 'rep.created', subjectKind: 'rep', subjectId: row.id, after });
        const rep = repOf(row);
        await updateReassignment(scope, context, rep, undefined);
        if (!rep.active || !(await routesToAnyRep(scope))) return rep;
        // A new rep is in no team, and gets leads that wait for any rep.
        await routeQueue(scope, context);
        const { openLeads, openEffort } = orNotFound(await scope.reps.find(rep.id), 'rep');
        return { ...rep, openLeads, openEffort };
      });
    },
    async get(workspaceId: string, id: string): Promise<Rep> {
      return repOf(orNotFound(await store.read(workspaceId).reps.find(id), 'rep'));
    },
    async list(workspaceId: string, filter: ActiveFilter, request: ListRequest): Promise<Page<Rep>> {
      const page = await store.read(workspaceId).reps.list(filter, request);
      return { ...page, rows: page.rows.map(repOf) };
    },
    async update(context: WriteContext, id: string, ifMatch: IfMatch, patch: RepPatch): Promise<Rep> {
      const { columns, settings: changes } = splitOff(trimmed(patch));
      const workable = await workableSettings(changes);
      return write(context, (scope) => updateRep(scope, context, { id, ifMatch, columns, changes, workable }));
    },
  };
}

async function routesToAnyRep({ policies }: WriteScope): Promise<boolean> {
  return (await policies.publishedOf('routing_policy'))?.document.anyRep !== undefined;
}

interface RepUpdate {
  id: string;
  ifMatch: IfMatch;
  columns: Partial<RepRecord>;
  /** `changes`: as sent; `workable`: validated, in the official spelling, without empty values. */
  changes: OrNull<RepSettings>;
  workable: RepSettings;
}

async function updateRep(
  scope: WriteScope,
  context: WriteContext,
  { id, ifMatch, columns, changes, workable }: RepUpdate,
): Promise<Rep> {
  const row = orNotFound(await scope.reps.find(id), 'rep');
  const before = repOf(row);
  checkVersion(before, ifMatch);
  const merged = changes.attributes && known({ ...row.settings?.attributes, ...changes.attributes });
  const correction = merged ? { ...workable, attributes: isEmpty(merged) ? undefined : merged } : workable;
  const settings = withoutEmpty({ ...row.settings, ...changes, ...correction });
  const cleared = Object.fromEntries(Object.keys(changes).map((name) => [name, undefined]));
  const difference = changedFields<Rep>(before, { ...columns, ...cleared, ...correction });
  if (!difference) return before;
  await assertHolidaysKnown(settings);
  const rep = repOf(await scope.reps.update(row, { ...columns, settings }, scope.now));
  emitConfigChange(scope, { type: 'rep.updated', subjectKind: 'rep', subjectId: id, ...difference });
  await updateReassignment(scope, context, rep, before);
  // A rep with new capacity, hours or skills may get leads that wait.
  if (Object.keys(difference.after).some((field) => !NAMING.has(field))) await routeQueue(scope, context);
  const { openLeads, openEffort } = orNotFound(await scope.reps.find(id), 'rep');
  return { ...rep, openLeads, openEffort };
}

export function repOf({ settings, recentLeads: _, ...columns }: RepRecord): Rep {
  return { ...columns, ...settings };
}

/** What no rule looks at. */
const NAMING: ReadonlySet<string> = new Set(['name', 'email']);

const COLUMNS: ReadonlySet<string> = new Set(['name', 'email', 'active', 'capacity', 'effortCapacity']);

function splitOff(input: RepPatch): { columns: Partial<RepRecord>; settings: OrNull<RepSettings> } {
  const entries = Object.entries(input);
  return {
    columns: Object.fromEntries(entries.filter(([name]) => COLUMNS.has(name))),
    settings: Object.fromEntries(entries.filter(([name]) => !COLUMNS.has(name))),
  };
}

/** Null and empty lists limit nothing, like an absent value, so they are not stored. */
const isEmpty = (value: unknown) => value == null || (typeof value === 'object' && Object.keys(value).length === 0);

/** Null removes an attribute. */
const known = (attributes: NonNullable<RepSettings['attributes']>) =>
  Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== null));

function withoutEmpty(settings: OrNull<RepSettings>): RepSettings {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => !isEmpty(value)));
}

/** The settings in their official spelling, without what is null; refuses those that cannot work. */
async function workableSettings(input: OrNull<RepSettings>): Promise<RepSettings> {
  const settings = withoutEmpty(input);
  if (settings.attributes !== undefined) settings.attributes = known(settings.attributes);
  const errors: FieldError[] = validateRepSettings(settings).map((violation) => ({ ...violation }));
  const { timeZone, languages } = settings;
  if (timeZone !== undefined) {
    const known = normalizeTimeZone(timeZone);
    if (known === undefined) {
      errors.push({ pointer: '/timeZone', code: 'unknown_time_zone', detail: 'is no IANA time zone' });
    } else settings.timeZone = known;
  }
  if (languages !== undefined) {
    settings.languages = languages.map((language, index) => {
      const known = normalizeLanguage(language);
      if (known === undefined) {
        errors.push({ pointer: `/languages/${index}`, code: 'unknown_language', detail: 'is no BCP 47 language tag' });
      }
      return known ?? language;
    });
  }
  refuse(errors);
  await assertHolidaysKnown(settings);
  return settings;
}

/** Refuses a holiday region that is unknown. */
async function assertHolidaysKnown({ holidaysCountry: country, holidaysRegion: region }: RepSettings): Promise<void> {
  if (country === undefined || (await knowsHolidays({ country, region }))) return;
  const detail = 'No public holidays are known of this place';
  const pointer = region === undefined ? '/holidaysCountry' : '/holidaysRegion';
  refuse([{ pointer, code: 'unknown_holidays', detail }]);
}

function refuse(errors: FieldError[]): void {
  if (errors.length === 0) return;
  throw new AppError('rule_refused', 'The rep has settings that cannot work: see errors.', {
    errors: errors.slice(0, 50),
  });
}
