import { isMac } from '#client/grid/isMac.ts'

/** A key as it is called on this machine; `mod` is Ctrl, on a Mac the command key. */
export const keyName = (key: string): string => key.replace('mod', isMac() ? '⌘' : 'Ctrl')
