/** How many colours people are told apart by (tokens `user-0` to `user-7`). */
export const USER_COLOURS = 8

/** The colour (0 to 7) of a person's cursor and avatar: the same everywhere, made from the user id. */
export function userColour(userId: string): number {
  let hash = 0
  for (let i = 0; i < userId.length; i++) {
    hash = (hash * 31 + userId.charCodeAt(i)) >>> 0
  }
  return hash % USER_COLOURS
}
