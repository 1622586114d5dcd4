import type { HocuspocusProviderWebsocket } from '@hocuspocus/provider'
import type { ColumnStore } from '#collab/schema/ColumnStore.ts'
import type { OpenWrites } from './device/KeptWork.ts'
import type { SheetDevice } from './device/SheetDevice.ts'
import type { Intent } from './IntentLog.ts'
import type { NotSavedReason } from './NotSaved.ts'

/** What a part tells the session that it belongs to. */
export interface PartEvents {
  /** Something that the page shows may have changed. */
  onChange(): void
  /** What has to be done before this document takes the place of the one that is read, in steps of some milliseconds. */
  prepare(next: ColumnStore): Generator<void>
  /** Another document took the place of the one that was read until now. */
  onReplaced(): void
  /** Writes that the server does not have, out of a document that is not written to any more: their fields may be elsewhere. */
  onStranded(intents: readonly Intent[]): void
  /** Writes that the server will not take. */
  onLost(intents: readonly Intent[], reason: NotSavedReason): void
  /** The description of the sheet is out of date. */
  onOutdated(): void
  /** The server has taken us in, or taken us in again. */
  onSynced(): void
  onPeers(): void
  /** Values of this person and of others met in cells; the server has the list. */
  onConflicts(): void
}

export interface PartOptions {
  device: SheetDevice
  /** What earlier tabs wrote in this document and left open. Resolves once what was kept has been read. */
  leftOpen: (document: string) => Promise<readonly OpenWrites[]>
  socket: HocuspocusProviderWebsocket
  getToken: () => Promise<string>
  events: PartEvents
}
