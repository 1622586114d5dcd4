import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'

/** Standard Webhooks 1.0: a secret is 24 to 64 random bytes, written with this before it. */
const SECRET_PREFIX = 'whsec_'
const SECRET_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16

/**
 * Secrets of webhooks: they sign, so a hash of them is not enough. The database holds them encrypted (AES-256-GCM) with a key that
 * is derived from the secret of the servers, so whoever has the database alone cannot sign.
 */
export class HookSecrets {
  readonly #key: Uint8Array

  constructor(secret: string) {
    this.#key = new Uint8Array(hkdfSync('sha256', secret, '', 'webhook secrets', 32))
  }

  /** A new one: as it is told once, and as it is kept. */
  make(): { secret: string; sealed: Buffer } {
    const bytes = randomBytes(SECRET_BYTES)
    return { secret: SECRET_PREFIX + bytes.toString('base64'), sealed: this.#seal(bytes) }
  }

  /**
   * What the header `webhook-signature` says for a message: one signature for each secret. Null when a secret cannot be read: it
   * was kept under another secret of the servers.
   */
  sign(sealed: readonly Buffer[], { id, seconds, body }: { id: string; seconds: number; body: string }): string | null {
    const secrets = sealed.map((one) => this.#open(one))
    return secrets.includes(null)
      ? null
      : secrets
          .map((secret) => `v1,${createHmac('sha256', secret!).update(`${id}.${seconds}.${body}`).digest('base64')}`)
          .join(' ')
  }

  #seal(bytes: Buffer): Buffer {
    const nonce = randomBytes(NONCE_BYTES)
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce)
    const sealed = Buffer.concat([cipher.update(bytes), cipher.final()])
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed])
  }

  #open(sealed: Buffer): Buffer | null {
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.#key, sealed.subarray(0, NONCE_BYTES))
      decipher.setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
      return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()])
    } catch {
      // not sealed with this key, which the caller says
      return null
    }
  }
}
