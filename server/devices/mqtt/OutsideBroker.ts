/**
 * Readings that devices send to a broker of the company. Who may publish there is its own business, so each message carries the
 * credential of its device. Acknowledged when it is durable; the broker keeps what comes while this server is away.
 */
import type { IPublishPacket, MqttClient } from 'mqtt'
import { loadDeviceIdentity } from '#server/auth/loadDeviceIdentity.ts'
import type { TenantReader } from '#server/storage/database/TenantReader.ts'
import { type ReadingMessages, readMessage } from './ReadingMessages.ts'
import { ALL_READINGS, readingsTopic } from './readingsTopic.ts'

export interface OutsideBrokerParts {
  /** With user name and password when the broker wants them. */
  url: string
  /** The same after each start: the broker keeps messages for it. Another one on each server. */
  clientId: string
  reader: TenantReader
  messages: ReadingMessages
  log: { info(fields: object, message: string): void; warn(fields: object, message: string): void }
}

/** As large as a batch by HTTP. */
const MOST_BYTES = 1 << 20
/** Beyond so many that are not durable yet, the next one waits. */
const MOST_AT_ONCE = 1000
const RECONNECT_MS = 2000
const PUBACK = 0x40

export class OutsideBroker {
  readonly #parts: OutsideBrokerParts
  #client: MqttClient | null = null
  #atOnce = 0

  constructor(parts: OutsideBrokerParts) {
    this.#parts = parts
  }

  /** Goes on by itself when the broker is away, now or later. */
  async start(): Promise<void> {
    const { url, clientId, log } = this.#parts
    const { connect } = await import('mqtt')
    const client = connect(url, { clientId, clean: false, resubscribe: false, reconnectPeriod: RECONNECT_MS })
    this.#client = client
    client.handleMessage = (packet, done) => this.#handle(client, packet, done)
    client.on('connect', () => {
      log.info({}, 'connected to the broker of devices')
      client.subscribe(ALL_READINGS, { qos: 1 }, (error) => {
        if (error !== null) {
          log.warn({ err: error }, 'the broker of devices lets nobody subscribe')
        }
      })
    })
    client.on('error', (error) => log.warn({ err: error }, 'the broker of devices is away; it is tried again'))
  }

  async stop(): Promise<void> {
    await this.#client?.endAsync(true)
  }

  /**
   * The library acknowledges one message after the other, and would have one statement of the database for each. So it is told
   * that a message failed, which makes it go on without a word, and the acknowledgement is written here when it is time.
   */
  #handle(client: MqttClient, packet: IPublishPacket, next: (error?: Error) => void): void {
    const { stream } = client
    this.#atOnce++
    const done = this.#take(packet)
      .then(
        () => packet.qos > 0 && stream.write(acknowledgement(packet.messageId ?? 0)),
        (error: unknown) => {
          this.#parts.log.warn({ err: error }, 'a message could not be kept; the broker is asked for it again')
          stream.destroy() // a broker sends again what was not acknowledged when the connection is new
        },
      )
      .finally(() => this.#atOnce--)
    const goOn = (): void => next(new Error('acknowledged later'))
    if (this.#atOnce < MOST_AT_ONCE) {
      goOn()
    } else {
      void done.then(goOn)
    }
  }

  async #take({ topic, payload }: IPublishPacket): Promise<void> {
    const { reader, messages, log } = this.#parts
    const message = payload.length > MOST_BYTES ? undefined : readMessage(payload)
    const { credential, ...rest } = isObject(message) ? message : { credential: undefined }
    const identity = typeof credential === 'string' ? await loadDeviceIdentity(reader, credential) : null
    if (identity === null || topic !== readingsTopic(identity.device.id)) {
      // whose it is cannot be known, so there is nobody to tell
      log.warn({ topic: topic.slice(0, 200) }, 'a message without the credential of its device was refused')
      return
    }
    await messages.take(identity, rest)
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** MQTT 3.1.1, section 3.4. */
const acknowledgement = (messageId: number): Buffer => Buffer.from([PUBACK, 2, messageId >> 8, messageId & 0xff])
