import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'

/** One address in front of several: every new connection goes to the next of them, and stays there. */
export class Balancer {
  readonly #server: Server
  /** By where bytes come from: where they go. */
  readonly #ways = new Map<Socket, Socket>()
  readonly #servers = new WeakSet<Socket>()
  #ports: readonly number[] = []
  #turn = 0
  #isHalted = false

  /** In front of these; further on by `sendTo`. */
  static async start(urls: readonly string[]): Promise<Balancer> {
    const balancer = new Balancer()
    balancer.sendTo(urls)
    balancer.#server.listen(0, '127.0.0.1')
    await once(balancer.#server, 'listening')
    return balancer
  }

  private constructor() {
    this.#server = createServer((client) => this.#join(client))
  }

  /** The same URL, by way of this. */
  through(url: string): string {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it listens on TCP
    const { port } = this.#server.address() as AddressInfo
    return Object.assign(new URL(url), { hostname: '127.0.0.1', port: String(port) }).href
  }

  /** From now on connections go to these; to none, and they end at once. Those that there are stay where they are. */
  sendTo(urls: readonly string[]): void {
    this.#ports = urls.map((url) => Number(new URL(url).port))
  }

  /** Nothing passes any more, and nobody is told. */
  halt(): void {
    this.#isHalted = true
    this.#ways.forEach((there, here) => here.unpipe(there).pause())
  }

  /** What servers say does not pass any more on the connections that there are. */
  muffle(): void {
    this.#ways.forEach((there, here) => this.#servers.has(here) && here.unpipe(there).pause())
  }

  /** What clients say does not pass any more on the connections that there are. */
  deafen(): void {
    this.#ways.forEach((there, here) => this.#servers.has(there) && here.unpipe(there).pause())
  }

  /** What waited passes, and what comes. */
  go(): void {
    this.#isHalted = false
    this.#ways.forEach((there, here) => here.pipe(there))
  }

  /** Every connection breaks. */
  cut(): void {
    this.#ways.forEach((_, here) => here.destroy())
  }

  async stop(): Promise<void> {
    this.cut()
    this.#server.close()
    await once(this.#server, 'close')
  }

  /** What ends or breaks on one side does so on the other. */
  #join(client: Socket): void {
    const port = this.#ports[this.#turn++ % this.#ports.length]
    if (port === undefined) {
      client.destroy()
      return
    }
    const server = connect({ port, host: '127.0.0.1' })
    this.#servers.add(server)
    this.#lead(client, server)
    this.#lead(server, client)
  }

  #lead(here: Socket, there: Socket): void {
    this.#ways.set(here, there)
    here.setNoDelay()
    if (!this.#isHalted) {
      here.pipe(there)
    }
    here.on('error', () => there.destroy())
    here.on('close', () => {
      this.#ways.delete(here)
      there.destroySoon()
    })
  }
}
