import type { StoredAttribute } from '../../core/attributes/definition.js';
import type { Job } from '../../core/jobs/shapes.js';
import { isoOrNull } from '../instants.js';

export function attributeOut(row: StoredAttribute) {
  return {
    id: row.id,
    version: row.version,
    name: row.name,
    label: row.label,
    type: row.type,
    options: row.options ?? [],
    requiredForStages: row.requiredForStages,
    unique: row.unique,
    ...(row.defaultValue === null ? {} : { defaultValue: row.defaultValue }),
    description: row.description,
    personal: row.personal,
    archivedAt: isoOrNull(row.archivedAt),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

export const attributeChangeOut = ({ params: { name, type, dryRun }, result }: Job<'attribute_change'>) => ({
  name,
  type,
  dryRun,
  ...result,
});
