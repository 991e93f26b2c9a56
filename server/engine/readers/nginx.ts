import { interpolate } from '../interpolation'
import type { Reader } from '../reader'

/** nginx, Caddy, Apache and rewrite files: targets of reverse proxies, and whether credentials are passed on. */
export const nginx: Reader = {
  id: 'nginx',
  version: 1,
  dialects: ['nginx', 'caddyfile', 'apache'],
  dialectOf(path, name) {
    if (/^Caddyfile(?:\..+)?$|\.caddyfile$/i.test(name)) return 'caddyfile'
    if (/^_redirects$/.test(name)) return 'redirects'
    if (/^\.htaccess$|^httpd.*\.conf$|(?:^|\/)apache2?\//.test(path)) return 'apache'
    if (
      /nginx[\w.-]*\.(?:conf|template|tmpl)$|(?:^|\/)nginx\/.*|\.nginx$|(?:^|\/)(?:conf\.d|sites-(?:available|enabled))\//.test(
        path,
      ) &&
      !/\.(?:md|sh|ya?ml|json|env)$/.test(name)
    )
      return 'nginx'
    return ''
  },
  read(x, out, context) {
    for (const m of x.text.matchAll(/^[^\r\n]*$/gm)) {
      const line = m[0]
      const at = m.index
      const hash = /(?:^|\s)#(.*)$/.exec(line)
      if (hash) out.comment(hash[1] as string, x.span(at + hash.index + hash[0].indexOf('#'), at + line.length))
      if (/^\s*#/.test(line)) continue
      const target = targetOf(line, context.dialect)
      if (target) {
        const from = at + target.index
        const value = interpolate(x.slice(from, from + target.text.length), { bare: true })
        out.setting({
          kind: 'upstream',
          name: target.directive,
          keySpan: x.span(at, at + line.trimEnd().length),
          value,
          block: context.block,
        })
      }
      if (/proxy_set_header\s+(?:Authorization|x-api-key)\b|header_up\s+(?:Authorization|x-api-key)/i.test(line))
        out.trait({
          what: 'forwards-credentials',
          detail: line.trim().slice(0, 80),
          span: x.span(at, at + line.length),
          block: context.block,
        })
    }
  },
}

function targetOf(line: string, dialect: string): { directive: string; text: string; index: number } | null {
  const forms: readonly RegExp[] =
    dialect === 'redirects'
      ? [/^(\s*\S+\s+)(https?:\/\/\S+)\s+200\b/]
      : [
          /^(\s*(?:proxy_pass|grpc_pass|uwsgi_pass)\s+)([^;\s]+)/,
          /^(\s*server\s+)([\w.-]+\.[a-z]{2,}(?::\d+)?)(?=[\s;])/,
          /^(\s*reverse_proxy\s+(?:\/\S*\s+|\*\s+)?)((?:https?:\/\/)?[\w.-]+\.[a-z]{2,}\S*)/,
          /^(\s*ProxyPass(?:Match)?\s+\S+\s+)(\S+)/i,
        ]
  for (const re of forms) {
    const m = re.exec(line)
    if (m)
      return {
        directive: (m[1] as string).trim().split(/\s+/)[0] ?? '',
        text: m[2] as string,
        index: (m[1] as string).length,
      }
  }
  return null
}
