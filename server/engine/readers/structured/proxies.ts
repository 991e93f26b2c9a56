/** Proxy and VPN clients: their images, and rule files that name hosts to carry. */
import { type Emitter, entriesOf, get, itemsOf, type Node, scalar } from './emit'

const PROXY_IMAGE =
  /(?:^|\/)(?:mihomo|clash(?:-premium)?|sing-box|xray(?:-core)?|v2ray(?:-core)?|v2fly-core|gluetun|wireguard|openvpn[\w-]*|shadowsocks[\w-]*|warp[\w-]*|trojan[\w-]*)$/i
const AI_HOST =
  /(?:^|[.*+,:])(?:openai\.com|chatgpt\.com|oaistatic\.com|anthropic\.com|claude\.(?:ai|com)|generativelanguage\.googleapis\.com|gemini\.google\.com|ai\.google\.dev|x\.ai)$/i

/** Whether an image (name without tag) is a proxy or VPN client. */
export function isProxyImage(name: string): boolean {
  return PROXY_IMAGE.test(name)
}

/** Rules of mihomo and its kin (`DOMAIN-SUFFIX,openai.com,PROXY`) and of sing-box and xray that carry AI hosts: the first of a file. */
export function readProxyRules(root: Node, at: Emitter): void {
  const rules = get(root, 'rules')
  const clash =
    rules?.kind === 'list' && (get(root, 'proxies') || get(root, 'proxy-groups') || get(root, 'proxy-providers'))
  if (clash)
    for (const item of itemsOf(rules)) {
      const m =
        item.kind === 'scalar' ? /^DOMAIN(?:-SUFFIX|-KEYWORD)?\s*,\s*([^,]+?)\s*,\s*([^,]+)/i.exec(item.text) : null
      if (!m || item.kind !== 'scalar' || /^(?:DIRECT|REJECT)/i.test(m[2] as string) || !isAiHost(m[1] as string))
        continue
      at.out.trait({ what: 'proxy-client', detail: `rule:${m[1]}`, span: item.span, block: at.block })
      return
    }
  if (!get(root, 'outbounds')) return
  for (const table of [get(root, 'route', 'rules'), get(root, 'routing', 'rules')])
    for (const rule of itemsOf(table))
      for (const entry of entriesOf(rule)) {
        if (!/^domain/.test(entry.key)) continue
        for (const item of entry.value.kind === 'scalar' ? [entry.value] : itemsOf(entry.value)) {
          const host = scalar(item)
          if (!host || !isAiHost(host.text)) continue
          at.out.trait({ what: 'proxy-client', detail: `rule:${host.text}`, span: host.span, block: at.block })
          return
        }
      }
}

function isAiHost(text: string): boolean {
  return AI_HOST.test(text) || /^(?:openai|anthropic|claude|chatgpt|geosite:openai|geosite:anthropic)$/i.test(text)
}
