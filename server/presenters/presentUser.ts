import type { UserReply } from '#shared/api/auth.ts'
import { userColour } from '#shared/permissions/userColour.ts'
import type { Identity } from '../policies/Identity.ts'

export function presentUser({ userId, email, name }: Identity): UserReply {
  return { id: userId, email, name, colour: userColour(userId) }
}
