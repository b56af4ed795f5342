import type { Executor } from '../executor.js';

/** Rows whose names one statement collects. */
const SLICE = 20_000;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

const SOURCES = {
  leads: 'select id, attributes from leads where workspace_id = $1 and id > $2 order by id limit $3',
  customers: `select id, facts -> 'attributes' as attributes from customers
               where workspace_id = $1 and id > $2 and erased_at is null order by id limit $3`,
} as const;

/** For the repositories of leads and of customers. */
export function attributeNames(executor: Executor, workspaceId: string, of: keyof typeof SOURCES) {
  return {
    /** The names of the custom attributes that any of them has, in the order of letters. */
    async attributeNames(): Promise<string[]> {
      const names = new Set<string>();
      for (let afterId: string | null = BEFORE_ALL; afterId !== null; ) {
        const slice: { lastId: string | null; names: string[] | null }[] = await executor.run(
          `attribute_names_of_${of}`,
          `with slice as materialized (${SOURCES[of]})
           select (select id from slice order by id desc limit 1) as "lastId",
                  (select array_agg(distinct name) from slice, jsonb_object_keys(attributes) as name
                    where jsonb_typeof(attributes) = 'object') as names`,
          [workspaceId, afterId, SLICE],
        );
        const [found] = slice;
        for (const name of found?.names ?? []) names.add(name);
        afterId = found?.lastId ?? null;
      }
      return [...names].sort();
    },
  };
}
