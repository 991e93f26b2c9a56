/** Env files that a tool writes for what it deploys: the variable that names the place. */
import type { FactsBuilder } from '../../builder'
import type { Excerpt } from '../../text'
import type { RegionHolds } from '../../types'

interface EnvRow {
  readonly file: RegExp
  readonly name: string
  readonly cloud: string
  readonly holds: RegionHolds
}

const ROWS: readonly EnvRow[] = [
  // azd keeps an environment per folder below `.azure`; what it deploys is around that
  {
    file: /(?:^|\/)\.azure\/[^/]+\/\.env$/,
    name: 'AZURE_LOCATION',
    cloud: 'azure',
    holds: { for: 'folder', folder: '../..' },
  },
]

export function readEnvPlace(path: string, name: string, value: Excerpt, out: FactsBuilder, block: number): void {
  const row = ROWS.find((r) => r.name === name && r.file.test(path))
  const { text } = value
  if (!row || !/^[A-Za-z0-9 -]+$/.test(text)) return
  const span = value.span(0, text.length)
  out.region({ provider: row.cloud, id: text.trim(), span, block, role: 'runs', how: 'assumed', holds: row.holds })
}
