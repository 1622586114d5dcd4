import { join } from 'node:path'

/** Where attached files lie when they lie on this machine. */
export const filesFolder = (dataDir: string): string => join(dataDir, 'files')
