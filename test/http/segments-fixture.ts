import type { Test } from 'tap';
import type { Static } from 'typebox';
import type { SegmentSchema } from '../../src/http/schemas/segments.js';
import { openAssignment } from './assignment-fixture.js';
import type { LeadOut, ProblemOut } from './ingest-fixture.js';

export type SegmentOut = Static<typeof SegmentSchema>;
export type SegmentEvent = { type: string; subjectId: string; after: { segmentId: string; version: number } };

interface PageOut<Item> {
  data: Item[];
  nextCursor: string | null;
  hasMore: boolean;
}

export const field = (name: string, operator: string, value?: unknown) => ({
  ...{ type: 'field', field: name, operator },
  ...(value === undefined ? {} : { value }),
});
export const inSegment = (segmentId: string) => ({ type: 'segment', segmentId });

/** Two instances of the service, and workspaces with the calls that tests of segments share. */
export async function openSegments(t: Test) {
  const service = await openAssignment(t);
  const { apps } = service;
  /** Both instances at once, until no pass is due. */
  const runPasses = async (): Promise<void> => {
    for (let more = true; more; ) {
      const rounds = await Promise.all(apps.map(({ services }) => services.segmentPasses.runDue()));
      t.strictSame(
        rounds.flatMap(({ failures }) => failures),
        [],
      );
      more = rounds.some(({ ran }) => ran > 0);
    }
  };
  const makeWorkspace = async () => {
    const workspace = await service.makeWorkspace();
    const { post, get, call } = workspace;
    const make = async (name: string, condition?: object) => {
      const kind = condition === undefined ? 'static' : 'dynamic';
      const made = await post<SegmentOut>('/v1/segments', { name, kind, condition });
      t.equal(made.status, 201, made.text);
      return made.body;
    };
    const create = async (email: string, facts: object = {}) =>
      (await post('/v1/leads', { email, ...facts })).body.lead;
    const pages = async <Item>(path: string): Promise<Item[]> => {
      const items: Item[] = [];
      for (let cursor: string | null = null; ; ) {
        const separator = path.includes('?') ? '&' : '?';
        const at: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
        const page = await get<PageOut<Item>>(`${path}${separator}limit=200${at}`);
        items.push(...page.body.data);
        if (!page.body.hasMore) return items;
        cursor = page.body.nextCursor;
      }
    };
    const members = async (id: string) => {
      const rows = await pages<{ leadId: string }>(`/v1/segments/${id}/leads`);
      return rows.map(({ leadId }) => leadId).sort();
    };
    const search = async (where: object) => {
      const found = await post<{ data: LeadOut[] } & ProblemOut>('/v1/leads/search', { where, limit: 200 });
      t.equal(found.status, 200, found.text);
      return found.body.data.map(({ id }) => id).sort();
    };
    const segment = async (id: string) => (await get<SegmentOut>(`/v1/segments/${id}`)).body;
    /** `entered` and `left` of a segment, in order, by lead. */
    const eventsOf = async (segmentId: string) => {
      const all = await pages<SegmentEvent>('/v1/events');
      return all.filter(({ type, after }) => /^segment\.(entered|left)$/.test(type) && after.segmentId === segmentId);
    };
    const remove = (path: string) => call<ProblemOut>('DELETE', path);
    return { ...workspace, make, create, members, search, segment, eventsOf, remove, pages };
  };
  return { ...service, runPasses, makeWorkspace };
}
