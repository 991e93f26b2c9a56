/**
 * Weak signals: time zone, locale, package mirrors, `.cn` domains. They are no findings and never count; they are shown only to who asks,
 * because a provider's client could see some of them.
 */
import { literalOf } from '../../engine/template'
import { lineAt, lineText } from '../../engine/text'
import type { FileFacts, Setting } from '../../engine/types'
import { printable } from '../terminal'
import type { Asked } from './asked'

const MOST = 12
const ZONE = /^(?:TZ|TIME_?ZONE|time[-_]?zone|timezone)$/
const LOCALE = /^(?:LANG|LANGUAGE|LC_[A-Z]+|locale)$/
const MIRROR =
  /\b(?:registry\.npmmirror\.com|npmmirror\.com|registry\.npm\.taobao\.org|[\w.-]*tuna\.tsinghua\.edu\.cn|mirrors?\.(?:aliyun|ustc\.edu|cloud\.tencent|huaweicloud|163|sjtug\.sjtu\.edu|bfsu\.edu|nju\.edu|zju\.edu)\.(?:com|cn)|repo\.huaweicloud\.com|maven\.aliyun\.com|goproxy\.cn|goproxy\.io|[\w.-]+\.daocloud\.io|rsproxy\.cn|gems\.ruby-china\.com|pypi\.douban\.com)\b/i
const CN = /\b(?:[a-z0-9-]+\.)+cn\b(?!\.)/i
const ZONE_FILE = /\/usr\/share\/zoneinfo\/([\w/+-]+)|-Duser\.timezone=([\w/+-]+)/

export function contextOf(asked: Asked): string[] {
  const found = new Set<string>()
  for (const file of filesAround(asked)) {
    for (const setting of file.settings)
      for (const said of ofSetting(setting)) found.add(`${said} (${asked.at(file.path, setting.keySpan)})`)
    for (const said of ofText(file, asked)) found.add(said)
  }
  const all = [...found]
  const shown = all.slice(0, MOST).map((line) => `  ${line}`)
  const more = all.length > MOST ? [`  and ${all.length - MOST} more`] : []
  return [
    'context that proves nothing (time zone, locale, package mirrors, .cn domains; never a finding)',
    ...(shown.length > 0 ? [...shown, ...more] : ['  none in the units of this line']),
  ]
}

/** The file itself and the files whose settings act in a unit of the line. */
function filesAround({ result, file }: Asked): FileFacts[] {
  const { model } = result
  const own = new Set(unitsOf(file, model))
  const others = [...model.files.values()].filter((f) => f !== file && unitsOf(f, model).some((u) => own.has(u)))
  return [file, ...others]
}

function unitsOf(file: FileFacts, model: Asked['result']['model']): string[] {
  const folder = file.path.includes('/') ? file.path.slice(0, file.path.lastIndexOf('/')) : ''
  const declared = model.units.filter((u) => u.place?.path === file.path).map((u) => u.id)
  const around = model.units
    .filter(
      (u) =>
        u.id.startsWith('folder:') && (u.folder === '' || folder === u.folder || folder.startsWith(`${u.folder}/`)),
    )
    .sort((a, b) => b.folder.length - a.folder.length)[0]
  return around ? [...declared, around.id] : declared
}

function ofSetting(setting: Setting): string[] {
  const value = literalOf(setting.value).trim()
  const name = setting.name
  if (ZONE.test(name)) return [`time zone ${name}=${value}`]
  if (LOCALE.test(name)) return [`locale ${name}=${value}`]
  return []
}

/** Mirrors and domains by the text of the file: readers keep no settings of package managers. */
function ofText(file: FileFacts, { result }: Asked): string[] {
  const text = result.texts.get(file.path)?.text ?? ''
  if (!/\.cn\b|mirror|zoneinfo|timezone|goproxy|huaweicloud|aliyun|daocloud|taobao|ruby-china/i.test(text)) return []
  const out: string[] = []
  const known = result.model.endpoints.filter((e) => e.path === file.path)
  file.lineStarts.forEach((_, line) => {
    const words = lineText(text, file.lineStarts, line)
    if (/^\s*(?:#|\/\/|;|--|\*)/.test(words)) return
    const say = (what: string) => out.push(`${what} (${file.path}:${line + 1})`)
    const zone = ZONE_FILE.exec(words)
    const mirror = MIRROR.exec(words)?.[0]
    const domain = CN.exec(words)?.[0]
    if (zone) say(`time zone ${zone[1] ?? zone[2]}`)
    if (mirror) say(`package mirror ${printable(mirror)}`)
    else if (domain && !known.some((e) => lineAt(file.lineStarts, e.span.start) === line))
      say(`.cn domain ${printable(domain)}`)
  })
  return out
}
