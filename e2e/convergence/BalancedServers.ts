import { ServerProcess, type Stopped } from '#server/testing/ServerProcess.ts'
import type { TestDatabase } from '#server/testing/testDatabase.ts'
import { Balancer } from './Balancer.ts'

/** Server processes on one database behind one address, which can be replaced one by one. */
export class BalancedServers {
  readonly #database: Pick<TestDatabase, 'appUrl'>
  readonly #balancer: Balancer
  readonly #servers: ServerProcess[]

  static async start(database: Pick<TestDatabase, 'appUrl'>, count: number): Promise<BalancedServers> {
    const servers = await Promise.all(Array.from({ length: count }, () => ServerProcess.start(database)))
    return new BalancedServers(database, await Balancer.start(servers.map(({ url }) => url)), servers)
  }

  private constructor(database: Pick<TestDatabase, 'appUrl'>, balancer: Balancer, servers: ServerProcess[]) {
    this.#database = database
    this.#balancer = balancer
    this.#servers = servers
  }

  /** Of all of them. */
  get url(): string {
    return this.#balancer.through(this.urlOf(0))
  }

  urlOf(place: number): string {
    return this.#servers[place]!.url
  }

  get running(): number {
    return this.#servers.filter(({ isRunning }) => isRunning).length
  }

  /** Asks one to stop. New connections are sent to it as before: it refuses them. */
  async stopOne(place: number): Promise<Stopped> {
    return this.#servers[place]!.stop()
  }

  /** Another one in the place of one that has stopped. */
  async startOne(place: number): Promise<void> {
    this.#servers[place] = await ServerProcess.start(this.#database)
    this.#balancer.sendTo(this.#servers.map(({ url }) => url))
  }

  /** Stops those that are left. */
  async stop(): Promise<void> {
    await Promise.all(this.#servers.map((server) => server.stop()))
    await this.#balancer.stop()
  }
}
