import { HocuspocusProviderWebsocket } from '@hocuspocus/provider'
import { goOffline, goOnline } from '#client/sync/collabSocket.ts'
import { SheetDevice } from '#client/sync/device/SheetDevice.ts'
import { SheetSession } from '#client/sync/SheetSession.ts'
import { MemoryStorage } from '#client/sync/testing/MemoryStorage.ts'
import type { SheetReply } from '#shared/api/sheets.ts'

export interface BrowserOptions {
  /** Of the live documents. */
  url: string
  token: string
  describe: () => Promise<SheetReply>
  /** How soon a lost connection is tried again, in milliseconds. Default: at once, nearly. */
  reconnect?: { delay: number; minDelay: number; maxDelay: number }
  /** Hears of every session: the first, and those of reloads. */
  onSession: (session: SheetSession) => void
}

/** The browser of one person with one sheet open: its disk, its socket, and the session of its tab. */
export class Browser {
  session: SheetSession
  readonly #options: BrowserOptions
  /** What is kept between two visits. */
  readonly #disk = new MemoryStorage()
  readonly #socket: HocuspocusProviderWebsocket
  #isAway = false

  static async open(options: BrowserOptions): Promise<Browser> {
    return new Browser(options, await options.describe())
  }

  private constructor(options: BrowserOptions, description: SheetReply) {
    const { url, reconnect = { delay: 20, minDelay: 10, maxDelay: 100 } } = options
    this.#options = options
    this.#socket = new HocuspocusProviderWebsocket({ url, ...reconnect })
    this.session = this.#openSession(description)
  }

  get isAway(): boolean {
    return this.#isAway
  }

  goAway(): void {
    this.#isAway = true
    goOffline(this.#socket)
  }

  comeBack(): void {
    if (this.#isAway) {
      this.#isAway = false
      goOnline(this.#socket)
    }
  }

  /** The tab is closed and opened again, perhaps away from the server. */
  async reload(): Promise<void> {
    const { description } = this.session
    this.session.destroy()
    await new Promise((resolve) => setTimeout(resolve, 5))
    this.session = this.#openSession(this.#isAway ? description : await this.#options.describe())
  }

  destroy(): void {
    this.session.destroy()
    this.#socket.destroy()
  }

  #openSession(description: SheetReply): SheetSession {
    const { token, describe, onSession } = this.#options
    const session = new SheetSession({
      description,
      device: new SheetDevice(this.#disk),
      socket: this.#socket,
      getToken: async () => token,
      describe,
    })
    onSession(session)
    return session
  }
}
