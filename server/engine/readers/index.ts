import type { Reader } from '../reader'
import { apache } from './apache'
import { bicep } from './bicep'
import { caddy } from './caddy'
import { cmd } from './cmd'
import { component } from './component'
import { docker } from './docker'
import { dotenv } from './dotenv'
import { hcl } from './hcl'
import { ini } from './ini'
import { json } from './json'
import { just } from './just'
import { make } from './make'
import { manifest } from './manifest'
import { markdown } from './markdown'
import { nginx } from './nginx'
import { nix } from './nix'
import { notebook } from './notebook'
import { powershell } from './powershell'
import { properties } from './properties'
import { script } from './script'
import { shell } from './shell'
import { source } from './source'
import { systemd } from './systemd'
import { toml } from './toml'
import { xml } from './xml'
import { yaml } from './yaml'

/** Every reader, most specific first. A new format is one file and one line here. */
export const readers: readonly Reader[] = [
  docker,
  dotenv,
  manifest,
  shell,
  powershell,
  cmd,
  make,
  just,
  apache,
  caddy,
  systemd,
  nginx,
  yaml,
  notebook,
  json,
  toml,
  hcl,
  bicep,
  properties,
  ini,
  xml,
  nix,
  component,
  markdown,
  source,
  script,
]
