import type { HocuspocusProviderWebsocket } from '@hocuspocus/provider'
import type { SheetReply } from '#shared/api/sheets.ts'
import type { SheetDevice } from './device/SheetDevice.ts'

/** What a session needs of the page that it is in. */
export interface SessionOptions {
  description: SheetReply
  /** What this device keeps of the sheet. The session closes it. */
  device: SheetDevice
  socket: HocuspocusProviderWebsocket
  getToken: () => Promise<string>
  /** Asks the server for the sheet again. Null: it may not be opened any more. Throws when there is no answer. */
  describe: () => Promise<SheetReply | null>
}
