import type { MismatchMessage } from '#collab/protocol/hashes.ts'
import type { ColumnStore } from '#collab/schema/ColumnStore.ts'
import { hashInSteps } from '#collab/schema/contentHash.ts'
import { inSlices } from '#collab/schema/inSlices.ts'
import type { Sheet } from '#collab/schema/Sheet.ts'
import { LiveDocument, type LiveDocumentOptions } from './LiveDocument.ts'
import { SheetContent } from './SheetContent.ts'

/** One generation of a part of a sheet on this device and on the wire. */
export class LiveSheet extends LiveDocument<SheetContent> {
  /** `content`: what is known of it already. */
  constructor({
    content,
    ...options
  }: Omit<LiveDocumentOptions<SheetContent>, 'content'> & { content: SheetContent | undefined }) {
    super({ ...options, content: content ?? new SheetContent() })
  }

  get sheet(): Sheet {
    return this.content.sheet
  }

  get store(): ColumnStore {
    return this.content.store
  }

  /** The server says what it has. It hears when something else is here now, and closes with `diverged`. */
  async compare(hash: string): Promise<void> {
    const own = await inSlices(hashInSteps(this.sheet))
    if (own !== hash) {
      const message: MismatchMessage = { type: 'mismatch', hash, own }
      this.say(message)
    }
  }
}
