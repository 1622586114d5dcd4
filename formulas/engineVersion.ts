/**
 * Which engine computed a result. It goes up by one in the same commit as any change that can give another result, to the
 * last bit, for some formula, factor or unit: what a run was computed by is frozen with it.
 */
export const ENGINE_VERSION = 1
