/** Reads a list as an import does, up to the leads. */
import { createRowReader } from '../../src/core/imports/lead-reader.js';
import type { ImportedLead, ImportedPast, MappingProposal } from '../../src/core/imports/mapping.js';
import { startProfile } from '../../src/core/imports/profile.js';
import { type ProposalOptions, proposeMapping } from '../../src/core/imports/proposal.js';
import { importLookups } from '../../src/services/imports/lookups.js';
import { openTable } from '../../src/services/imports/reading/tables.js';

export const NOW = Date.UTC(2026, 10, 29);

export interface ReadImport {
  proposal: MappingProposal;
  /** The field of each column that fills one. */
  fields: Record<string, string>;
  leads: ImportedLead[];
  pasts: (ImportedPast | undefined)[];
  refused: string[];
}

export async function readImport(
  content: string | Uint8Array,
  options: Partial<Omit<ProposalOptions, 'lookups'>> = {},
): Promise<ReadImport> {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const { header, blocks } = await openTable(
    (async function* () {
      yield bytes;
    })(),
  );
  const profiling = startProfile(header);
  const rows: string[][] = [];
  const refused: string[] = [];
  for await (const block of blocks) {
    for (const row of block.rows) profiling.add(row);
    rows.push(...block.rows);
    refused.push(...block.faulty.map(({ reason }) => reason));
  }
  const proposal = proposeMapping(header, profiling.end(), { sourceName: 'list', ...options, lookups: importLookups });
  const read = createRowReader({ ...proposal.mapping, rowIds: true }, { now: NOW, lookups: importLookups });
  const leads: ImportedLead[] = [];
  const pasts: (ImportedPast | undefined)[] = [];
  for (const row of rows) {
    const result = read(row);
    if ('refused' in result) refused.push(result.refused.reason);
    else {
      leads.push(result.lead);
      pasts.push(result.past);
    }
  }
  const fields = Object.fromEntries(
    proposal.mapping.columns.flatMap(({ column, use, field }) => (use === 'field' && field ? [[column, field]] : [])),
  );
  return { proposal, fields, leads, pasts, refused };
}
