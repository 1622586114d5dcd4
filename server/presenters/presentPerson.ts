import type { HeldGrantReply, PersonReply } from '#shared/api/users.ts'
import { userColour } from '#shared/permissions/userColour.ts'

export function presentPerson(
  { id, name, email }: { id: string; name: string; email: string },
  grants: readonly HeldGrantReply[],
): PersonReply {
  return { id, name, email, colour: userColour(id), grants: grants.map((grant) => ({ ...grant })) }
}
