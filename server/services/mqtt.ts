import type { Knex } from 'knex'
import type { Logger } from 'pino'
import type { RequestThrottle } from '../auth/RequestThrottle.ts'
import { DeviceBroker } from '../devices/mqtt/DeviceBroker.ts'
import { OutsideBroker } from '../devices/mqtt/OutsideBroker.ts'
import { ReadingMessages } from '../devices/mqtt/ReadingMessages.ts'
import type { ReadingStore } from '../devices/ReadingStore.ts'
import type { TenantReader } from '../storage/database/TenantReader.ts'

/** Which broker: one of the company, or that of this server on a port. */
export type MqttOptions =
  | { url: string; clientId: string }
  /** `isWished`: somebody chose the port, and the start fails when it is taken; else the server goes on without. */
  | { port: number; isWished: boolean }

export interface MqttParts {
  /** Undefined: no MQTT. */
  options: MqttOptions | undefined
  /** Where the server listens, and by which name people know it. */
  host: string
  publicUrl: string | undefined
  db: Knex
  reader: TenantReader
  readings: ReadingStore
  throttle: RequestThrottle
  logger: Logger
}

/** How devices reach us by MQTT; `url` without credentials. */
export interface MqttWay {
  url: string
  isOutside: boolean
}

export interface Mqtt {
  /** Null: devices cannot. */
  way(): MqttWay | null
  /** These devices may have another credential; left out: any may. */
  recheck(ids?: readonly string[]): void
  start(): Promise<void>
  stop(): Promise<void>
}

/** Readings by MQTT, by one of the two ways. */
export function composeMqtt(parts: MqttParts): Mqtt {
  const { options, db, reader, readings, throttle } = parts
  const log = parts.logger.child({ part: 'mqtt' })
  const messages = new ReadingMessages({ db, readings, throttle })
  let way: MqttWay | null = null
  const none = { way: () => way, recheck: () => {}, start: async () => {}, stop: async () => {} }
  if (options === undefined) {
    return none
  }
  if ('url' in options) {
    const broker = new OutsideBroker({ ...options, reader, messages, log })
    return {
      ...none,
      async start() {
        way = { url: Object.assign(new URL(options.url), { username: '', password: '' }).href, isOutside: true }
        await broker.start()
      },
      async stop() {
        await broker.stop()
        await messages.stop()
      },
    }
  }
  const broker = new DeviceBroker({ reader, messages, log })
  return {
    way: () => way,
    recheck: (ids) => broker.recheck(ids),
    async start() {
      try {
        const port = await broker.listen(options.port, parts.host)
        way = { url: `mqtt://${nameOf(parts)}:${port}`, isOutside: false }
      } catch (error) {
        if (options.isWished) {
          const remedy = 'Stop that program, or set MQTT_PORT to another number, or to off.'
          throw new Error(`devices cannot send to port ${options.port}: it is taken. ${remedy}`, { cause: error })
        }
        log.warn({ err: error }, `no MQTT: port ${options.port} cannot be had. Set MQTT_PORT to another number`)
      }
    },
    async stop() {
      if (way !== null) {
        await broker.stop()
      }
      await messages.stop()
    },
  }
}

/** A name that can be opened: "every address" is none. */
function nameOf({ host, publicUrl }: Pick<MqttParts, 'host' | 'publicUrl'>): string {
  if (publicUrl !== undefined) {
    return new URL(publicUrl).hostname
  }
  return host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host
}
