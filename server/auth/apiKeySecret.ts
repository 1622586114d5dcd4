/** The secret of an API key or a device: a prefix that scanners of secrets know, tenant and 256 random bits, and a checksum. */
import { createHash, randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'

/** What every secret of a key begins with, so that one that was published by mistake is found. */
export const KEY_PREFIX = 'cbs_live_'
/** The same of devices. */
export const DEVICE_PREFIX = 'cbs_device_'

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const TENANT_BYTES = 16
const RANDOM_BYTES = 32
/** As many digits as the largest number of these bytes has. */
const BODY_LENGTH = 65
const CHECK_LENGTH = 6
const PATTERN = new RegExp(
  `^(?:${KEY_PREFIX}|${DEVICE_PREFIX})([0-9A-Za-z]{${BODY_LENGTH}})([0-9A-Za-z]{${CHECK_LENGTH}})$`,
)

export interface NewKeySecret {
  /** Shown once, and kept nowhere. */
  secret: string
  /** What the database keeps of it. */
  sha256: Buffer
  /** The last four characters, by which people tell keys apart. */
  hint: string
}

/** Random letters and digits only: a double click selects all of it. */
export function makeKeySecret(tenantId: string, prefix = KEY_PREFIX): NewKeySecret {
  const tenant = Buffer.from(tenantId.replaceAll('-', ''), 'hex')
  const body = toDigits(BigInt(`0x${Buffer.concat([tenant, randomBytes(RANDOM_BYTES)]).toString('hex')}`), BODY_LENGTH)
  const secret = `${prefix}${body}${checksumOf(body)}`
  return { secret, sha256: sha256Of(secret), hint: secret.slice(-4) }
}

/**
 * Where a secret is looked up: the tenant is needed before anything can be, under row-level security. Null when it is none of
 * ours, or was mistyped: the database is not asked.
 */
export function readKeySecret(secret: string): { tenantId: string; sha256: Buffer } | null {
  const [, body, check] = PATTERN.exec(secret) ?? []
  if (body === undefined || check !== checksumOf(body)) {
    return null
  }
  const hex = toNumber(body)
    .toString(16)
    .padStart((TENANT_BYTES + RANDOM_BYTES) * 2, '0')
  if (hex.length > (TENANT_BYTES + RANDOM_BYTES) * 2) {
    return null
  }
  const tenantId = hex.slice(0, TENANT_BYTES * 2).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  return { tenantId, sha256: sha256Of(secret) }
}

/** 256 random bits need no slow hash: nobody can try them all. */
const sha256Of = (secret: string): Buffer => createHash('sha256').update(secret).digest()

const checksumOf = (body: string): string => toDigits(BigInt(crc32(body)), CHECK_LENGTH)

function toDigits(number: bigint, length: number): string {
  let [rest, text] = [number, '']
  while (rest > 0n) {
    text = DIGITS[Number(rest % 62n)]! + text
    rest /= 62n
  }
  return text.padStart(length, '0')
}

function toNumber(digits: string): bigint {
  let number = 0n
  for (const digit of digits) {
    number = number * 62n + BigInt(DIGITS.indexOf(digit))
  }
  return number
}
