import { interpolate } from '../interpolation'
import type { Reader } from '../reader'
import { Excerpt } from '../text'

/** INI-like files and systemd units: sections, `key = value`, several quoted pairs per `Environment=`. */
export const ini: Reader = {
  id: 'ini',
  version: 1,
  dialects: ['ini', 'systemd', 'npmrc'],
  dialectOf(_path, name) {
    if (/\.(?:service|socket|timer)$/.test(name)) return 'systemd'
    return /^(?:\.npmrc|\.yarnrc|pip\.conf|pip\.ini|\.gitconfig|\.curlrc|supervisord\.conf|\.pypirc)$|\.(?:ini|cfg|conf)(?:\.example)?$/i.test(
      name,
    )
      ? 'ini'
      : ''
  },
  read(x, out, context) {
    let section = ''
    for (const m of logicalLines(x)) {
      const line = m.text
      const comment = /^\s*[#;](.*)$/s.exec(line)
      if (comment) {
        out.comment(comment[1] as string, m.span(line.length - (comment[1] as string).length - 1, line.length))
        continue
      }
      const header = /^\s*\[([^\]]+)\]/.exec(line)
      if (header) {
        section = header[1] as string
        continue
      }
      const pair = /^(\s*)([\w.@:/-]+)(\s*[=:]\s*)(.*)$/s.exec(line)
      if (!pair) continue
      const [, lead = '', key = '', operator = '', raw = ''] = pair
      const at = lead.length + key.length + operator.length
      if (key === 'Environment' || key === 'environment') {
        for (const e of raw.matchAll(
          /"([A-Za-z_]\w*)=([^"]*)"|'([A-Za-z_]\w*)=([^']*)'|([A-Za-z_]\w*)=("[^"]*"|[^\s,]+)/g,
        )) {
          const name = e[1] ?? e[3] ?? e[5] ?? ''
          const value = e[2] ?? e[4] ?? e[6] ?? ''
          const start = at + e.index + e[0].indexOf('=') + 1
          const quoted = /^"(.*)"$/.test(value)
          const inner = m.slice(start + (quoted ? 1 : 0), start + value.length - (quoted ? 1 : 0))
          const keyAt = at + e.index + e[0].indexOf(name)
          out.setting({
            kind: 'env',
            name,
            keySpan: m.span(keyAt, keyAt + name.length),
            value: interpolate(inner, {}),
            block: context.block,
          })
        }
      } else if (key === 'EnvironmentFile')
        out.reference({
          kind: 'env-file',
          target: raw.replace(/^-/, '').trim(),
          span: m.span(at, line.length),
          block: context.block,
        })
      else if (/^Exec(?:Start|StartPre)/.test(key)) context.embed('bash', m.slice(at, line.length), context.block)
      else {
        const value = raw.replace(/\s+[#;].*$/s, '').trimEnd()
        const quoted = /^(["'])(.*)\1$/s.exec(value)
        const inner = m.slice(at + (quoted ? 1 : 0), at + value.length - (quoted ? 1 : 0))
        const env = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/.test(key)
        out.setting({
          kind: env ? 'env' : 'key',
          name: key,
          path: section ? [section, key] : [key],
          keySpan: m.span(lead.length, lead.length + key.length),
          value: interpolate(inner, { bare: true }),
          block: context.block,
        })
      }
    }
  },
}

/** Lines with `\` continuations joined, every unit at its place. */
function* logicalLines(x: Excerpt): Generator<Excerpt> {
  let pieces: { text: string; span: { start: number; end: number } }[] = []
  for (const m of x.text.matchAll(/[^\r\n]*(?:\r\n|\n|\r|$)/g)) {
    if (m[0] === '') continue
    const line = m[0].replace(/[\r\n]+$/, '')
    const goesOn = line.endsWith('\\')
    const kept = goesOn ? line.slice(0, -1) : line
    if (kept) pieces.push({ text: kept, span: x.span(m.index, m.index + kept.length) })
    if (goesOn) continue
    if (pieces.length > 0)
      yield pieces.length === 1 && !goesOn ? x.slice(m.index, m.index + line.length) : Excerpt.assembled(pieces)
    pieces = []
  }
  if (pieces.length > 0) yield Excerpt.assembled(pieces)
}
