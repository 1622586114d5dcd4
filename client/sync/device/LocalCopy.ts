import * as Y from 'yjs'
import { inSlices, nextTask } from '#collab/schema/inSlices.ts'
import { applyBaseFirst, isLargeFor } from '../baseFirst.ts'
import type { SheetDevice } from './SheetDevice.ts'
import { LARGE_UPDATE_BYTES } from './SheetStorage.ts'

/** After so many updates they are made one. */
const COMPACT_AFTER = 300

/**
 * A document on this device: what was loaded and what was typed, update by update, shared by all tabs. What is written to the
 * document with it as the origin, it has already.
 */
export class LocalCopy {
  readonly #device: SheetDevice
  readonly #name: string
  readonly #doc: Y.Doc
  #written = 0
  #isFollowing = false
  #isHalf = false

  constructor(device: SheetDevice, name: string, doc: Y.Doc) {
    this.#device = device
    this.#name = name
    this.#doc = doc
  }

  /** Resolves when the document holds what was kept, and from now on everything is kept. False: there was nothing. */
  async load(): Promise<boolean> {
    const { storage } = this.#device
    const updates = await this.#device.read(() => storage.updates(this.#name), [])
    for (const update of updates) {
      if (isLargeFor(this.#doc, update)) {
        await inSlices(applyBaseFirst(this.#doc, update, this), 'waited-for')
      }
    }
    Y.transact(this.#doc, () => updates.forEach((update) => Y.applyUpdate(this.#doc, update)), this, false)
    this.#isFollowing = true
    this.#doc.on('update', this.#store)
    this.#written = updates.length
    this.#compactWhenLong()
    return updates.length > 0
  }

  /** The document comes in pieces: nothing is kept until it is there as a whole, whichever connection brings the last one. */
  awaitWhole(): void {
    this.#isHalf = true
  }

  /** Keeps what the document began with, when nothing of it was kept. */
  async keepBeginning(update: Uint8Array): Promise<void> {
    this.#isHalf = false
    if (this.#written === 0 && this.#isFollowing) {
      await this.#write(update)
    }
  }

  /** Marks the document as loaded, so that an empty one is not taken for one that never was here. */
  async markLoaded(): Promise<void> {
    this.#isHalf = false
    if (this.#written === 0 && this.#isFollowing) {
      await this.#write(Y.encodeStateAsUpdate(this.#doc))
    }
  }

  /** From now on nothing is kept. */
  close(): void {
    this.#isFollowing = false
    this.#doc.off('update', this.#store)
  }

  /** Removes it from the device, and keeps nothing from now on. */
  async erase(): Promise<void> {
    this.close()
    const { storage } = this.#device
    this.#device.forget(this.#name)
    await this.#device.write(`erase ${this.#name}`, () => storage.erase(this.#name))
  }

  readonly #store = (update: Uint8Array, origin: unknown, _doc: Y.Doc, { local }: Y.Transaction): void => {
    if (origin !== this && !this.#isHalf) {
      void this.#write(update, !local && update.length >= LARGE_UPDATE_BYTES)
    }
  }

  /** `isPatient`: the server has it, and copying it would hold up who waits to see it. */
  async #write(update: Uint8Array, isPatient = false): Promise<void> {
    const { storage } = this.#device
    if (this.#device.isFailing(this.#name)) {
      return // the whole document will be written as soon as that is possible
    }
    this.#written++
    if (isPatient) {
      await nextTask()
      if (!this.#isFollowing) {
        return
      }
    }
    await this.#device.write(
      this.#name,
      () => storage.addUpdate(this.#name, update),
      () => (this.#isFollowing ? storage.addUpdate(this.#name, Y.encodeStateAsUpdate(this.#doc)) : Promise.resolve()),
    )
    this.#compactWhenLong()
  }

  #compactWhenLong(): void {
    if (this.#written >= COMPACT_AFTER) {
      this.#written = 1
      // Only to save room and time: a failure is no loss.
      void this.#device.read(() => this.#device.storage.compact(this.#name), undefined)
    }
  }
}
