import type { DomainEvent } from '../src/core/events/events.js';
import { leadEvent } from '../src/core/events/lead-events.js';
import type { Lead } from '../src/core/leads/lead.js';
import type { SentTransaction, Store } from '../src/db/store.js';
import { openEngine } from '../src/engine.js';
import { BEFORE_ALL } from '../src/services/jobs/kinds.js';
import { type Figure, number } from './figures.js';
import { startHarness } from './harness.js';
import { seedWorkspace, vacuumAndCheckpoint } from './seed-leads.js';
import type { Session } from './session.js';

const DEFAULT_SIZE = 100_000;
/** Leads per transaction, as in a rescore. */
const SLICE = 500;
const WANTED = 20_000;
const ORIGIN = { actorKind: 'system', actorId: 'bench', requestId: 'bench' } as const;

/**
 * A lower bound for a rescore: no reads, no decisions, no other requests. Writes the changed rows and their events in
 * the product's slices, and sends each slice before the slice before it is confirmed, as the product does.
 */
export async function rescoreFloor(session: Session): Promise<Figure> {
  const harness = await startHarness(session);
  const { id } = await seedWorkspace(harness, 'Floor of a rescore', session.size ?? DEFAULT_SIZE);
  await vacuumAndCheckpoint(harness);
  const { store, database } = await openEngine({ connection: harness.connection as never, poolSize: 2 });
  session.cleanup.add(() => database.pool.end());
  // The first pass turns the seeded rows into rows as the product writes them; the second pass is measured.
  const firstPass = (await allLeads(store, id)).map(withNewScore);
  await write(store, id, firstPass);
  const leads = firstPass.map(withNewScore);
  const [before, began] = [harness.cpu(process.pid), performance.now()];
  await write(store, id, leads);
  const perSecond = (leads.length * 1_000) / (performance.now() - began);
  const after = harness.cpu(process.pid);
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
    const page = await store.read(workspaceId).leads.findNext(afterId, SLICE);
    leads.push(...page);
    const last = page.at(-1);
    if (last === undefined) return leads;
    afterId = last.id;
  }
}

const withNewScore = (lead: Lead): Lead => ({
  ...lead,
  version: lead.version + 1,
  score: { ...lead.score, fit: lead.score.fit + 0.5, total: lead.score.total + 0.5 },
  scoreModelVersion: lead.scoreModelVersion + 1,
});

function scoredEvent(lead: Lead): DomainEvent {
  const { score, scoreModelVersion, classificationPolicyVersion } = lead;
  const after = { ...score, scoreModelVersion, classificationPolicyVersion };
  const before = { ...after, fit: score.fit - 0.5, total: score.total - 0.5, scoreModelVersion: scoreModelVersion - 1 };
  return leadEvent(lead, 'lead.scored', 'publish', before, after);
}

async function write(store: Store, workspaceId: string, leads: readonly Lead[]): Promise<void> {
  const run = await store.openRun(workspaceId);
  let previous: SentTransaction<void> | undefined;
  for (let from = 0; from < leads.length; from += SLICE) {
    const slice = leads.slice(from, from + SLICE);
    const sent = await run.write({
      origin: ORIGIN,
      read: async () => undefined,
      work: async (scope) => {
        scope.defer(scope.leads.saveDecisions(slice));
        for (const lead of slice) scope.emit(scoredEvent(lead));
      },
    });
    await previous?.committed;
    previous = sent;
  }
  await previous?.committed;
  run.close();
}
