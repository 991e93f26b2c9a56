/** Container images, however a file names them. */
import type { FactsBuilder } from '../builder'
import type { Span, Template } from '../types'
import { isProxyImage } from './structured/proxies'

/** States that an image is used. `text` is its name as written, with registry, tag and digest; `value` when a variable gives it. */
export function stateImage(out: FactsBuilder, text: string, span: Span, block: number, value?: Template): void {
  out.signature({ kind: 'image', ecosystem: 'docker', name: imageName(text), span, block, ...(value ? { value } : {}) })
}

/** The same for an image that runs beside others: one of a forward proxy may carry their traffic. */
export function stateServiceImage(out: FactsBuilder, text: string, span: Span, block: number, value?: Template): void {
  const name = imageName(text)
  stateImage(out, text, span, block, value)
  if (isProxyImage(name)) out.trait({ what: 'proxy-client', detail: name, span, block })
}

/** Image name without registry port confusion, tag and digest. */
export function imageName(text: string): string {
  return text
    .trim()
    .replace(/@sha256:.*$/, '')
    .replace(/:[^/:]*$/, '')
    .replace(/^(?:docker\.io|registry-1\.docker\.io|index\.docker\.io)\//, '')
    .replace(/^library\//, '')
}
