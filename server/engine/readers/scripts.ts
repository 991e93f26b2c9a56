import { interpolate } from '../interpolation'
import type { Reader } from '../reader'
import type { Excerpt } from '../text'

/** fish, PowerShell, cmd, Makefile and justfile: assignments by line, recipes and the rest as shell. */
export const scripts: Reader = {
  id: 'scripts',
  version: 1,
  dialects: ['fish', 'powershell', 'pwsh', 'cmd', 'bat', 'make'],
  dialectOf(_path, name) {
    if (/\.fish$/.test(name)) return 'fish'
    if (/\.(?:ps1|psm1|psd1)$/i.test(name)) return 'powershell'
    if (/\.(?:bat|cmd)$/i.test(name)) return 'cmd'
    return /^(?:GNU)?[Mm]akefile(?:\..+)?$|\.mk$|^[Jj]ustfile$|\.just$/.test(name) ? 'make' : ''
  },
  read(x, out, context) {
    const forms =
      FORMS[context.dialect] ??
      FORMS[context.dialect === 'pwsh' ? 'powershell' : context.dialect === 'bat' ? 'cmd' : '']
    if (!forms) return
    for (const m of x.text.matchAll(/[^\r\n]+/g)) {
      const line = m[0]
      const comment = forms.comment.exec(line)
      if (comment) {
        out.comment(comment[1] as string, x.span(m.index + comment.index, m.index + line.length))
        if (comment.index === 0 || line.slice(0, comment.index).trim() === '') continue
      }
      let found = false
      for (const re of forms.assignments) {
        const a = re.exec(line)
        if (!a?.groups) continue
        const { name = '', value = '' } = a.groups
        const at = m.index + a.index + a[0].lastIndexOf(value, a[0].length)
        const keyAt = m.index + a.index + a[0].indexOf(name)
        out.setting({
          kind: 'env',
          name,
          keySpan: x.span(keyAt, keyAt + name.length),
          value: interpolate(unquoted(x, at, value), {
            bare: true,
            percent: context.dialect === 'cmd' || context.dialect === 'bat',
          }),
          block: context.block,
        })
        found = true
        break
      }
      if (found) continue
      const request = forms.request?.exec(line)
      if (request?.groups?.url) {
        const at = m.index + line.indexOf(request.groups.url)
        out.setting({
          kind: 'request',
          name: '',
          callee: request.groups.callee ?? 'request',
          keySpan: x.span(m.index, m.index + line.length),
          value: interpolate(x.slice(at, at + request.groups.url.length), { bare: true }),
          block: context.block,
        })
      } else if (context.dialect === 'make' && /^\t|^ {2,}/.test(line))
        context.embed(
          'bash',
          x.slice(m.index + (/^[\s@-]*/.exec(line)?.[0].length ?? 0), m.index + line.length),
          context.block,
        )
    }
  },
}

function unquoted(x: Excerpt, at: number, value: string): Excerpt {
  const quoted = /^(["'])(.*)\1$/.exec(value)
  return quoted ? x.slice(at + 1, at + value.length - 1) : x.slice(at, at + value.trimEnd().length)
}

interface Forms {
  readonly comment: RegExp
  readonly assignments: readonly RegExp[]
  readonly request?: RegExp
}

const FORMS: Readonly<Record<string, Forms>> = {
  fish: {
    comment: /(?:^|\s)#(.*)$/,
    assignments: [
      /^\s*set\s+(?:-\w+\s+|--\w+\s+)*(?<name>[A-Za-z_]\w*)\s+(?<value>"[^"]*"|'[^']*'|\S+)/,
      /^\s*export\s+(?<name>[A-Za-z_]\w*)=(?<value>"[^"]*"|'[^']*'|\S+)/,
    ],
  },
  powershell: {
    comment: /(?:^|\s)#(.*)$/,
    assignments: [
      /\$env:(?<name>[A-Za-z_]\w*)\s*=\s*(?<value>"[^"]*"|'[^']*'|\S+)/i,
      /SetEnvironmentVariable\(\s*["'](?<name>[A-Za-z_]\w*)["']\s*,\s*(?<value>"[^"]*"|'[^']*')/i,
      /^\s*setx\s+(?<name>[A-Za-z_]\w*)\s+(?<value>"[^"]*"|\S+)/i,
      /^\s*(?:\[[\w.[\]]+\]\s*)?\$(?<name>[A-Za-z_]\w*)\s*=\s*(?<value>"https?:[^"]*"|'https?:[^']*')/i,
    ],
    request:
      /(?<callee>Invoke-(?:RestMethod|WebRequest)|irm|iwr|curl)\b.*?(?:-Uri\s+)?["']?(?<url>https?:\/\/[^\s"']+)/i,
  },
  cmd: {
    comment: /^\s*(?:rem\b|::)(.*)$/i,
    assignments: [
      /^\s*@?set\s+"(?<name>[A-Za-z_]\w*)=(?<value>[^"]*)"/i,
      /^\s*@?set\s+(?<name>[A-Za-z_]\w*)=(?<value>.*?)\s*$/i,
      /^\s*@?setx\s+(?<name>[A-Za-z_]\w*)\s+(?<value>"[^"]*"|\S+)/i,
    ],
    request: /(?<callee>curl)\b.*?["']?(?<url>https?:\/\/[^\s"']+)/i,
  },
  make: {
    comment: /(?:^|\s)#(.*)$/,
    assignments: [
      /^(?:export\s+|override\s+)?(?<name>[A-Za-z_]\w*)\s*(?::=|\?=|::=|=)\s*(?<value>"[^"]*"|'[^']*'|[^#]*?)\s*(?:#.*)?$/,
    ],
  },
}
