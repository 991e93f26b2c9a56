import type { Reader } from '../reader'
import { stateImage } from './images'
import { comment, environment, logicalLines } from './ini/lines'

const EMPTY = /^\s*([A-Za-z]\w*)\s*=\s*$/

/** systemd units and drop-ins: several quoted pairs per `Environment=`, env files, commands. An inline `#` is part of the value. */
export const systemd: Reader = {
  id: 'systemd',
  version: 2,
  templated: true,
  dialects: ['systemd'],
  dialectOf: (path, name) =>
    /\.(?:service|socket|timer|container|kube|pod)(?:\.(?:example|sample|template|tmpl|j2|in|erb))?$/.test(name) ||
    /\.(?:service|container)\.d\/[^/]+\.conf$/.test(path)
      ? 'systemd'
      : '',
  read(x, out, context) {
    const lines = [...logicalLines(x, out)]
    // an empty assignment takes back what stands above it
    const reset = (key: string) => lines.map((line) => EMPTY.exec(line.text)?.[1]).lastIndexOf(key)
    const variables = reset('Environment')
    const envFiles = reset('EnvironmentFile')
    for (const [n, line] of lines.entries()) {
      if (comment(line, out)) continue
      const m = /^(\s*)([A-Za-z]\w*)(\s*=\s*)(.*)$/s.exec(line.text)
      if (!m) continue
      const [, lead = '', key = '', operator = '', raw = ''] = m
      const at = lead.length + key.length + operator.length
      const rest = line.slice(at, line.text.length)
      if (key === 'Environment') environment(rest, out, context.block, { escapes: true, shadowed: n < variables })
      else if (key === 'EnvironmentFile') {
        const target = raw.replace(/^-/, '').trim()
        if (target !== '' && n > envFiles)
          out.reference({ kind: 'env-file', target, span: rest.span(0, raw.length), block: context.block })
      } else if (key === 'Image' && /^[\w.-]+[\w./:-]*$/.test(raw.trim()))
        stateImage(out, raw, rest.span(0, raw.trimEnd().length), context.block)
      else if (/^Exec/.test(key)) {
        const prefix = /^[-@:+!|]*/.exec(raw)?.[0].length ?? 0
        context.embed('bash', rest.slice(prefix, raw.length), context.block)
      }
    }
  },
}
