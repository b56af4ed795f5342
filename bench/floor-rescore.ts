import type { DomainEvent } from '../src/core/events/events.js';
import { leadEvent } from '../src/core/events/lead-events.js';
import type { Lead } from '../src/core/leads/lead.js';
import type { Sent, Store } from '../src/db/store.js';
import { openEngine } from '../src/engine.js';
import { BEFORE_ALL } from '../src/services/operations/kinds.js';
import { type Figure, number } from './figures.js';
import { startRig } from './rig.js';
import { seedWorkspace, settle } from './seed.js';
import type { Session } from './session.js';

const DEFAULT_SIZE = 100_000;
/** As in a rescore. */
const SLICE = 500;
const WANTED = 20_000;
const ORIGIN = { actorKind: 'system', actorId: 'bench', requestId: 'bench' } as const;

/**
 * What is left of a rescore when nothing has to be read or decided and nobody else asks anything: the changed rows and
 * their events, slice by slice as the product writes them, the next on its way before the one before is confirmed.
 */
export async function rescoreFloor(session: Session): Promise<Figure> {
  const rig = await startRig(session);
  const { id } = await seedWorkspace(rig, 'Floor of a rescore', session.size ?? DEFAULT_SIZE);
  await settle(rig);
  const { store, database } = await openEngine({ connection: rig.connection as never, poolSize: 2 });
  session.undo.add(() => database.pool.end());
  // The first makes of seeded rows what the product makes of them; the second is the one that is measured.
  const once = (await allLeads(store, id)).map(decidedAnew);
  await write(store, id, once);
  const leads = once.map(decidedAnew);
  const [before, began] = [rig.cpu(process.pid), performance.now()];
  await write(store, id, leads);
  const perSecond = (leads.length * 1_000) / (performance.now() - began);
  const after = rig.cpu(process.pid);
  const perLead = (end: number, begin: number) => number(((end - begin) * 1e6) / leads.length);
  return {
    what: `rows alone of a rescore of ${number(leads.length)} leads, nothing read or decided`,
    unit: 'leads/s',
    ours: perSecond,
    against: { what: 'wanted of a rescore', value: WANTED, ratio: perSecond / WANTED },
    notes: [
      `processor us per lead: server ${perLead(after.server, before.server)}, PostgreSQL ${perLead(after.database, before.database)}`,
    ],
  };
}

async function allLeads(store: Store, workspaceId: string): Promise<Lead[]> {
  const leads: Lead[] = [];
  for (let afterId = BEFORE_ALL; ; ) {
    const some = await store.read(workspaceId).leads.findNext(afterId, SLICE);
    leads.push(...some);
    const last = some.at(-1);
    if (last === undefined) return leads;
    afterId = last.id;
  }
}

const decidedAnew = (lead: Lead): Lead => ({
  ...lead,
  version: lead.version + 1,
  score: { ...lead.score, fit: lead.score.fit + 0.5, total: lead.score.total + 0.5 },
  scoreModelVersion: lead.scoreModelVersion + 1,
});

function scored(lead: Lead): DomainEvent {
  const { score, scoreModelVersion, classificationPolicyVersion } = lead;
  const after = { ...score, scoreModelVersion, classificationPolicyVersion };
  const before = { ...after, fit: score.fit - 0.5, total: score.total - 0.5, scoreModelVersion: scoreModelVersion - 1 };
  return leadEvent(lead, 'lead.scored', 'publish', before, after);
}

async function write(store: Store, workspaceId: string, leads: readonly Lead[]): Promise<void> {
  const run = await store.openRun(workspaceId);
  let before: Sent<void> | undefined;
  for (let from = 0; from < leads.length; from += SLICE) {
    const slice = leads.slice(from, from + SLICE);
    const sent = await run.write({
      origin: ORIGIN,
      read: async () => undefined,
      work: async (scope) => {
        scope.defer(scope.leads.saveDecisions(slice));
        for (const lead of slice) scope.emit(scored(lead));
      },
    });
    await before?.committed;
    before = sent;
  }
  await before?.committed;
  run.close();
}
