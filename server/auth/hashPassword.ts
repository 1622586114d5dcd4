import { hash, verify } from '@node-rs/argon2'

/** argon2id (the library's default kind), 19 MiB, two passes: OWASP's first recommendation. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** Any text of any length; the answer carries salt and parameters. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, PARAMETERS)
}

/** Hash of a random password nobody has: what an unknown e-mail is checked against. */
let decoy: Promise<string> | null = null

/**
 * Whether the password fits. Without a hash (unknown e-mail, no password set) it takes as long as with one and answers
 * false, so that time does not tell who has an account.
 */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  if (passwordHash === null) {
    decoy ??= hashPassword(crypto.randomUUID())
    await verify(await decoy, password)
    return false
  }
  return verify(passwordHash, password)
}

/** Makes the first sign-in with an unknown e-mail as quick as every later one. */
export async function warmUpPasswords(): Promise<void> {
  decoy ??= hashPassword(crypto.randomUUID())
  await decoy
}
