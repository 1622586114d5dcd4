/**
 * CASL rules as they travel to the client (`packRules` of @casl/ability/extra): actions, subjects, conditions or 0,
 * inverted or 0, fields or 0, reason. The client unpacks them and never adds its own.
 */
export type PackedRule = readonly [actions: string, subjects: string, ...rest: readonly unknown[]]
