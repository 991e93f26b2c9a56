/** Spelling of region ids: clouds write the same place in several ways, and zones name their region. */

/** Clouds whose ids are written with capitals or blanks at times; everywhere else the text is the id. */
const SQUEEZED = new Set(['azure'])
const LOWERED = new Set(['azure', 'netlify', 'aws', 'gcp', 'alibaba', 'vercel', 'fly'])

/** Other names of a part of a cloud that is kept apart. */
const PARTITIONS: Readonly<Record<string, readonly (readonly [RegExp, string])[]>> = {
  azure: [[/^(?:azure)?china(?:cloud)?$|^mooncake$/, 'azurechinacloud']],
}

/** Ways to cut a zone down to its region, per cloud (`us-east-1a`, `asia-east2-a`, `ap-hongkong-2`). */
const ZONES: Readonly<Record<string, readonly RegExp[]>> = {
  aws: [/(?<=\d)[a-z]$/],
  gcp: [/-[a-z]$/],
  yandex: [/-[a-z]$/],
  tencent: [/-\d+$/],
  scaleway: [/-\d+$/],
  alibaba: [/-[a-z]$/, /(?<=\d)[a-z]$/],
  huawei: [/(?<=\d)[a-z]$/],
  volcengine: [/-[a-z]$/],
  kingsoft: [/(?<=\d)[a-z]$/],
}
const ANY_ZONE: readonly RegExp[] = [/(?<=\d)[a-z]$/, /-[a-z]$/, /-\d+$/]

/** The spellings under which a written id may be listed, the likeliest first. */
export function regionSpellings(provider: string, written: string): readonly string[] {
  let id = written.trim()
  if (SQUEEZED.has(provider)) id = id.replace(/[\s_-]+/g, '')
  if (LOWERED.has(provider) || provider === '') id = id.toLowerCase()
  for (const [name, whole] of PARTITIONS[provider] ?? []) if (name.test(id)) id = whole
  const zones = provider === '' ? ANY_ZONE : (ZONES[provider] ?? [])
  return [id, ...zones.filter((z) => z.test(id)).map((z) => id.replace(z, ''))]
}
