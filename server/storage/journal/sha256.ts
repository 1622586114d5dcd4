import { createHash } from 'node:crypto'

export const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest()

export const hasHash = (bytes: Uint8Array, hash: Uint8Array): boolean => sha256(bytes).equals(hash)
