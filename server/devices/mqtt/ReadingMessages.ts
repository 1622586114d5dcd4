/** What a device sends by MQTT, whichever broker it comes by: readings are kept, and what is none is told to administrators. */
import type { Knex } from 'knex'
import { ReadingsBody } from '#shared/api/devices.ts'
import type { ProblemDetail } from '#shared/api/problem.ts'
import { checkReadings, type Reading } from '#shared/readings/checkReadings.ts'
import { fail, type Result } from '#shared/result/result.ts'
import type { DeviceIdentity } from '#server/auth/loadDeviceIdentity.ts'
import type { RequestThrottle } from '#server/auth/RequestThrottle.ts'
import { checkContract } from '#server/middleware/checkContract.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import type { ReadingStore } from '../ReadingStore.ts'

export interface ReadingMessageParts {
  db: Knex
  readings: Pick<ReadingStore, 'store'>
  /** The same as by HTTP: a device has one measure, whichever way it takes. */
  throttle: Pick<RequestThrottle, 'count'>
}

/** What is kept of a refusal: whoever sends 5,000 wrong readings has one mistake. */
const MOST_TOLD = 10

export class ReadingMessages {
  readonly #parts: ReadingMessageParts
  readonly #working = new Set<Promise<void>>()

  constructor(parts: ReadingMessageParts) {
    this.#parts = parts
  }

  /**
   * Done when its readings are durable, or when what is wrong with it is: it may be acknowledged then. Rejects when neither is,
   * because the database is away, more arrives than it takes, or the device sends too often; then sending it again is right.
   */
  take(device: DeviceIdentity, message: unknown): Promise<void> {
    return this.#work(device, async () => {
      const checked = readingsOf(message, device.device)
      if (checked.ok) {
        await this.#parts.readings.store(device.tenantId, device.device.id, checked.value)
      } else {
        await this.#note(device, checked.error)
      }
    })
  }

  /** Keeps for administrators that something of a device was not taken. Rejects as `take` does. */
  refuse(device: DeviceIdentity, problem: ProblemDetail): Promise<void> {
    return this.#work(device, () => this.#note(device, [problem]))
  }

  /** Waits for what was taken. */
  async stop(): Promise<void> {
    await Promise.allSettled(this.#working)
  }

  #work({ device: { id } }: DeviceIdentity, work: () => Promise<void>): Promise<void> {
    const done = this.#parts.throttle.count(id).then(work)
    this.#working.add(done)
    const forget = (): void => void this.#working.delete(done)
    done.then(forget, forget)
    return done
  }

  #note({ tenantId, device }: DeviceIdentity, problems: readonly ProblemDetail[]): Promise<void> {
    const kept = { refused_at: this.#parts.db.fn.now(), refusal: JSON.stringify(problems.slice(0, MOST_TOLD)) }
    return inTenant(this.#parts.db, tenantId, async (trx) => {
      await trx('device_positions').where({ tenant_id: tenantId, device_id: device.id }).update(kept)
    })
  }
}

/** The JSON of a payload, or undefined when it is none. */
export function readMessage(payload: Uint8Array | string): unknown {
  try {
    return JSON.parse(typeof payload === 'string' ? payload : new TextDecoder('utf-8', { fatal: true }).decode(payload))
  } catch {
    return undefined
  }
}

/** One reading (`at`, `value`), or a batch as by HTTP. */
function readingsOf(message: unknown, device: { unit: string }): Result<Reading[], ProblemDetail[]> {
  if (message === undefined) {
    const words = 'This is no JSON in UTF-8. Send {"at": "2026-03-29T02:15:00Z", "value": 1}, or readings of them.'
    return fail([{ path: '', code: 'invalid-type', message: words }])
  }
  const isOne = typeof message === 'object' && message !== null && Object.hasOwn(message, 'at')
  const { value, problems } = checkContract(ReadingsBody, isOne ? { readings: [message] } : message)
  return value === undefined ? fail(problems) : checkReadings(value, device)
}
