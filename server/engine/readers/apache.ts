import { interpolate } from '../interpolation'
import type { Reader } from '../reader'

interface Form {
  readonly re: RegExp
  readonly kind: 'upstream' | 'env'
}

/** One line, one directive: `lead` is what stands before the value. */
const FORMS: Readonly<Record<string, readonly Form[]>> = {
  apache: [
    {
      kind: 'upstream',
      re: /^(?<lead>\s*(?<name>ProxyPass(?:Match)?)\s+(?:(?:"[^"]*"|(?!"?[a-z]+:\/\/)\S+)\s+)?"?)(?<value>(?:[a-z]+:\/\/|\$\{)[^\s"]+)/i,
    },
    { kind: 'upstream', re: /^(?<lead>\s*(?<name>BalancerMember)\s+"?)(?<value>[^\s"]+)/i },
    {
      kind: 'upstream',
      re: /^(?<lead>\s*(?<name>RewriteRule)\s+(?:"[^"]*"|\S+)\s+"?)(?<value>[^\s"]+)"?\s+\[(?:[^\]]*,)?P(?:,[^\]]*)?\]/,
    },
    { kind: 'env', re: /^(?<lead>\s*SetEnv\s+(?<name>[A-Za-z_]\w*)\s+"?)(?<value>[^\s"]+)/i },
  ],
  haproxy: [
    {
      kind: 'upstream',
      re: /^(?<lead>\s*(?<name>server|server-template)\s+\S+\s+(?:\d+(?:-\d+)?\s+)?)(?<value>[\w.-]+\.[a-z]{2,}(?::\d+)?)(?=\s|$)/,
    },
    { kind: 'env', re: /^(?<lead>\s*(?:pre)?setenv\s+(?<name>[A-Za-z_]\w*)\s+"?)(?<value>[^\s"]+)/ },
  ],
  redirects: [{ kind: 'upstream', re: /^(?<lead>\s*(?<name>\/\S*)\s+)(?<value>https?:\/\/\S+)\s+200\b/ }],
}

/** Apache, HAProxy and Netlify's `_redirects`: targets of reverse proxies, variables for applications. */
export const apache: Reader = {
  id: 'apache',
  version: 2,
  templated: true,
  dialects: ['apache', 'haproxy', 'redirects'],
  dialectOf(path, name) {
    if (/^_redirects$/.test(name)) return 'redirects'
    if (/haproxy[\w.-]*\.(?:cfg|conf)$|(?:^|\/)haproxy\/.*\.cfg$/.test(path)) return 'haproxy'
    return /(?:^|\/)\.htaccess$|httpd[^/]*\.conf$|(?:^|\/)(?:apache2?|httpd)\/.*\.conf$/.test(path) ? 'apache' : ''
  },
  read(x, out, context) {
    for (const m of x.text.matchAll(/[^\r\n]+/g)) {
      const line = m[0]
      const hash = /(?:^|\s)#(.*)$/.exec(line)
      if (hash) {
        const at = m.index + hash.index + hash[0].indexOf('#')
        out.comment(hash[1] as string, x.span(at, m.index + line.length))
      }
      if (/^\s*#/.test(line)) continue
      for (const { kind, re } of FORMS[context.dialect] ?? []) {
        const found = re.exec(line)?.groups
        if (!found) continue
        const { lead = '', name = '', value = '' } = found
        const at = m.index + lead.length
        const keyAt = m.index + line.indexOf(name)
        out.setting({
          kind,
          name,
          keySpan: x.span(keyAt, keyAt + name.length),
          value: interpolate(x.slice(at, at + value.length), {}),
          block: context.block,
        })
        break
      }
    }
  },
}
