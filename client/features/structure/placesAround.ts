/** Behind which one something goes for one step up or down (null: before all); undefined where there is no step. */
export function placesAround(
  ordered: readonly { id: string }[],
  id: string,
): { up: string | null | undefined; down: string | undefined } {
  const at = ordered.findIndex((one) => one.id === id)
  return {
    up: at <= 0 ? undefined : (ordered[at - 2]?.id ?? null),
    down: at < 0 ? undefined : ordered[at + 1]?.id,
  }
}
