/** States the regions that scalars of a tree name. */
import type { DeployRegion } from '../../types'
import { type Emitter, itemsOf, type Node, type ScalarNode, scalar, templateOf } from '../structured/emit'

export type RegionMore = Partial<Pick<DeployRegion, 'covers' | 'how' | 'holds' | 'role' | 'cloud'>>

/** States the region that a scalar names: the id as written, or the name that linking follows. */
export function readRegion(node: Node | undefined, provider: string, at: Emitter, more: RegionMore = {}): void {
  const s = scalar(node)
  if (!s || s.text.trim() === '') return
  const said = { provider, span: s.span, block: at.block, role: 'runs' as const, ...more }
  if (!/[${}]/.test(s.text) && !s.tag) at.out.region({ ...said, id: s.text.trim() })
  else {
    const value = templateOf(s, at.style)
    if (value.parts.length === 1 && value.parts[0]?.kind === 'ref') at.out.region({ ...said, id: '', value })
  }
}

/** One region or a list of them. */
export function readRegions(node: Node | undefined, provider: string, at: Emitter, more: RegionMore = {}): void {
  for (const item of node?.kind === 'scalar' ? [node] : itemsOf(node)) readRegion(item, provider, at, more)
}

/** The part of a scalar that the group of a pattern takes. */
export function within(node: ScalarNode, pattern: RegExp): ScalarNode | undefined {
  const m = pattern.exec(node.text)
  if (!m?.[1]) return undefined
  const from = m.index + m[0].lastIndexOf(m[1])
  const excerpt = node.excerpt.slice(from, from + m[1].length)
  return { ...node, text: excerpt.text, excerpt, span: excerpt.span(0, excerpt.text.length) }
}
