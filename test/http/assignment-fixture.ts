import type { Test } from 'tap';
import type { Static } from 'typebox';
import type { App } from '../../src/app.js';
import type { LeadAssignment } from '../../src/http/schemas/lead-explanations.js';
import type { OperationSchema } from '../../src/http/schemas/operations.js';
import type { RepSchema } from '../../src/http/schemas/reps.js';
import { type LeadOut, openService } from './ingest-fixture.js';

export type Rep = Static<typeof RepSchema>;
export type Assignment = Static<typeof LeadAssignment>;
export type Operation = Static<typeof OperationSchema>;

export const HOUR = 3_600_000;
/** A Thursday morning before work in London. */
export const START = Date.UTC(2026, 0, 15, 6);
export const at = (ms: number) => new Date(ms).toISOString();
export const OFFICE = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'].map((weekday) => ({
  weekday,
  start: '09:00',
  end: '17:00',
}));

/** Fires the due timers of all instances at once until none is left; no firing may fail. Returns how many changed something. */
export async function fireAllTimers(t: Test, apps: readonly Pick<App, 'services'>[]): Promise<number> {
  let changed = 0;
  for (let more = true; more; ) {
    const firings = await Promise.all(apps.map(({ services }) => services.timers.fireDue()));
    t.same(
      firings.map(({ failed }) => failed),
      apps.map(() => 0),
    );
    changed += firings.reduce((sum, { effective }) => sum + effective, 0);
    more = firings.some(({ found }) => found > 0);
  }
  return changed;
}

/** Two instances of the service under one clock, and workspaces with the calls that tests of assignment share. */
export async function openAssignment(t: Test, options: { onStatement?: (name: string) => void } = {}) {
  const time = { now: START };
  const service = await openService(t, { ...options, instances: 2, clock: () => time.now });
  const { apps } = service;
  const fireAll = () => fireAllTimers(t, apps);
  const runOperations = async (): Promise<void> => {
    while ((await Promise.all(apps.map(({ services }) => services.jobs.runDue()))).some(({ ran }) => ran > 0));
  };
  const makeWorkspace = async () => {
    time.now = START;
    // Timers that other subtests left would be due as well.
    await service.sql('delete from timers');
    const workspace = await service.makeWorkspace();
    const { post, get } = workspace;
    const makeRep = async (name: string, settings: object = {}) => {
      const answer = await post<Rep>('/v1/reps', { name, ...settings });
      t.equal(answer.status, 201, answer.text);
      return answer.body;
    };
    const makeTeam = async (name: string, reps: readonly Rep[]) => {
      const members = reps.map(({ id }) => ({ repId: id, weight: 1 }));
      return (await post<{ id: string }>('/v1/teams', { name, members })).body.id;
    };
    const publish = async (document: object) => {
      const draft = await post<{ version: number }>('/v1/routing-policies', { name: 'Tried', document });
      t.equal(draft.status, 201, draft.text);
      await post(`/v1/routing-policies/${draft.body.version}/publish`, undefined);
      await fireAll();
    };
    const send = async (email: string, more: object = {}) => (await post('/v1/leads', { email, ...more })).body.lead;
    const read = async (id: string) => (await get<LeadOut>(`/v1/leads/${id}`)).body;
    const loadOf = async ({ id }: Rep) => {
      const { openLeads, openEffort } = (await get<Rep>(`/v1/reps/${id}`)).body;
      return [openLeads, openEffort];
    };
    return { ...workspace, makeRep, makeTeam, publish, send, read, loadOf };
  };
  return { ...service, time, fireAll, runOperations, makeWorkspace };
}
