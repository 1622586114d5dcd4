/** A sheet that can be left: what it says of itself, and how to end it. */
export interface LeftSheet {
  session: {
    view(): { unsavedEdits: number; notSaved: readonly unknown[]; kept: boolean }
    subscribe(listener: () => void): () => void
  }
  destroy(): void
}

/**
 * Sheets that were left before the server had everything that was typed: each stays open behind the page until it has, so
 * that leaving a sheet is no reason to lose or delay an edit. Refused values are on this device and need no open sheet;
 * where the device keeps nothing they stay, too.
 */
export class SheetOutbox<T extends LeftSheet> {
  readonly #left = new Map<string, { sheet: T; unsubscribe: () => void }>()

  /** Takes a sheet that is not shown any more. */
  leave(key: string, sheet: T): void {
    if (!isWaiting(sheet)) {
      sheet.destroy()
      return
    }
    const unsubscribe = sheet.session.subscribe(() => {
      if (!isWaiting(sheet)) {
        this.takeBack(key)
        sheet.destroy()
      }
    })
    this.#left.set(key, { sheet, unsubscribe })
  }

  /** The sheet is shown again: the same one goes on. Null when it is not waiting here. */
  takeBack(key: string): T | null {
    const found = this.#left.get(key)
    found?.unsubscribe()
    this.#left.delete(key)
    return found?.sheet ?? null
  }
}

function isWaiting({ session }: LeftSheet): boolean {
  const { unsavedEdits, notSaved, kept } = session.view()
  return unsavedEdits > (kept ? notSaved.length : 0)
}
