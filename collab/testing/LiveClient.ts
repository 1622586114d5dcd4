/** A real provider on a real socket, with what a test wants to look at. */
import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider'
import * as Y from 'yjs'
import { parseStateless, type StatelessMessage } from '#collab/protocol/stateless.ts'
import { newAuthorClient } from '#collab/schema/layout.ts'
import { Sheet } from '#collab/schema/Sheet.ts'

export interface LiveClientOptions {
  url: string
  name: string
  token: string
  client?: number
  /** How long the provider gathers edits, in milliseconds; false = not at all. */
  flushDelay?: number | false
  /** False: no presence. */
  hasPresence?: boolean
  /** What the document has before it hears of the server. */
  before?: Uint8Array
}

export class LiveClient {
  readonly doc = new Y.Doc()
  readonly sheet: Sheet
  readonly provider: HocuspocusProvider
  readonly messages: StatelessMessage[] = []
  /** Reasons of refused sign-ins and closed documents. */
  readonly closes: string[] = []
  /** Every byte that came in, as Latin-1. */
  received = ''
  readonly #socket: HocuspocusProviderWebsocket

  constructor({
    url,
    name,
    token,
    client = newAuthorClient(),
    flushDelay = false,
    hasPresence = true,
    before,
  }: LiveClientOptions) {
    this.doc.clientID = client
    this.sheet = new Sheet(this.doc)
    if (before !== undefined) {
      Y.applyUpdate(this.doc, before)
    }
    this.#socket = new HocuspocusProviderWebsocket({ url, delay: 50, minDelay: 20, maxDelay: 200 })
    this.provider = new HocuspocusProvider({
      websocketProvider: this.#socket,
      name,
      document: this.doc,
      token,
      flushDelay,
      ...(hasPresence ? {} : { awareness: null }),
      onMessage: ({ event }) => {
        this.received += Buffer.from(event.data as ArrayBuffer).toString('latin1')
      },
      onStateless: ({ payload }) => {
        const message = parseStateless(payload)
        if (message !== null) {
          this.messages.push(message)
        }
      },
      onClose: ({ event }) => this.closes.push(event.reason),
      onAuthenticationFailed: ({ reason }) => this.closes.push(reason),
    })
    this.provider.attach()
  }

  get isSaved(): boolean {
    return this.provider.synced && this.provider.unsyncedChanges === 0
  }

  destroy(): void {
    this.provider.destroy()
    this.#socket.destroy()
    this.doc.destroy()
  }
}
