/** A name that is set again in the same place. */
import { push } from '../../multimap'
import type { Placed } from '../placed'
import type { Lose } from '../precedence/evidence'

/** Readers of formats where a name that is set twice in one place keeps the last value. */
const LAST_WINS: Readonly<Record<string, string>> = {
  dotenv: 'the later line of an env file wins',
  properties: 'the later line of a properties file wins',
  ini: 'the later line of the file wins',
  docker: 'the later ENV of a stage wins',
  systemd: 'the later Environment= of a unit wins',
  yaml: 'the later entry of the list wins',
}

/** Says which values of one place lose to the last one there; returns the values that are left. */
export function repeated(group: readonly Placed[], unit: string, lose: Lose): readonly Placed[] {
  const places = new Map<string, Placed[]>()
  for (const placed of group) push(places, placeOf(placed), placed)
  if (places.size === group.length) return group
  return [...places.values()].flatMap((line) => {
    // the order of a script is known to its reader
    const because = isOfScript(line[0]) ? undefined : LAST_WINS[line[0]?.file.reader ?? '']
    const set = line.filter((p) => !p.setting.weak)
    const last = set.reduce<Placed | undefined>(
      (a, b) => (a && a.setting.keySpan.start > b.setting.keySpan.start ? a : b),
      undefined,
    )
    if (!because || !last) return line
    // two readings of one text, say of a flag and of the script around it, are one value
    const isLast = (p: Placed) => p.setting.value.span.start === last.setting.value.span.start
    for (const loser of set) if (!isLast(loser)) lose(loser, last, unit, because)
    return line.filter((p) => p.setting.weak || isLast(p))
  })
}

/** In a file that is no script itself, what has no path but its name was set by a command. */
function isOfScript(placed: Placed | undefined): boolean {
  return placed?.file.reader === 'yaml' && placed.setting.path.length === 1
}

/** One map or list of one block; the index of `- name: X` in its list is none of its own. */
function placeOf({ path, setting }: Placed): string {
  const around = setting.path.slice(0, -1)
  const list = /^\d+$/.test(around.at(-1) ?? '') ? around.slice(0, -1) : around
  return [path, setting.block, ...list].join('\u0000')
}
