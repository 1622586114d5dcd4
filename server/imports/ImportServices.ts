import type { AppServices } from '../api/AppServices.ts'

/** What imports work with. */
export type ImportServices = Pick<AppServices, 'db' | 'reader' | 'collaboration' | 'knownPlans' | 'files' | 'reading'>
