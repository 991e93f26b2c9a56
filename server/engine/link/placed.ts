/** A setting with the file that states it. */
import type { FileFacts, Setting } from '../types'

export interface Placed {
  readonly path: string
  readonly setting: Setting
  readonly file: FileFacts
}

/** The blocks from `block` up to the file, innermost first. */
export function ancestry(file: FileFacts, block: number): number[] {
  const line = [block]
  for (let at = block; at !== 0 && line.length < 64; ) {
    at = file.blocks[at]?.parent ?? 0
    line.push(at)
  }
  return line
}
