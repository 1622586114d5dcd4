/** Whether a yes or no itself was pressed, not the room around it. */
export const isOnMark = ({ target }: Event): boolean => target instanceof Element && target.closest('.c-mark') !== null
