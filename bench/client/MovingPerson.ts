import { Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { LightClient } from './LightClient.ts'

export interface Connection {
  url: string
  token: string
  name: string
}

/** Somebody who has the sheet open and chooses one cell after another. */
export class MovingPerson {
  readonly #client: LightClient
  readonly #awareness = new Awareness(new Y.Doc())

  private constructor(client: LightClient) {
    this.#client = client
  }

  static async start(connection: Connection): Promise<MovingPerson> {
    const client = new LightClient(connection)
    await client.ready
    return new MovingPerson(client)
  }

  moveTo(row: string, ordinal: number): void {
    this.#awareness.setLocalState({ cell: { row, ordinal } })
    this.#client.announce(encodeAwarenessUpdate(this.#awareness, [this.#awareness.clientID]))
  }

  leave(): void {
    this.#awareness.destroy()
    this.#client.close()
  }
}
