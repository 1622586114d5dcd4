import type { HocuspocusProviderWebsocket } from '@hocuspocus/provider'
import { noteName, type NoteAddress } from '#collab/protocol/documentName.ts'
import { openSheetDevice, type Owner, type SheetDevice } from '../device/SheetDevice.ts'
import { NoteSession } from './NoteSession.ts'

export interface NotebookOptions {
  owner: Owner
  sheet: Omit<NoteAddress, 'rowId'>
  socket: HocuspocusProviderWebsocket
  getToken: () => Promise<string>
  /** Whether this person writes notes, as far as is known before a note is open. */
  mayWrite: () => boolean
  /** How many notes have words that the server does not have. */
  onUnsaved: (notes: number) => void
}

/** On the device: this note has words that the server may not have. */
const UNSENT = 'unsent '

/**
 * The notes of a sheet that are open in this tab. One with words that the server does not have stays open until it has
 * them, whatever is on screen; those of earlier tabs are opened for that.
 */
export class Notebook {
  readonly #options: NotebookOptions
  readonly #device: Promise<SheetDevice>
  readonly #unsent: Promise<ReadonlySet<string>>
  readonly #sessions = new Map<string, NoteSession>()
  readonly #shown = new Map<string, number>()
  #isEnded = false

  constructor(options: NotebookOptions) {
    this.#options = options
    const { tableId, cycleId } = options.sheet
    this.#device = openSheetDevice(options.owner, `${tableId}:${cycleId}:notes`)
    this.#unsent = this.#readUnsent()
    void this.#sendUnsent()
  }

  /** What is kept on this device has been read. */
  get ready(): Promise<unknown> {
    return this.#unsent
  }

  /** The note of a row, until it is left. */
  async open(rowId: string): Promise<NoteSession> {
    const name = noteName({ ...this.#options.sheet, rowId })
    this.#shown.set(name, (this.#shown.get(name) ?? 0) + 1)
    return this.#session(name)
  }

  leave(rowId: string): void {
    const name = noteName({ ...this.#options.sheet, rowId })
    const shown = (this.#shown.get(name) ?? 1) - 1
    if (shown > 0) {
      this.#shown.set(name, shown)
    } else {
      this.#shown.delete(name)
      this.#letGoWhenSaved(name)
    }
  }

  destroy(): void {
    this.#isEnded = true
    this.#options.onUnsaved(0)
    this.#sessions.forEach((session) => session.destroy())
    this.#sessions.clear()
    void this.#device.then((device) => device.close())
  }

  async #session(name: string): Promise<NoteSession> {
    const [device, unsent] = await Promise.all([this.#device, this.#unsent])
    const known = this.#sessions.get(name)
    if (known !== undefined) {
      return known
    }
    const { socket, getToken, mayWrite } = this.#options
    const own = { hasUnsent: unsent.has(name), mayWrite: mayWrite() }
    const session = new NoteSession({ name, device, socket, getToken, ...own })
    if (this.#isEnded) {
      session.destroy()
      return session
    }
    this.#sessions.set(name, session)
    let wasSaved = session.view().saved
    session.subscribe(() => {
      const { saved } = session.view()
      if (saved !== wasSaved) {
        wasSaved = saved
        this.#remember(device, name, saved)
      }
      this.#letGoWhenSaved(name)
    })
    return session
  }

  #remember(device: SheetDevice, name: string, isSaved: boolean): void {
    const key = UNSENT + name
    void device.write(key, () => (isSaved ? device.storage.remove(key) : device.storage.put(key, true)))
    this.#options.onUnsaved([...this.#sessions.values()].filter((session) => !session.view().saved).length)
  }

  #letGoWhenSaved(name: string): void {
    const session = this.#sessions.get(name)
    if (session?.view().saved === true && !this.#shown.has(name)) {
      this.#sessions.delete(name)
      session.destroy()
    }
  }

  async #readUnsent(): Promise<ReadonlySet<string>> {
    const device = await this.#device
    const names = await device.read(() => device.storage.names(UNSENT), [])
    return new Set(names.map((name) => name.slice(UNSENT.length)))
  }

  async #sendUnsent(): Promise<void> {
    for (const name of await this.#unsent) {
      await this.#session(name)
    }
  }
}
