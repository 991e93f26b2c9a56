import type { Reader } from '../reader'
import { component } from './component'
import { docker } from './docker'
import { dotenv } from './dotenv'
import { hcl } from './hcl'
import { ini } from './ini'
import { json } from './json'
import { manifest } from './manifest'
import { markdown } from './markdown'
import { nginx } from './nginx'
import { nix } from './nix'
import { notebook } from './notebook'
import { properties } from './properties'
import { scripts } from './scripts'
import { shell } from './shell'
import { source } from './source'
import { toml } from './toml'
import { yaml } from './yaml'

/** Every reader, most specific first. A new format is one file and one line here. */
export const readers: readonly Reader[] = [
  docker,
  dotenv,
  manifest,
  shell,
  scripts,
  nginx,
  yaml,
  notebook,
  json,
  toml,
  hcl,
  properties,
  ini,
  nix,
  component,
  markdown,
  source,
]
