import { z } from 'zod'

/** An amount is cut twice at 53 binary places, as many as a double has: what is left is whole steps of 2^-106 kg. */
const PLACES = 2 ** 53
const [STEPS, STEPS_PER_KG] = [2n ** 53n, 2 ** 106]
/** From here on (four billion tonnes in one row) an amount is no activity of a company: it is added as it comes. */
const MOST_KG = 2 ** 52
/** Halves of what is added, so that plain numbers hold the sums of 2^26 rows without rounding. */
const [WHOLE_HALF, STEP_HALF] = [2 ** 26, 2 ** 27]

/** A sum as it is kept: steps of 2^-106 kg, and what was too large for them in kilograms. */
export const StoredSum = z.tuple([z.string().regex(/^-?\d+$/), z.number()])
export type StoredSum = z.output<typeof StoredSum>

/**
 * Adds kilograms so that neither their order nor who adds them, this process or the database (`kilogramSums`), changes a bit:
 * each amount is cut to whole steps of 2^-106 kg, which changes none from 2^-53 kg on, and whole numbers are added exactly.
 */
export class KilogramSum {
  #steps = 0n
  #wholes = [0, 0]
  #parts = [0, 0]
  #fines = [0, 0]
  #beyond = 0

  add(kg: number): void {
    if (!(Math.abs(kg) < MOST_KG)) {
      this.#beyond += kg
      return
    }
    const whole = Math.trunc(kg)
    const places = (kg - whole) * PLACES
    const part = Math.trunc(places)
    addHalves(this.#wholes, whole, WHOLE_HALF)
    addHalves(this.#parts, part, STEP_HALF)
    addHalves(this.#fines, Math.trunc((places - part) * PLACES), STEP_HALF)
  }

  /** Adds what another sum has. */
  addSum(other: KilogramSum): void {
    const [steps, beyond] = other.stored
    this.addStored([steps, beyond])
  }

  /** Adds a sum that was kept. */
  addStored([steps, beyond]: StoredSum): void {
    this.#steps += BigInt(steps)
    this.#beyond += beyond
  }

  /** Adds what the database says of the columns of `kilogramSums`; without a row they are null. */
  addColumns({ wholes, parts, fines, beyond }: KilogramColumns): void {
    this.#steps += (BigInt(wholes ?? 0) * STEPS + BigInt(parts ?? 0)) * STEPS + BigInt(fines ?? 0)
    this.#beyond += beyond ?? 0
  }

  get stored(): StoredSum {
    return [String(this.#allSteps()), this.#beyond]
  }

  /** In kilograms, rounded once. */
  get value(): number {
    return Number(this.#allSteps()) / STEPS_PER_KG + this.#beyond
  }

  #allSteps(): bigint {
    const cut = joined(this.#wholes, WHOLE_HALF) * STEPS + joined(this.#parts, STEP_HALF)
    return this.#steps + cut * STEPS + joined(this.#fines, STEP_HALF)
  }
}

/** Sums of the database of one amount. */
export interface KilogramColumns {
  wholes: string | null
  parts: string | null
  fines: string | null
  beyond: number | null
}

/** SQL for the sums that make one of `kg`, an expression that is cheap to evaluate; as JSON, null without any amount. */
export const kilogramSums = (kg: string): string => {
  const small = `FILTER (WHERE abs(${kg}) < ${MOST_KG})`
  const places = `((${kg} - trunc(${kg})) * ${PLACES})`
  return `CASE WHEN count(${kg}) > 0 THEN json_build_object(
    'wholes', (sum(trunc(${kg})::bigint) ${small})::text,
    'parts', (sum(trunc(${places})::bigint) ${small})::text,
    'fines', (sum(trunc((${places} - trunc(${places})) * ${PLACES})::bigint) ${small})::text,
    'beyond', sum(${kg}) FILTER (WHERE abs(${kg}) >= ${MOST_KG})) END`
}

/** The sum that the database answered; null: no amount was known. */
export function sumOfColumns(columns: KilogramColumns | null): KilogramSum | null {
  if (columns === null) {
    return null
  }
  const sum = new KilogramSum()
  sum.addColumns(columns)
  return sum
}

function addHalves(halves: number[], number: number, half: number): void {
  const high = Math.trunc(number / half)
  halves[0]! += high
  halves[1]! += number - high * half
}

const joined = ([high = 0, low = 0]: readonly number[], half: number): bigint =>
  BigInt(high) * BigInt(half) + BigInt(low)
