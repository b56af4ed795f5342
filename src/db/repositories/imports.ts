import { and, asc, desc, eq, gte, ne, sql } from 'drizzle-orm';
import type { Import } from '../../core/imports/import.js';
import type { CursorCodec } from '../cursor.js';
import type { Executor } from '../executor.js';
import { importBlocks, importRehearsals, imports } from '../schema/imports.js';
import { importRowsRepository } from './import-rows.js';
import { type ListRequest, newestFirst, type Page } from './lists.js';
import { resourceRows } from './resource-rows.js';

export type ImportBlock = Pick<typeof importBlocks.$inferSelect, 'block' | 'cells'>;

function importsRepository(executor: Executor, workspaceId: string, cursors: CursorCodec) {
  const { orm } = executor;
  const mine = (id: string) => and(eq(imports.workspaceId, workspaceId), eq(imports.id, id));
  return {
    ...resourceRows<Import>(executor, imports, workspaceId),
    async insert(row: Import): Promise<void> {
      await orm.insert(imports).values(row);
    },
    /** Its rows, of any number, are removed apart. */
    async remove(id: string): Promise<void> {
      for (const table of [importBlocks, importRehearsals]) {
        await orm.delete(table).where(and(eq(table.workspaceId, workspaceId), eq(table.importId, id)));
      }
      await orm.delete(imports).where(mine(id));
    },
    /** The latest other import of the same file. */
    async findByFile(fileHash: string, exceptId: string): Promise<Pick<Import, 'id'> | undefined> {
      const [row] = await orm
        .select({ id: imports.id })
        .from(imports)
        .where(and(eq(imports.workspaceId, workspaceId), eq(imports.fileHash, fileHash), ne(imports.id, exceptId)))
        .orderBy(desc(imports.id))
        .limit(1);
      return row;
    },
    /** Removes the first values of columns: of imports that were run, and of these. */
    forgetExamples: (ids: readonly string[] = []): Promise<unknown> =>
      executor.run('forget_import_examples', FORGET_EXAMPLES, [workspaceId, ids]),
    /** Newest first, without those that are still uploaded. */
    list: (request: ListRequest): Promise<Page<Import>> =>
      newestFirst(
        { executor, workspaceId, cursors },
        { table: imports, key: 'id', binding: 'imports', where: [sql`uploaded_at is not null`], request },
      ),
  };
}

const REMOVE_BLOCKS = `delete from import_blocks where workspace_id = $1
  and (import_id, block) in (select * from unnest($2::uuid[], $3::int[]))`;

const NEXT_OF_ALL = `select import_id as "importId", block, cells from import_blocks
  where workspace_id = $1 and (import_id, block) > ($2::uuid, $3::int) order by import_id, block limit 1`;

/** Written as text: `jsonb_agg` is a stable function, which sharded databases refuse in updates. */
const FORGET_EXAMPLES = `update imports set evidence = ('[' || (select string_agg((one || '{"examples":[]}')::text, ',')
    from jsonb_array_elements(evidence) as one) || ']')::jsonb
  where workspace_id = $1 and (run_id is not null or id = any($2::uuid[])) and evidence @? '$[*].examples[*]'`;

function importBlocksRepository(executor: Executor, workspaceId: string) {
  const { orm } = executor;
  const of = (importId: string) => and(eq(importBlocks.workspaceId, workspaceId), eq(importBlocks.importId, importId));
  return {
    async insert(importId: string, { block, cells }: ImportBlock, at: Date): Promise<void> {
      await orm.insert(importBlocks).values({ workspaceId, importId, block, cells, at });
    },
    /** The block at the beginning of the file, unless it was run. */
    async first(importId: string): Promise<ImportBlock | undefined> {
      const [row] = await orm
        .select({ block: importBlocks.block, cells: importBlocks.cells })
        .from(importBlocks)
        .where(and(of(importId), eq(importBlocks.block, 0)));
      return row;
    },
    /** The first block from `block` on that is left. */
    async next(importId: string, block = 0): Promise<ImportBlock | undefined> {
      const [row] = await orm
        .select({ block: importBlocks.block, cells: importBlocks.cells })
        .from(importBlocks)
        .where(and(of(importId), gte(importBlocks.block, block)))
        .orderBy(asc(importBlocks.block))
        .limit(1);
      return row;
    },
    /** The first block after one, of all imports. */
    async nextOfAll(
      afterImportId: string,
      afterBlock: number,
    ): Promise<(ImportBlock & { importId: string }) | undefined> {
      const [row] = await executor.run<ImportBlock & { importId: string }>('next_block_of_all', NEXT_OF_ALL, [
        workspaceId,
        afterImportId,
        afterBlock,
      ]);
      return row;
    },
    async replace(importId: string, { block, cells }: ImportBlock): Promise<void> {
      await orm
        .update(importBlocks)
        .set({ cells })
        .where(and(of(importId), eq(importBlocks.block, block)));
    },
    async removeAll(importId: string): Promise<void> {
      await orm.delete(importBlocks).where(of(importId));
    },
    /** Removes blocks whose rows have become leads or rejected rows. */
    async remove(blocks: readonly { importId: string; block: number }[]): Promise<void> {
      if (blocks.length === 0) return;
      const keys = [blocks.map(({ importId }) => importId), blocks.map(({ block }) => block)];
      await executor.run('remove_import_blocks', REMOVE_BLOCKS, [workspaceId, ...keys]);
    },
  };
}

function importRehearsalsRepository({ orm }: Executor, workspaceId: string) {
  const of = (importId: string) =>
    and(eq(importRehearsals.workspaceId, workspaceId), eq(importRehearsals.importId, importId));
  return {
    async insert(importId: string, block: number, lines: Buffer, at: Date): Promise<void> {
      await orm.insert(importRehearsals).values({ workspaceId, importId, block, lines, at });
    },
    async find(importId: string, block: number): Promise<Buffer | undefined> {
      const where = and(of(importId), eq(importRehearsals.block, block));
      const [row] = await orm.select({ lines: importRehearsals.lines }).from(importRehearsals).where(where);
      return row?.lines;
    },
    async remove(importId: string): Promise<void> {
      await orm.delete(importRehearsals).where(of(importId));
    },
  };
}

/** The tables of imports. */
export const importRepositories = (executor: Executor, workspaceId: string, cursors: CursorCodec) => ({
  imports: importsRepository(executor, workspaceId, cursors),
  importBlocks: importBlocksRepository(executor, workspaceId),
  importRows: importRowsRepository(executor, workspaceId, cursors),
  importRehearsals: importRehearsalsRepository(executor, workspaceId),
});
