import type { Knex } from 'knex'
import type { SessionEnded } from '#shared/events/events.ts'
import type { AccessTokens } from '../auth/AccessTokens.ts'
import type { RequestThrottle } from '../auth/RequestThrottle.ts'
import type { LoginThrottle } from '../auth/LoginThrottle.ts'
import type { RefreshTokens } from '../auth/RefreshTokens.ts'
import type { Collaboration } from '../collaboration/collaboration.ts'
import type { MonthsFollower } from '../devices/MonthsFollower.ts'
import type { ReadingStore } from '../devices/ReadingStore.ts'
import type { Jobs } from '../jobs/Jobs.ts'
import type { SheetMoments } from '../history/moments/SheetMoments.ts'
import type { CurrentRuns } from '../runs/CurrentRuns.ts'
import type { Hooks } from '../services/hooks.ts'
import type { Mqtt } from '../services/mqtt.ts'
import type { TenantReader } from '../storage/database/TenantReader.ts'
import type { ReadingThread } from '../reading/ReadingThread.ts'
import type { FileStore } from '../storage/files/FileStore.ts'
import type { SimulationThread } from '../uncertainty/SimulationThread.ts'
import type { KnownPlans } from './rows/KnownPlans.ts'

/** What routes work with; put together in services/. */
export interface AppServices {
  /** Connected as the role of the app. */
  db: Knex
  /** The same role, for reads in one round trip. */
  reader: TenantReader
  accessTokens: AccessTokens
  refreshTokens: RefreshTokens
  loginThrottle: LoginThrottle
  /** By key, by session of people, and by device. */
  keyThrottle: RequestThrottle
  sessionThrottle: RequestThrottle
  deviceThrottle: RequestThrottle
  collaboration: Collaboration
  knownPlans: KnownPlans
  sheetMoments: SheetMoments
  simulations: SimulationThread
  jobs: Jobs
  currentRuns: CurrentRuns
  hooks: Hooks
  /** What devices send, and what follows from it. */
  readings: ReadingStore
  mqtt: Pick<Mqtt, 'way'>
  monthsFollower: MonthsFollower
  /** Reads files of tables. */
  reading: ReadingThread
  /** What people attach. */
  files: FileStore
  /** Largest file that is taken. */
  maxFileBytes: number
  /** Closes what a session still has open, after it ended in the database. */
  cutSession: (sessionId: string, reason: SessionEnded['reason']) => void
  /** Pages of these origins may use the cookie and open sockets. Empty: only the address that the request itself names. */
  allowedOrigins: readonly string[]
  /** Whether people reach us by https, so that cookies can be kept to it. */
  secureCookies: boolean
}
