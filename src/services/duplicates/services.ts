import type { Store } from '../../db/store.js';
import { guardService } from '../guard.js';
import type { Write } from '../writes.js';
import { type DuplicatesService, duplicatesService } from './duplicates.js';

export interface DuplicateServices {
  duplicates: DuplicatesService;
}

export const duplicateServices = ({ store, write }: { store: Store; write: Write }): DuplicateServices => ({
  duplicates: guardService(store, duplicatesService(store, write)),
});
