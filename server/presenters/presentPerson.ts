import type { HeldGrantReply, PersonReply } from '#shared/api/users.ts'
import { userColour } from '#shared/permissions/userColour.ts'

export function presentPerson(
  { id, name, email, is_service }: { id: string; name: string; email: string; is_service: boolean },
  grants: readonly HeldGrantReply[],
): PersonReply {
  return { id, name, email, colour: userColour(id), is_service, grants: grants.map((grant) => ({ ...grant })) }
}
