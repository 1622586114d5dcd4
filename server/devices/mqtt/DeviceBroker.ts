/**
 * The broker that devices send to when there is no other one: MQTT 3.1.1 over TCP. A device signs in with its id and its
 * credential, publishes on its own topic, and hears nothing. What it publishes is acknowledged when it is durable.
 */
import type { EventEmitter } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import type { Aedes, AedesOptions, AuthenticateError, Client } from 'aedes'
import { type DeviceIdentity, loadDeviceIdentity } from '#server/auth/loadDeviceIdentity.ts'
import type { TenantReader } from '#server/storage/database/TenantReader.ts'
import { RepeatedLook } from '#server/jobs/RepeatedLook.ts'
import { LimitedSocket } from './LimitedSocket.ts'
import type { PacketLimits } from './PacketMeter.ts'
import { type ReadingMessages, readMessage } from './ReadingMessages.ts'
import { readingsTopic } from './readingsTopic.ts'

export interface DeviceBrokerParts {
  reader: TenantReader
  messages: ReadingMessages
  log: { warn(fields: object, message: string): void }
}

/** As large as a batch by HTTP, with room for its topic. */
const LIMITS: PacketLimits = { firstBytes: 4096, packetBytes: (1 << 20) + 1024 }
/** Of one device at a time: connections that its network lost are known to be gone only after a while. */
const MOST_CONNECTIONS = 4
/** Of all of them, and of those who have not said yet who they are. */
const MOST_SOCKETS = 20_000
const SIGN_IN_WITHIN_MS = 10_000
/** Half-open connections that say nothing are found out by the network. */
const ASK_NETWORK_MS = 60_000
/** A credential that ended is noticed so late at most, also when the notification of the database was lost. */
const RECHECK_MS = 30_000
const LONGEST_CLIENT_ID = 200
const NOTHING = Buffer.alloc(0)

interface Admitted {
  identity: DeviceIdentity
  secret: string
}

export class DeviceBroker {
  readonly #parts: DeviceBrokerParts
  readonly #server: Server
  readonly #sockets = new Set<LimitedSocket>()
  readonly #admitted = new Map<Client, Admitted>()
  #broker: Promise<Aedes> | null = null
  readonly #looking: RepeatedLook

  constructor(parts: DeviceBrokerParts) {
    this.#parts = parts
    this.#looking = new RepeatedLook(() => this.#recheck([...this.#admitted.keys()]), RECHECK_MS)
    this.#server = createServer((socket) => void this.#connect(socket))
    this.#server.maxConnections = MOST_SOCKETS
  }

