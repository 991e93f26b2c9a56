/** What a word of a command states by itself: variables and keys with their values, where a forwarder sends to. */
import { interpolate } from '../../interpolation'
import type { Shell } from './context'
import type { Word } from './words'

const PAIR = /(^|[=,{"'\s.:])([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)=(["']?)((?:[a-z][a-z0-9+.-]*:\/\/|\$)[^,"'\s}]*)/g

/** `--from-literal=NAME=url`, `config:set NAME=url`, `--set-env-vars "A=url,B=url"`: a variable of what the command starts. */
export function pairs(word: Word, { x, out, context }: Shell): void {
  const raw = x.text.slice(word.start, word.end)
  // a sentence that quotes an assignment
  if (/[a-z] [A-Za-z]/.test(raw)) return
  for (const m of raw.matchAll(PAIR)) {
    const keyAt = word.start + m.index + (m[1] as string).length
    const name = m[2] as string
    const at = word.start + m.index + m[0].length - (m[4] as string).length
    out.setting({
      kind: 'env',
      name,
      keySpan: x.span(keyAt, keyAt + name.length),
      value: interpolate(x.slice(at, at + (m[4] as string).length), { bare: true }),
      block: context.block,
    })
  }
}

/** `-Dspring.ai.openai.base-url=url`, `--spring.ai.openai.base-url=url`: keys of the configuration of what is started. */
export function properties(word: Word, { x, out, context }: Shell): void {
  const raw = x.text.slice(word.start, word.end)
  for (const m of raw.matchAll(
    /(?:^|[\s"'=])(-D|--)((?:[a-z][\w-]*\.)+[\w-]+)=(["']?)([a-z]+:\/\/[^\s"']+|\$[^\s"']+)/gi,
  )) {
    const at = word.start + m.index + m[0].length - (m[4] as string).length
    const key = m[2] as string
    const keyAt = at - (m[3] as string).length - 1 - key.length
    out.setting({
      kind: 'key',
      name: key.slice(key.lastIndexOf('.') + 1),
      path: key.split('.'),
      keySpan: x.span(keyAt, keyAt + key.length),
      value: interpolate(x.slice(at, at + (m[4] as string).length), { bare: true }),
      block: context.block,
    })
  }
}

/** `--set a.b=url,c=d`: values of a chart. Names of variables among them are read as such. */
export function chartValues(word: Word, { x, out, context }: Shell): void {
  for (const m of x.text.slice(word.start, word.end).matchAll(/((?:[\w-]+\.)+[a-z][\w-]*)=([a-z]+:\/\/[^,"'\s]+)/g)) {
    const [all, key = '', value = ''] = m
    const at = word.start + m.index
    out.setting({
      kind: 'key',
      name: key.slice(key.lastIndexOf('.') + 1),
      path: key.split('.'),
      keySpan: x.span(at, at + key.length),
      value: interpolate(x.slice(at + all.length - value.length, at + all.length), { bare: true }),
      block: context.block,
    })
  }
}

/** `TCP:host:443`, `openssl-connect:host:443`: where socat sends what it takes. */
export function forwarded(word: Word, { x, out, context }: Shell): void {
  const m = /^["']?(?:tcp[46]?|openssl|ssl)(?:-connect)?:((?:[\w-]+\.)+[a-z]{2,}:\d+)/i.exec(
    x.text.slice(word.start, word.end),
  )
  if (!m) return
  const end = word.start + m[0].length
  const value = interpolate(x.slice(end - (m[1] as string).length, end), {})
  out.setting({ kind: 'upstream', name: 'connect', keySpan: value.span, value, block: context.block })
}
