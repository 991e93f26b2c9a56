/** Beside services, only what stands in one folder can rule each other out. */

import { push } from '../../multimap'
import { folderOf, nameOf } from '../../paths'
import { cascade, isDotenv } from '../dotenv'
import type { Loading } from '../env-loaders'
import type { Placed } from '../placed'
import type { Lose } from '../precedence/evidence'

export function inFolder(group: readonly Placed[], unit: string, loading: (unit: string) => Loading, lose: Lose): void {
  const folders = new Map<string, Map<string, Placed[]>>()
  for (const placed of group) {
    const files = folders.get(folderOf(placed.path)) ?? new Map<string, Placed[]>()
    folders.set(folderOf(placed.path), files)
    push(files, placed.path, placed)
  }
  for (const files of folders.values())
    for (const [loserPath, losers] of files)
      for (const [winnerPath, [winner]] of files) {
        const because = winner && winnerPath !== loserPath ? order(winnerPath, loserPath, unit, loading) : ''
        if (winner && because) for (const loser of losers) lose(loser, winner, unit, because)
      }
}

/** Why the first of two files of one folder is read over the second, or empty. */
function order(winner: string, loser: string, unit: string, loading: (unit: string) => Loading): string {
  if (!isDotenv(winner) || !isDotenv(loser) || loading(unit) === 'single') return ''
  return cascade(nameOf(winner), nameOf(loser))
}