  /** Answers the port, which the system chooses for 0. Throws what `listen` does (`EADDRINUSE`). */
  async listen(port: number, host: string): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(port, host, () => {
        this.#server.off('error', reject)
        resolve()
      })
    })
    this.#looking.start()
    const address = this.#server.address()
    return typeof address === 'object' && address !== null ? address.port : port
  }

  /** Cuts devices whose credential opens no more. `ids`: of devices that changed; left out: any may have. */
  recheck(ids?: readonly string[]): void {
    if (ids === undefined) {
      this.#looking.look()
      return
    }
    const changed = [...this.#admitted].filter(([, { identity }]) => ids.includes(identity.device.id))
    void this.#recheck(changed.map(([client]) => client))
  }

  /** Takes nothing any more; what is not acknowledged is sent again when the device is back. */
  async stop(): Promise<void> {
    await this.#looking.stop()
    const closed = new Promise((resolve) => this.#server.close(resolve))
    this.#sockets.forEach((socket) => socket.destroy())
    await closed
    const broker = await this.#broker
    await new Promise<void>((resolve) => (broker === null ? resolve() : broker.close(() => resolve())))
  }

  /** One after the other: there may be thousands. */
  async #recheck(clients: readonly Client[]): Promise<void> {
    for (const client of clients) {
      const secret = this.#admitted.get(client)?.secret
      try {
        if (secret !== undefined && (await loadDeviceIdentity(this.#parts.reader, secret)) === null) {
          client.close()
        }
      } catch (error) {
        this.#parts.log.warn({ err: error }, 'a device could not be checked; it is tried again')
      }
    }
  }

  async #connect(socket: Socket): Promise<void> {
    socket.setKeepAlive(true, ASK_NETWORK_MS)
    socket.setNoDelay(true)
    const limited = new LimitedSocket(socket, LIMITS)
    this.#sockets.add(limited)
    limited.once('close', () => this.#sockets.delete(limited))
    limited.on('error', () => {}) // a connection that broke is closed, and that is all
    try {
      const broker = await (this.#broker ??= this.#createBroker())
      if (!limited.destroyed) {
        broker.handle(limited)
      }
    } catch (error) {
      this.#parts.log.warn({ err: error }, 'the broker of devices could not be started')
      limited.destroy()
    }
  }

  /** Its library is loaded with the first device. */
  async #createBroker(): Promise<Aedes> {
    const { Aedes } = await import('aedes')
    const broker = await Aedes.createBroker({
      connectTimeout: SIGN_IN_WITHIN_MS,
      maxClientsIdLength: LONGEST_CLIENT_ID,
      // what waits for the second half of its hand-shake is held in memory
      maxInflightInbound: 16,
      preConnect: bindClientId,
      authenticate: (client, username, password, done) => {
        this.#authenticate(client, username ?? '', password?.toString() ?? '').then(
          (isAdmitted) => done(isAdmitted ? null : refusal(4), isAdmitted),
          () => done(refusal(3), false),
        )
      },
      authorizePublish: (client, packet, done) => {
        this.#publish(client, packet).then(
          () => done(),
          (error: unknown) => done(error instanceof Error ? error : new Error(String(error))),
        )
      },
      authorizeSubscribe: (_, __, done) => done(null, null),
    })
    const emitter: EventEmitter = broker // its types leave this one out
    emitter.on('error', (error: unknown) => this.#parts.log.warn({ err: error }, 'the broker of devices failed'))
    return broker
  }

  async #authenticate(client: Client, deviceId: string, secret: string): Promise<boolean> {
    const identity = await loadDeviceIdentity(this.#parts.reader, secret)
    if (identity === null || identity.device.id !== deviceId.toLowerCase() || client.closed) {
      return false
    }
    const others = [...this.#admitted].filter(([, { identity: other }]) => other.device.id === identity.device.id)
    others.slice(0, Math.max(0, others.length - MOST_CONNECTIONS + 1)).forEach(([oldest]) => oldest.close())
    this.#admitted.set(client, { identity, secret })
    client.conn.once('close', () => this.#admitted.delete(client))
    return true
  }

  /** Comes before the acknowledgement. Whoever is refused here is cut: MQTT 3.1.1 has no other answer. */
  async #publish(client: Client | null, packet: Parameters<AuthorizePublish>[1]): Promise<void> {
    const identity = client === null ? undefined : this.#admitted.get(client)?.identity
    if (identity === undefined) {
      throw new Error('nobody who may publish')
    }
    const { messages } = this.#parts
    const topic = readingsTopic(identity.device.id)
    if (packet.topic !== topic) {
      const message = `It published on another topic. Let it publish on ${topic}.`
      await messages.refuse(identity, { path: 'topic', code: 'not-foreseen', message })
      throw new Error('another topic')
    }
    if (packet.retain) {
      const message = 'It asked for its message to be retained, and nobody is told here. Turn that off.'
      await messages.refuse(identity, { path: 'retain', code: 'not-used', message })
      throw new Error('a retained message')
    }
    await messages.take(identity, readMessage(packet.payload))
    // nobody hears it, and what is left to do with it needs no memory
    packet.payload = NOTHING
  }
}

type AuthorizePublish = NonNullable<AedesOptions['authorizePublish']>

/**
 * A client id is one of its device only: with another device's it would throw that one out. Nobody hears anything, so there is
 * no session to keep, and no last will.
 */
const bindClientId: NonNullable<AedesOptions['preConnect']> = (_, packet, done) => {
  packet.clientId = `${packet.username ?? ''} ${packet.clientId}`.slice(0, LONGEST_CLIENT_ID)
  packet.clean = true
  delete packet.will
  done(null, true)
}

/** 3: the server is away; 4: bad user name or password (MQTT 3.1.1, table 3.1). */
const refusal = (returnCode: 3 | 4): AuthenticateError =>
  Object.assign(new Error(returnCode === 3 ? 'the server is away' : 'bad user name or password'), { returnCode })
