/** For how many hours an old secret may go on beside its successor, as forms offer it. */
export const OVERLAP_HOURS = [0, 1, 24, 168] as const

/** Which of them a text of a form means; a day when it is none. */
export const overlapOf = (text: string): number => OVERLAP_HOURS.find((hours) => String(hours) === text) ?? 24
