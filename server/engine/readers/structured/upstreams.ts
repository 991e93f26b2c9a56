/** Targets of reverse proxies that configuration names by host alone: Envoy, Kong, Caddy's JSON, names of a cluster, origins of a CDN. */
import { interpolate } from '../../interpolation'
import { type Emitter, type Entry, get, type Node } from './emit'

interface Form {
  readonly key: RegExp
  /** Keys around it, joined with dots. */
  readonly under: RegExp
  /** A key that the document has at its top. */
  readonly root?: string
}

const FORMS: readonly Form[] = [
  { key: /^address$/, under: /(?:^|\.)socket_?[aA]ddress$/ },
  { key: /^dial$/, under: /(?:^|\.)upstreams\.\d+$/ },
  { key: /^host$/, under: /(?:^|\.)services\.\d+$/, root: '_format_version' },
  { key: /^target$/, under: /(?:^|\.)targets\.\d+$/, root: '_format_version' },
  { key: /^externalName$/, under: /^spec$/ },
  { key: /^hostname$/, under: /(?:^|\.)fqdn$/ },
  { key: /^domain_?[nN]ame$/, under: /(?:^|\.)origins?(?:\.|$)/i },
  { key: /^fqdn$/, under: /(?:^|\.)google_compute_(?:global_|region_)?network_endpoint\./ },
]
const HOST = /^[\w-]+(?:\.[\w-]+)+\.?(?::\d{1,5})?$/

/** Whether a bare host behind `key`, with `around` above it, is where a proxy sends requests. */
export function isUpstream(key: string, around: readonly string[], text: string, root?: Node): boolean {
  if (!HOST.test(text)) return false
  const under = around.join('.')
  return FORMS.some((f) => f.key.test(key) && f.under.test(under) && (!f.root || get(root, f.root) !== undefined))
}

/** Takes the entry over when it is such a target; `path` ends with its key. */
export function readUpstream(
  { key, keySpan, value }: Entry,
  path: readonly string[],
  at: Emitter,
  root: Node,
): boolean {
  if (value.kind !== 'scalar' || !isUpstream(key, path.slice(0, -1), value.text, root)) return false
  at.out.setting({
    kind: 'upstream',
    name: key,
    path,
    keySpan,
    value: { ...interpolate(value.excerpt, at.style), span: value.span },
    block: at.block,
  })
  return true
}
