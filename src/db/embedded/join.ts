import { existsSync, readFileSync } from 'node:fs';
import type { EmbeddedConnection } from '../client.js';
import { StartError } from '../start-error.js';
import { databaseAccount } from './account.js';
import { lockFolder } from './folder-lock.js';
import { openFolders, openSocketFolder, ownerOf } from './folders.js';
import { embeddedConnection } from './ready.js';
import { startEmbedded } from './server.js';

export interface OpenedServer {
  connection: EmbeddedConnection;
  stop(): Promise<void>;
}

/** The server of a data folder: the server of the process that holds the folder, else one that runs here until `stop`. */
export async function joinOrStartEmbedded(dataDir: string): Promise<OpenedServer> {
  if (await isHeld(dataDir)) return { connection: join(dataDir), stop: async () => undefined };
  return startEmbedded({ dataDir });
}

async function isHeld(dataDir: string): Promise<boolean> {
  if (!existsSync(dataDir)) return false;
  try {
    const lock = await lockFolder(openFolders(dataDir).data);
    lock.release();
    return false;
  } catch (error) {
    if (error instanceof StartError) return true;
    throw error;
  }
}

/** The socket and the password of the holder's server. */
function join(dataDir: string): EmbeddedConnection {
  const folders = openFolders(dataDir);
  const socketFolder = openSocketFolder(folders, databaseAccount(ownerOf(folders)));
  try {
    return embeddedConnection(socketFolder, readFileSync(folders.password, 'utf8').trim());
  } catch {
    throw new StartError(
      `The data folder ${dataDir} is in use, and its password cannot be read. Run this as the user who runs the service.`,
    );
  }
}
