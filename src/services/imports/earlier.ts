import type { Import } from '../../core/imports/import.js';
import { REJECTION_COLUMNS } from '../../core/imports/reuse.js';
import type { Repositories } from '../../db/repositories/repositories.js';

/** An import that an uploaded file belongs to. */
export interface EarlierImport {
  row: Import;
  /** `same_file`: the bytes are the same. `rejected_rows`: the file has rows that the import rejected. */
  by: 'same_file' | 'rejected_rows';
}

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

interface UploadedFile {
  fileHash: string;
  importId: string;
  header: readonly string[];
  /** The first values of a column, by its place. */
  sampleOf(index: number): readonly string[];
}

/** The import whose rejected rows the file has, or the latest one of the same file. */
export async function findEarlier(
  { imports }: Pick<Repositories, 'imports'>,
  { fileHash, importId, header, sampleOf }: UploadedFile,
): Promise<EarlierImport | undefined> {
  const origins = new Set(sampleOf(header.indexOf(REJECTION_COLUMNS.importId)));
  const [origin] = origins;
  if (origin !== undefined && origins.size === 1 && UUID.test(origin)) {
    const row = await imports.find(origin);
    if (row?.mapping) return { row, by: 'rejected_rows' };
  }
  const same = await imports.findByFile(fileHash, importId);
  const row = same && (await imports.find(same.id));
  return row?.mapping ? { row, by: 'same_file' } : undefined;
}
