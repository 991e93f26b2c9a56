/** Deployment regions that the same platform states in JSON, TOML or YAML. */
import { type Emitter, entriesOf, get, type Node, scalar } from './emit'

/** States the region that a scalar names; the id is compared in lower case, the place is the text as written. */
export function readRegion(node: Node | undefined, provider: string, at: Emitter): void {
  const s = scalar(node)
  if (s && !/[${}]/.test(s.text))
    at.out.region({ provider, id: s.text.trim().toLowerCase(), span: s.span, block: at.block, role: 'runs' })
}

/** Netlify: `[functions] region` holds for all, `[functions.<glob>] region` for the functions of that name only. */
export function readNetlifyFunctions(functions: Node | undefined, at: Emitter): void {
  for (const entry of entriesOf(functions)) {
    if (entry.key === 'region') readRegion(entry.value, 'netlify', at)
    else if (get(entry.value, 'region')) {
      const span = { start: entry.keySpan.start, end: Math.max(entry.keySpan.end, entry.value.span.end) }
      const block = at.out.block('function', entry.key, at.block, span)
      readRegion(get(entry.value, 'region'), 'netlify', { ...at, block })
    }
  }
}

/** Railway: regions are the keys of `deploy.multiRegionConfig`; older files name one in `deploy.region`. */
export function readRailway(root: Node, at: Emitter): void {
  const deploys = [get(root, 'deploy'), ...entriesOf(get(root, 'environments')).map((e) => get(e.value, 'deploy'))]
  for (const deploy of deploys) {
    readRegion(get(deploy, 'region'), 'railway', at)
    for (const entry of entriesOf(get(deploy, 'multiRegionConfig')))
      at.out.region({ provider: 'railway', id: entry.key, span: entry.keySpan, block: at.block, role: 'runs' })
  }
}

/** DigitalOcean app specification: `region`, in templates below `spec`. */
export function readDigitalOcean(root: Node, at: Emitter): void {
  readRegion(get(root, 'region') ?? get(root, 'spec', 'region'), 'digitalocean', at)
}
