/** Keys that the same map holds once more: the last one wins, as every common parser has it. */
import type { FileFacts, Override, Setting } from '../../types'
import { placedIn } from '../scope'
import type { UnitIndex } from '../units'

/** One override per shadowed setting whose key path the same file gives a value again. */
export function shadowedKeys(files: Iterable<FileFacts>, units: UnitIndex): Override[] {
  const found: Override[] = []
  for (const file of files) {
    for (const setting of file.settings) {
      if (!setting.shadowed) continue
      const path = setting.path.join('\u0000')
      const rivals = file.settings.filter(
        (s) => !s.shadowed && s.kind === setting.kind && s.block === setting.block && same(s.path, path),
      )
      const winner = rivals[rivals.length - 1]
      if (!winner) continue
      const loser = placedIn({ path: file.path, setting }, units)
      for (const unit of loser.units)
        found.push({
          loser,
          winner: placedIn({ path: file.path, setting: winner }, units),
          unit,
          because: isOfScript(setting) ? 'the later value of a script wins' : 'the last of equal keys wins',
        })
    }
  }
  return found
}

/** A variable that a command sets has no path but its name. */
const isOfScript = (s: Setting): boolean => s.kind === 'env' && s.path.length === 1

/** `data` and `stringData` of a Secret hold the same keys. */
function same(path: readonly string[], wanted: string): boolean {
  return path.join('\u0000') === wanted || path.join('\u0000').replace(/^stringData/, 'data') === wanted
}
